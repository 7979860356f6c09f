#include "cli/keys.h"

#include <fmt/core.h>

#include "api/key_json.h"
#include "api/moments.h"
#include "base/ids.h"
#include "cli/moment.h"

namespace easel::cli {
namespace {

using store::Key;

constexpr auto kLimitWanted = "--limit takes dollars, such as 5 or 0.50, or none.";

Result<std::optional<Money>> read_limit(const std::string& text) {
  if (text == "none") return std::nullopt;
  auto limit = Money::parse(text);
  if (!limit || *limit < Money() || *limit > Money::dollars(1'000'000'000))
    return fail(invalid("", kLimitWanted));
  return *limit;
}

Result<std::optional<store::Micros>> read_expiry(const std::string& text) {
  if (text == "never") return std::nullopt;
  auto at = api::read_iso(text);
  if (!at) return fail(invalid("", "--expires takes a date such as 2027-12-31, or never."));
  return *at;
}

std::string reset_of(const std::string& text) {
  return text == "never" ? "" : text;
}

void apply(const KeyWishes& wishes, store::KeyPolicy& policy) {
  policy.logging = wishes.logging.value_or(policy.logging);
  policy.zdr = wishes.zdr.value_or(policy.zdr);
  if (wishes.keep_hours) policy.keep_hours = wishes.keep_hours;
  if (wishes.per_minute) policy.per_minute = wishes.per_minute;
  if (wishes.pictures_per_minute) policy.pictures_per_minute = wishes.pictures_per_minute;
  if (wishes.pictures_at_once) policy.pictures_at_once = wishes.pictures_at_once;
}

std::string state_of(const Key& key) {
  if (key.disabled) return "revoked";
  return key.expires_at && *key.expires_at <= now() ? "expired" : "good";
}

std::string limit_of(const Key& key) {
  if (!key.limit) return "none";
  if (key.limit_reset.empty()) return key.limit->text();
  auto window = key.limit_reset == "daily"    ? "/day"
                : key.limit_reset == "weekly" ? "/week"
                                              : "/month";
  return key.limit->text() + window;
}

std::string number_or(std::optional<std::int64_t> number, const char* otherwise) {
  return number ? std::to_string(*number) : otherwise;
}

void print(const Key& key) {
  auto line = [](const char* name, const std::string& value) {
    fmt::print("{:<20} {}\n", name, value);
  };
  line("name", key.name);
  line("key", key.label);
  line("hash", key.hash);
  line("kind", key.management ? "management" : "ordinary");
  if (!key.parent_hash.empty()) line("made by", key.parent_hash);
  line("state", state_of(key));
  line("created", api::iso(key.created_at));
  line("expires", key.expires_at ? api::iso(*key.expires_at) : "never");
  line("limit $", limit_of(key));
  line("spent $",
       fmt::format("{} today, {} this week, {} this month, {} in all", key.usage.day.text(),
                   key.usage.week.text(), key.usage.month.text(), key.usage.total.text()));
  line("held $", key.held.text());
  line("prompts are kept", key.policy.logging && !key.policy.zdr ? "yes" : "no");
  line("zero retention", key.policy.zdr ? "yes" : "no");
  line("keep hours", number_or(key.policy.keep_hours, "as configured"));
  line("per minute", number_or(key.policy.per_minute, "as configured"));
  line("pictures per minute", number_or(key.policy.pictures_per_minute, "as configured"));
  line("pictures at once", number_or(key.policy.pictures_at_once, "as configured"));
}

void print(const Key& key, bool json) {
  if (json)
    fmt::print("{}\n", api::key_record(key));
  else
    print(key);
}

void print_new(const Key& key, const std::string& secret, bool json) {
  if (json) {
    fmt::print("{}\n", api::new_key_json(key, secret));
    return;
  }
  fmt::print("{}\n", secret);
  fmt::print(stderr, "{}\n",
             key.management ? "This key manages keys, credits and records; it makes no pictures."
                            : api::spending_note(key));
}

}  // namespace

Status create_key(const KeysCreate& options, const api::KeySettings& settings,
                  store::Database& database) {
  const auto& wishes = options.wishes;
  store::NewKey key{.secret = new_api_key(settings.prefix), .name = wishes.name.value_or("")};
  if (key.name.empty()) return fail(invalid("", "--name must not be empty."));
  key.management = options.management;
  if (wishes.limit) {
    key.limit = TRY(read_limit(*wishes.limit));
  } else if (!key.management) {
    key.limit = settings.default_limit;
    if (key.limit) key.limit_reset = settings.default_reset;
  }
  if (wishes.limit_reset) key.limit_reset = reset_of(*wishes.limit_reset);
  if (wishes.expires) key.expires_at = TRY(read_expiry(*wishes.expires));
  apply(wishes, key.policy);
  auto made = TRY(database.create_key(key, now()));
  print_new(made, key.secret, options.json);
  return {};
}

Status list_keys(const KeysList& options, store::Database& database) {
  auto keys = TRY(database.list_keys(now()));
  if (options.json) {
    std::string all;
    for (const auto& key : keys) all += (all.empty() ? "" : ",") + api::key_record(key);
    fmt::print("[{}]\n", all);
    return {};
  }
  if (keys.empty()) {
    fmt::print("No keys yet; make one with `easel keys create --name NAME`.\n");
    return {};
  }
  fmt::print("{:<10} {:<24} {:<28} {:<12} {:<10} {:>12} {:>10} {:>12}  {}\n", "HASH", "NAME", "KEY",
             "CREATED", "KIND", "SPENT $", "HELD $", "LIMIT $", "STATE");
  for (const auto& key : keys)
    fmt::print("{:<10} {:<24} {:<28} {:<12} {:<10} {:>12} {:>10} {:>12}  {}\n",
               key.hash.substr(0, 10), key.name, key.label, api::iso_day(key.created_at),
               key.management ? "management" : "ordinary", key.usage.total.text(), key.held.text(),
               limit_of(key), state_of(key));
  return {};
}

Status show_key(const KeysShow& options, store::Database& database) {
  print(TRY(database.which_key(options.which, now())), options.json);
  return {};
}

Status set_key(const KeysSet& options, store::Database& database) {
  const auto& wishes = options.wishes;
  if (wishes.enable && wishes.disable)
    return fail(invalid("", "--enable and --disable exclude each other."));
  auto key = TRY(database.which_key(options.which, now()));
  store::KeyChange change{.name = wishes.name};
  if (wishes.enable || wishes.disable) change.disabled = wishes.disable;
  if (wishes.limit) change.limit = TRY(read_limit(*wishes.limit));
  if (wishes.limit_reset) change.limit_reset = reset_of(*wishes.limit_reset);
  if (wishes.expires) change.expires_at = TRY(read_expiry(*wishes.expires));
  apply(wishes, key.policy);
  change.policy = key.policy;
  print(TRY(database.change_key(key.hash, change, now())), options.json);
  return {};
}

Status revoke_key(const KeysRevoke& options, store::Database& database) {
  auto key = TRY(database.revoke_key(options.which, now()));
  fmt::print("Revoked {} ({}).\n", key.name, key.label);
  return {};
}

Status rotate_key(const KeysRotate& options, const api::KeySettings& settings,
                  store::Database& database) {
  auto old = TRY(database.which_key(options.which, now()));
  auto secret = new_api_key(settings.prefix);
  auto made = TRY(database.rotate_key(old.hash, secret, now()));
  print_new(made, secret, options.json);
  return {};
}

}  // namespace easel::cli
