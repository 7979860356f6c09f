#include "gateway/preferences.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "wire/fields.h"

namespace easel::gateway {
namespace {

namespace json = boost::json;
using wire::Fields;

constexpr std::size_t kMostNames = 256;

std::vector<std::string> names(Fields& fields, std::string_view name) {
  auto list = fields.texts(name);
  if (list.size() > kMostNames || std::ranges::any_of(list, &std::string::empty))
    fields.complain(name, "an array of at most 256 provider slugs");
  return list;
}

Sort sort_named(Fields& fields, std::string_view name) {
  auto by = fields.choice(name, {"price", "throughput", "latency", "exacto"});
  if (by == "price") return Sort::price;
  if (by == "throughput") return Sort::throughput;
  if (by == "latency") return Sort::latency;
  return by == "exacto" ? Sort::exacto : Sort::none;
}

Status read_sort(Fields& fields, ProviderPreferences& wish) {
  auto value = fields.value("sort");
  if (!value || !value->is_object()) {
    wish.sort = sort_named(fields, "sort");
    return {};
  }
  Fields inner(value->get_object(), "provider.sort");
  wish.sort = sort_named(inner, "by");
  wish.across_models = inner.choice("partition", {"model", "none"}) == "none";
  return inner.status();
}

Status read_max_price(Fields& fields, MaxPrice& most) {
  auto object = fields.object("max_price");
  TRY(fields.status());
  if (!object) return {};
  Fields inner(*object, "provider.max_price");
  most = {.prompt = inner.amount("prompt"),
          .completion = inner.amount("completion"),
          .request = inner.amount("request"),
          .image = inner.amount("image"),
          .audio = inner.amount("audio")};
  return inner.status();
}

// A number is meant for the median.
Status read_cutoffs(Fields& fields, std::string_view name, Cutoffs& cutoffs) {
  auto value = fields.value(name);
  if (!value) return {};
  if (!value->is_object()) {
    if (!value->is_number()) fields.complain(name, "a number, or an object of p50, p75, p90, p99");
    cutoffs.p50 = fields.amount(name);
    return {};
  }
  Fields inner(value->get_object(), "provider." + std::string(name));
  cutoffs = {.p50 = inner.amount("p50"),
             .p75 = inner.amount("p75"),
             .p90 = inner.amount("p90"),
             .p99 = inner.amount("p99")};
  return inner.status();
}

// Accepted and passed on; no provider of this house says how its models are quantized.
void check_quantizations(Fields& fields) {
  constexpr std::array kKnown = {"int4", "int8",  "fp4",  "mxfp4", "nvfp4", "fp6",
                                 "fp8",  "mxfp8", "fp16", "bf16",  "fp32",  "unknown"};
  for (const auto& level : fields.texts("quantizations"))
    if (std::ranges::find(kKnown, level) == kKnown.end())
      fields.complain("quantizations",
                      "an array of int4, int8, fp4, mxfp4, nvfp4, fp6, fp8, mxfp8, fp16, bf16, "
                      "fp32, unknown");
}

}  // namespace

Result<ProviderPreferences> read_preferences(const json::object& provider) {
  Fields fields(provider, "provider");
  ProviderPreferences wish;
  wish.order = names(fields, "order");
  wish.only = names(fields, "only");
  wish.ignore = names(fields, "ignore");
  wish.allow_fallbacks = fields.flag("allow_fallbacks").value_or(true);
  wish.require_parameters = fields.flag("require_parameters").value_or(false);
  wish.deny_collection = fields.choice("data_collection", {"allow", "deny"}) == "deny";
  wish.zdr = fields.flag("zdr").value_or(false);
  wish.distillable = fields.flag("enforce_distillable_text").value_or(false);
  check_quantizations(fields);
  TRY(read_sort(fields, wish));
  TRY(read_max_price(fields, wish.max_price));
  TRY(read_cutoffs(fields, "preferred_min_throughput", wish.min_throughput));
  TRY(read_cutoffs(fields, "preferred_max_latency", wish.max_latency));
  TRY(fields.status());
  return wish;
}

}  // namespace easel::gateway
