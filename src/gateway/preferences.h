#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

// The `provider` object of a request: who may serve it, and in which order.
namespace easel::gateway {

// A figure for each percentile that is named.
struct Cutoffs {
  std::optional<double> p50{}, p75{}, p90{}, p99{};
};

// USD: the first two for a million tokens, the others for one.
struct MaxPrice {
  std::optional<double> prompt{}, completion{}, request{}, image{}, audio{};
  bool any() const { return prompt || completion || request || image || audio; }
};

enum class Sort { none, price, throughput, latency, exacto };

struct ProviderPreferences {
  std::vector<std::string> order{}, only{}, ignore{};
  bool allow_fallbacks = true;
  bool require_parameters = false;
  bool deny_collection = false;  // data_collection: "deny"
  bool zdr = false;
  bool distillable = false;  // enforce_distillable_text
  Sort sort = Sort::none;
  bool across_models = false;  // sort.partition: "none"
  MaxPrice max_price{};
  Cutoffs min_throughput{};  // tokens a second
  Cutoffs max_latency{};     // seconds
};

// Errors: invalid_request, naming the first field of a wrong type or value and what it accepts.
// Fields it does not know are left alone: they may be an upstream's.
Result<ProviderPreferences> read_preferences(const boost::json::object& provider);

}  // namespace easel::gateway
