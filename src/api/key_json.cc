#include "api/key_json.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "wire/json_writer.h"

namespace easel::api {
namespace {

std::string iso(store::Micros at) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::time_t(at / 1'000'000)),
                     at / 1000 % 1000);
}

}  // namespace

std::string key_json(const store::Key& key) {
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().key("data").begin_object();
  out.field("label", key.label).field("name", key.name);
  if (key.limit) {
    out.field("limit", *key.limit);
    out.field("limit_remaining", std::max(Money(), *key.limit - key.used_in_window() - key.held));
  } else {
    out.field_null("limit").field_null("limit_remaining");
  }
  out.field_or_null("limit_reset", key.limit_reset).field("include_byok_in_limit", false);
  out.field("usage", key.usage.total).field("usage_daily", key.usage.day);
  out.field("usage_weekly", key.usage.week).field("usage_monthly", key.usage.month);
  for (auto name : {"byok_usage", "byok_usage_daily", "byok_usage_weekly", "byok_usage_monthly"})
    out.field(name, 0);
  out.field("is_free_tier", false).field("is_management_key", key.management);
  out.field("is_provisioning_key", key.management).field_null("creator_user_id");
  if (key.expires_at)
    out.field("expires_at", iso(*key.expires_at));
  else
    out.field_null("expires_at");
  out.key("allowed_data_regions").raw(R"(["global"])");
  out.key("free_model_daily_requests").raw(R"({"limit":0,"used":0,"remaining":0})");
  out.field_null("organization_id").field_null("workspace_id");
  out.key("rate_limit").raw(R"({"requests":-1,"interval":"10s","note":"deprecated"})");
  out.end_object().end_object();
  return body;
}

}  // namespace easel::api
