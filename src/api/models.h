#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "gateway/catalog.h"

// The models endpoints as pure functions from the catalog to JSON.
namespace easel::api {

// GET /models: {"data":[…],"total_count","links":{"next"}}. Lists what works now; with
// connected=all also what a missing key keeps away. The query takes output_modalities (default
// "text"), input_modalities, supported_parameters, model_authors, providers, q, sort, offset and
// limit. Errors: invalid_request naming the parameter.
Result<std::string> models_json(const gateway::Catalog& catalog, std::string_view path,
                                std::string_view query);

// GET /model/{author}/{slug}. Error: not_found.
Result<std::string> model_json(const gateway::Catalog& catalog, std::string_view id);

// GET /models/{author}/{slug}/endpoints. Error: not_found.
Result<std::string> endpoints_json(const gateway::Catalog& catalog, std::string_view id);

// GET /providers.
std::string providers_json(const gateway::Catalog& catalog);

}  // namespace easel::api
