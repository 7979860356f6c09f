#include "api/planning.h"

#include <algorithm>
#include <iterator>

#include "gateway/pattern.h"
#include "gateway/variant.h"
#include "providers/provider.h"

namespace easel::api {

using namespace gateway;

namespace {

// Whoever leaves the model open and says nothing of modalities gets words, where a model here has
// them, as OpenRouter's auto router does; else a picture.
void derive_for_any(const Catalog& catalog, GenerationRequest& request) {
  if (request.modalities_given) return;
  request.wants_text = std::ranges::any_of(catalog.models(), [](const Model& model) {
    return model.connected() && model.outputs("text") && !model.outputs("image");
  });
  request.wants_image = !request.wants_text;
}

// A generator's start that is the same in a simulation of the same seed.
std::uint64_t seed_of(const House& house) {
  return static_cast<std::uint64_t>(house.micros());
}

bool serves(const OwnKey& key, const Candidate& candidate) {
  return candidate.provider->enabled && key.provider == candidate.provider->slug &&
         (key.models.empty() || std::ranges::any_of(key.models, [&](const std::string& pattern) {
            return matches(candidate.model->id, pattern);
          }));
}

bool keeps_nothing(const Candidate& candidate) {
  return candidate.provider->zdr || candidate.provider->dialect == "openrouter";
}

Candidate through(const OwnKey& key, Candidate candidate) {
  auto provider = std::make_shared<Provider>(*candidate.provider);
  provider->credential = key.credential;
  provider->connected = true;
  provider->zdr = provider->zdr || key.zdr;
  candidate.provider = provider.get();
  candidate.own_provider = std::move(provider);
  candidate.own_key = key.id;
  return candidate;
}

// Each candidate by each way there is to it: the team's own credentials, the house's, and the
// team's that are for when that fails.
std::vector<Candidate> with_own_keys(std::vector<Candidate> routed, const Bringing& bringing,
                                     const GenerationRequest& request) {
  if (bringing.keys.empty()) return routed;
  std::vector<Candidate> all;
  for (auto& candidate : routed) {
    bool house = candidate.endpoint->connected;
    std::vector<Candidate> before, after;
    for (const auto& key : bringing.keys) {
      if (!serves(key, candidate)) continue;
      (key.fallback ? after : before).push_back(through(key, candidate));
      house = house && !key.alone;
    }
    std::ranges::move(before, std::back_inserter(all));
    if (house) all.push_back(std::move(candidate));
    std::ranges::move(after, std::back_inserter(all));
  }
  if (request.provider.zdr)
    std::erase_if(all, [](const Candidate& candidate) { return !keeps_nothing(candidate); });
  return all;
}

}  // namespace

void derive_modalities(const Catalog& catalog, GenerationRequest& request) {
  const Model* model = nullptr;
  for (const auto& id : request.models) {
    if (split_variant(id).id == kAutoModel) return derive_for_any(catalog, request);
    if ((model = catalog.find(id))) break;
  }
  if (!model) return;
  if (!request.modalities_given) {
    request.wants_image = model->outputs("image");
    request.wants_text = model->outputs("text");
  }
  request.modalities_narrowed =
      request.wants_image && request.wants_text && !model->outputs("text");
}

Result<Planned> plan(const House& house, std::shared_ptr<const Catalog> catalog,
                     const GenerationRequest& request, const Bringing& bringing) {
  auto standing = [&house, now = house.clock.now()](const Candidate& candidate) {
    return house.health.standing(candidate.provider->slug, candidate.model->id, now);
  };
  auto brought = [&](const Candidate& candidate) {
    Brought found;
    for (const auto& key : bringing.keys) {
      bool fits = serves(key, candidate);
      found.any = found.any || fits;
      found.zdr = found.zdr || (fits && key.zdr);
    }
    return found;
  };
  auto routed = TRY(
      route(*catalog, request, {.standing = standing, .brought = brought, .seed = seed_of(house)}));
  auto candidates = with_own_keys(std::move(routed), bringing, request);
  TRY(keep_allowed(candidates, bringing.guards, request.models.front()));
  Planned planned{.catalog = std::move(catalog)};
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
    bool counts = candidate.own_key.empty() || bringing.counts;
    if (counts) planned.most = std::max(planned.most, fits->most);
    planned.most_of.push_back(fits->most);
    planned.candidates.push_back(std::move(candidate));
  }
  if (!planned.candidates.empty()) return planned;
  if (!planned.refusals.empty()) return fail(std::move(planned.refusals.front().error));
  return fail(ErrorKind::no_endpoints, "No endpoints found for " + request.models.front() + ".");
}

}  // namespace easel::api
