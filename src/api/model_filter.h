#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "fleet/health.h"
#include "gateway/catalog.h"

namespace easel::api {

// What the models endpoints are made from: the catalog, and what was seen of its endpoints.
struct ModelsView {
  std::shared_ptr<const gateway::Catalog> held;  // null: somebody else keeps it
  const gateway::Catalog& catalog;
  const fleet::Health* health = nullptr;  // null: nothing was seen
  Time now{};
  std::int64_t unix_now = 0;

  ModelsView(const gateway::Catalog& c) : catalog(c) {}
  ModelsView(std::shared_ptr<const gateway::Catalog> c, const fleet::Health& h, Time at,
             std::int64_t unix_at)
      : held(std::move(c)), catalog(*held), health(&h), now(at), unix_now(unix_at) {}

  fleet::Seen seen(const gateway::Endpoint& endpoint, const gateway::Model& model) const {
    return health ? health->seen(endpoint.provider, model.id, now) : fleet::Seen{};
  }
};

// The models that the query of GET /models lets through, in its order, not yet cut into pages. They
// belong to the catalog. Errors: invalid_request naming the parameter.
Result<std::vector<const gateway::Model*>> select_models(const ModelsView& view,
                                                         std::string_view query);

}  // namespace easel::api
