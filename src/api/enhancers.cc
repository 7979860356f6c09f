#include "api/enhancers.h"

#include <algorithm>
#include <utility>

#include "imaging/bitmap.h"
#include "providers/finishing.h"
#include "providers/provider.h"
#include "providers/read_part.h"

namespace easel::api {
namespace {

using namespace gateway;
using Enhancer = std::shared_ptr<const imaging::Bitmap>;

constexpr std::int64_t kMostPixels = 4'000'000;

bool enhances(const Candidate& candidate) {
  return providers::adapter(candidate.provider->dialect)->enhances();
}

// The bitmap and its place in the byte budget go together.
struct Held {
  imaging::Bitmap bitmap;
  ByteBudget::Lease lease;
};

Result<Enhancer> read_one(House& house, const ImagePart& part) {
  auto bitmap = TRY(providers::read_part(part, kMostPixels));
  ByteBudget::Lease lease(house.budget);
  if (!lease.grow(static_cast<std::int64_t>(bitmap.pixels.size())))
    return fail(Error{.kind = ErrorKind::overloaded,
                      .message = "This server has no memory left for the pictures just now.",
                      .retry_after = 5});
  auto held = std::make_shared<const Held>(std::move(bitmap), std::move(lease));
  return Enhancer(held, &held->bitmap);
}

}  // namespace

bool enhances_here(const GenerationRequest& request, const std::vector<Candidate>& candidates) {
  if (request.references.empty()) return false;
  auto finishing = providers::read_finishing(request);
  bool any = finishing && *finishing && (*finishing)->references;
  return any || std::ranges::any_of(candidates, enhances);
}

Task<Status> read_enhancers(House& house, store::Key key, GenerationRequest& request,
                            const std::vector<Candidate>& candidates) {
  if (!enhances_here(request, candidates)) co_return Status{};
  StopToken stop;
  auto done = co_await house.workers.run(key.hash, stop, [&house, &request](Parallel&) -> Status {
    for (const auto& reference : request.references)
      request.enhancers.push_back(TRY(read_one(house, reference)));
    return {};
  });
  co_return done;
}

}  // namespace easel::api
