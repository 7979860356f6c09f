#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "gateway/catalog.h"
#include "gateway/request.h"

namespace easel::gateway {

// One way to serve a request. Points into the catalog snapshot.
struct Candidate {
  const Model* model = nullptr;
  const Endpoint* endpoint = nullptr;
  const Provider* provider = nullptr;
  std::vector<std::string> ignored{};  // what of the request it has no knob for
  bool fallback = false;               // stands in for a model that is not connected
};

struct RoutingOptions {
  // `[fallback] image_model`: answers for a model that is known but not connected. "" = off.
  std::string fallback_image_model{};
};

// The candidates in the order to try them, at least one. Pure: the same snapshot and request give
// the same order. Errors:
//   model_not_found  no requested model is known; names the three nearest image models
//   no_endpoints     known, but nothing here serves it; the metadata holds the routing funnel, the
//                    message what would help
//   wrong_endpoint   the image door was asked for a model that makes no pictures
//   invalid_request  a value that no remaining endpoint accepts
Result<std::vector<Candidate>> route(const Catalog& catalog, const GenerationRequest& request,
                                     const RoutingOptions& options);

}  // namespace easel::gateway
