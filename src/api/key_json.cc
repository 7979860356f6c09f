#include "api/key_json.h"

#include <cmath>

#include "api/moments.h"
#include "wire/fields.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using boost::json::object;
using wire::Fields;
using wire::JsonWriter;

constexpr double kMostDollars = 1e9;
constexpr std::size_t kLongestName = 200;

void write_usage(JsonWriter& out, const std::string& name, const store::Usage& usage) {
  out.field(name, usage.total).field(name + "_daily", usage.day);
  out.field(name + "_weekly", usage.week).field(name + "_monthly", usage.month);
}

// The fields that both faces of a key share.
void write_spending(JsonWriter& out, const store::Key& key) {
  out.field("label", key.label);
  if (key.limit) {
    out.field("limit", *key.limit);
    out.field("limit_remaining", std::max(Money(), *key.limit - key.used_in_window() - key.held));
  } else {
    out.field_null("limit").field_null("limit_remaining");
  }
  out.field_or_null("limit_reset", key.limit_reset);
  out.field("include_byok_in_limit", key.include_byok);
  write_usage(out, "usage", key.usage);
  write_usage(out, "byok_usage", key.byok);
  out.field_or_null("creator_user_id", key.creator);
  out.field_or_null("expires_at", key.expires_at ? iso(*key.expires_at) : "");
}

void write_number(JsonWriter& out, std::string_view name, std::optional<std::int64_t> number) {
  if (number)
    out.field(name, *number);
  else
    out.field_null(name);
}

void write_policy(JsonWriter& out, const store::Key& key) {
  const auto& policy = key.policy;
  out.key("easel").begin_object();
  out.field("logging", policy.logging).field("zdr", policy.zdr);
  write_number(out, "keep_hours", policy.keep_hours);
  write_number(out, "per_minute", policy.per_minute);
  write_number(out, "pictures_per_minute", policy.pictures_per_minute);
  write_number(out, "pictures_at_once", policy.pictures_at_once);
  out.field("held", key.held).field_or_null("made_by", key.parent_hash);
  out.end_object();
}

bool is_null(const object& body, std::string_view name) {
  auto found = body.if_contains(name);
  return found && found->is_null();
}

std::optional<Money> dollars(const object& body, Fields& fields, std::string_view name) {
  auto found = body.if_contains(name);
  if (!found || found->is_null()) return {};
  double amount = found->is_number() ? found->to_number<double>() : -1;
  if (std::isfinite(amount) && amount >= 0 && amount <= kMostDollars)
    return Money::from_dollars(amount);
  fields.complain(name, "an amount in dollars, from 0 to a billion, or null");
  return {};
}

// The texts of `limit_reset`, with null for none.
std::optional<std::string> reset(const object& body, Fields& fields) {
  if (is_null(body, "limit_reset")) return "";
  return fields.choice("limit_reset", {"daily", "weekly", "monthly"});
}

std::optional<std::string> name_of(Fields& fields) {
  auto name = fields.text("name");
  if (name && (name->empty() || name->size() > kLongestName))
    fields.complain("name", "a text of 1 to 200 bytes");
  return name;
}

std::optional<store::Micros> expiry(Fields& fields) {
  auto text = fields.text("expires_at");
  if (!text) return {};
  auto at = read_iso(*text);
  if (!at) fields.complain("expires_at", "a moment like 2027-12-31T23:59:59Z");
  return at;
}

// Our own part of the body; what is not named there stays. null: as the configuration says.
Status read_policy(const object& body, store::KeyPolicy& policy) {
  Fields outer(body, "");
  auto ours = outer.object("easel");
  TRY(outer.status());
  if (!ours) return {};
  Fields fields(*ours, "easel");
  policy.logging = fields.flag("logging").value_or(policy.logging);
  policy.zdr = fields.flag("zdr").value_or(policy.zdr);
  auto number = [&](std::string_view name, std::optional<std::int64_t>& into, std::int64_t most) {
    if (is_null(*ours, name)) into.reset();
    if (auto given = fields.integer(name, 0, most)) into = given;
  };
  number("keep_hours", policy.keep_hours, 1'000'000);
  number("per_minute", policy.per_minute, 1'000'000);
  number("pictures_per_minute", policy.pictures_per_minute, 1'000'000);
  number("pictures_at_once", policy.pictures_at_once, 100'000);
  return fields.status();
}

}  // namespace

std::string key_json(const store::Key& key) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("data").begin_object();
  out.field("name", key.name);
  write_spending(out, key);
  out.field("is_free_tier", false).field("is_management_key", key.management);
  out.field("is_provisioning_key", key.management);
  out.key("allowed_data_regions").raw(R"(["global"])");
  out.key("free_model_daily_requests").raw(R"({"limit":0,"used":0,"remaining":0})");
  out.field_null("organization_id").field("workspace_id", key.workspace);
  out.key("rate_limit").raw(R"({"requests":-1,"interval":"10s","note":"deprecated"})");
  write_policy(out, key);
  out.end_object().end_object();
  return body;
}

std::string key_record(const store::Key& key) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("hash", key.hash).field("name", key.name).field("disabled", key.disabled);
  write_spending(out, key);
  out.field("created_at", iso(key.created_at));
  out.field_or_null("updated_at", key.updated_at ? iso(*key.updated_at) : "");
  out.field_or_null("external_user", key.external_user);
  out.field("workspace_id", key.workspace);
  write_policy(out, key);
  out.end_object();
  return body;
}

std::string spending_note(const store::Key& key) {
  if (!key.limit) return "This key has no limit.";
  auto often = key.limit_reset == "daily"     ? " a day (UTC)"
               : key.limit_reset == "weekly"  ? " a week (from Monday, UTC)"
               : key.limit_reset == "monthly" ? " a month (UTC)"
                                              : " in all";
  return "This key may spend $" + key.limit->text() + often +
         " on models that cost something; the painter costs nothing.";
}

std::string new_key_json(const store::Key& key, const std::string& secret) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().field_raw("data", key_record(key)).field("key", secret);
  out.key("easel").begin_object().field("note", spending_note(key)).end_object();
  out.end_object();
  return body;
}

Result<store::NewKey> read_new_key(const object& body, const store::Key& maker,
                                   const KeySettings& settings) {
  Fields fields(body, "");
  store::NewKey key;
  auto name = name_of(fields);
  if (!name) fields.complain("name", "a text of 1 to 200 bytes");
  key.name = name.value_or("");
  key.limit = dollars(body, fields, "limit");
  key.limit_reset = reset(body, fields).value_or("");
  if (!body.contains("limit")) {
    key.limit = settings.default_limit;
    if (maker.limit && key.limit) key.limit = std::min(*key.limit, *maker.limit);
    if (key.limit && !body.contains("limit_reset")) key.limit_reset = settings.default_reset;
  }
  key.include_byok = fields.flag("include_byok_in_limit").value_or(false);
  key.expires_at = expiry(fields);
  key.creator = fields.text("creator_user_id").value_or("");
  if (auto external = fields.object("external"))
    key.external_user = Fields(*external, "external").text("user").value_or("");
  key.workspace = fields.text("workspace_id").value_or(key.workspace);
  TRY(fields.status());
  key.policy.zdr = maker.policy.zdr;
  TRY(read_policy(body, key.policy));
  return key;
}

Result<store::KeyChange> read_key_change(const object& body, const store::Key& key) {
  Fields fields(body, "");
  store::KeyChange change;
  change.name = name_of(fields);
  change.disabled = fields.flag("disabled");
  if (body.contains("limit")) change.limit = dollars(body, fields, "limit");
  change.limit_reset = reset(body, fields);
  change.include_byok = fields.flag("include_byok_in_limit");
  if (body.contains("expires_at")) change.expires_at = expiry(fields);
  TRY(fields.status());
  if (body.contains("easel")) {
    auto policy = key.policy;
    TRY(read_policy(body, policy));
    change.policy = policy;
  }
  return change;
}

}  // namespace easel::api
