#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "gateway/catalog.h"

namespace easel::api {

// The models that the query of GET /models lets through, in its order, not yet cut into pages. They
// belong to the catalog. Errors: invalid_request naming the parameter.
Result<std::vector<const gateway::Model*>> select_models(const gateway::Catalog& catalog,
                                                         std::string_view query);

}  // namespace easel::api
