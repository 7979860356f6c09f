#pragma once

#include <vector>

#include "gateway/routing.h"

namespace easel::gateway {

// Puts candidates that can all serve the request into the order in which to try them.
//
// Models come in the order that was asked for, unless `sort` has partition "none". Of one model,
// those come first that keep most of what the picture is to be (Fit::lost). Then `provider.order`
// says, or `sort`; else the load is shared: those that did not fail within 30 seconds before those
// that did, and among them each next one is drawn with a probability inverse to the square of its
// price, by `options.seed`; those that cost nothing come first.
//
// Whoever misses a preferred latency or throughput goes behind all that do not, and an endpoint
// that is out goes last of all, whatever else was asked. A fallback that would lose what the first
// keeps of the picture's shape is dropped: a picture of another shape is no answer.
void put_in_order(std::vector<Candidate>& candidates, const GenerationRequest& request,
                  const RoutingOptions& options);

}  // namespace easel::gateway
