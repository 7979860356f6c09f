#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "gateway/catalog.h"
#include "gateway/request.h"
#include "gateway/standing.h"
#include "gateway/variant.h"

namespace easel::gateway {

// One way to serve a request. Points into the catalog snapshot.
struct Candidate {
  const Model* model = nullptr;
  const Endpoint* endpoint = nullptr;
  const Provider* provider = nullptr;
  std::vector<std::string> ignored{};  // what of the request it has no knob for
  bool fallback = false;               // stands in for a model that is not connected
  bool automatic = false;              // chosen by openrouter/auto
  Variant variant = Variant::none;     // of the id that its model was asked for by
  unsigned lost = 0;                   // what of the picture's shape it ignores (Fit::lost)
  int rank = 0;                        // of its model among those asked for
  int place = 0;                       // of its provider in provider.order; those not named: last
  // Where the team's own credential serves it: `provider` with that credential in it, and its id.
  std::shared_ptr<const Provider> own_provider{};
  std::string own_key{};

  // What its health is noted under: a credential of a team that fails says nothing of the house's.
  std::string watched_as() const {
    return own_key.empty() ? provider->slug : provider->slug + "#" + own_key;
  }
};

// What the team that asks brings for a candidate: credentials of its own, and whether one of them
// is declared to keep nothing.
struct Brought {
  bool any = false, zdr = false;
};

struct RoutingOptions {
  // How each endpoint stands; none: nothing was seen of any.
  std::function<Standing(const Candidate&)> standing{};
  std::function<Brought(const Candidate&)> brought{};  // none: nothing is
  std::uint64_t seed = 0;                              // of the load balancing
};

// The model that stands for "any that can do it" (see route).
inline constexpr std::string_view kAutoModel = "openrouter/auto";

// The candidates in the order to try them, at least one (ordering.h says which). Pure: the same
// arguments give the same order.
//
// "openrouter/auto" is every connected model that makes what is asked for, the cheapest first that
// loses nothing of it; the procedural painter goes behind all others.
//
// Errors:
//   model_not_found  no requested model is known; names the three nearest image models
//   no_endpoints     known, but nothing here serves it; the metadata holds the routing funnel, the
//                    message what would help
//   wrong_endpoint   the image door was asked for a model that makes no pictures
//   invalid_request  a value that no remaining endpoint accepts
Result<std::vector<Candidate>> route(const Catalog& catalog, const GenerationRequest& request,
                                     const RoutingOptions& options);

}  // namespace easel::gateway
