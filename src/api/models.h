#pragma once

#include <string>
#include <string_view>

#include "api/model_filter.h"
#include "base/result.h"
#include "gateway/catalog.h"

// The models endpoints as pure functions to JSON, from the catalog and what was seen of its
// endpoints.
namespace easel::api {

// GET /models: {"data":[…],"total_count","links":{"next"}}. Lists what works now; with
// connected=all (or include=unconnected) also what a missing key keeps away. The query takes
// OpenRouter's parameters: output_modalities (default "text"), input_modalities,
// supported_parameters, category, q, context, min_price, max_price, min_output_price,
// max_output_price, arch, model_authors, providers, distillable, zdr, region, min_age_days,
// max_age_days, min_ and max_ of the benchmarks' indexes, sort, offset and limit. Errors:
// invalid_request naming the parameter.
Result<std::string> models_json(const ModelsView& view, std::string_view path,
                                std::string_view query);

// GET /models/count: {"data":{"count"}} under the same filters.
Result<std::string> models_count_json(const ModelsView& view, std::string_view query);

// GET /models?use_rss=true: the same list as RSS 2.0, all of it. `origin` is what the client called
// this server, for absolute links.
Result<std::string> models_rss(const ModelsView& view, std::string_view origin,
                               std::string_view query);

// GET /model/{author}/{slug}. Error: not_found.
Result<std::string> model_json(const ModelsView& view, std::string_view id);

// GET /models/{author}/{slug}/endpoints. Error: not_found.
Result<std::string> endpoints_json(const ModelsView& view, std::string_view id);

// GET /endpoints/zdr: those that keep nothing of what they are sent.
std::string zdr_endpoints_json(const ModelsView& view);

// GET /providers.
std::string providers_json(const ModelsView& view);

}  // namespace easel::api
