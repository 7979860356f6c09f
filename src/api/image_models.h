#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "gateway/catalog.h"

// The models of the image door, each with what can be asked of it as typed descriptors:
// {"type":"enum","values"}, {"type":"range","min","max"}, {"type":"boolean"}. A knob that is absent
// is one the model has not.
namespace easel::api {

// GET /images/models: {"data":[…]}, the connected ones (connected=all: all); a model's knobs are
// the union over its endpoints.
std::string image_models_json(const gateway::Catalog& catalog, std::string_view query);

// GET /images/models/{author}/{slug}/endpoints: {"id","endpoints":[…]}, not wrapped in data. Error:
// not_found, also for a model that makes no pictures.
Result<std::string> image_endpoints_json(const gateway::Catalog& catalog, std::string_view id);

}  // namespace easel::api
