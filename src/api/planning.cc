#include "api/planning.h"

#include "providers/provider.h"

namespace easel::api {

using namespace gateway;

void derive_modalities(const Catalog& catalog, GenerationRequest& request) {
  const Model* model = nullptr;
  for (const auto& id : request.models)
    if ((model = catalog.find(id))) break;
  if (!model) return;
  if (!request.modalities_given) {
    request.wants_image = model->outputs("image");
    request.wants_text = model->outputs("text");
  }
  request.modalities_narrowed =
      request.wants_image && request.wants_text && !model->outputs("text");
}

Result<Planned> plan(const House& house, const GenerationRequest& request) {
  auto candidates = TRY(
      route(house.catalog, request, {.fallback_image_model = house.settings.fallback_image_model}));
  Planned planned;
  for (auto& candidate : candidates) {
    auto adapter = providers::adapter(candidate.provider->dialect);
    if (!adapter) continue;
    auto fits = adapter->plan(request, candidate);
    if (!fits) {
      planned.refusals.push_back(
          {candidate.model->id, candidate.provider->slug, std::move(fits.error())});
      continue;
    }
    if (planned.candidates.empty()) planned.pictures = fits->pictures;
    planned.most = std::max(planned.most, fits->most);
    planned.most_of.push_back(fits->most);
    planned.candidates.push_back(std::move(candidate));
  }
  if (!planned.candidates.empty()) return planned;
  if (!planned.refusals.empty()) return fail(std::move(planned.refusals.front().error));
  return fail(ErrorKind::no_endpoints, "No endpoints found for " + request.models.front() + ".");
}

}  // namespace easel::api
