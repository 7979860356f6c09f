#include "cli/keys.h"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <chrono>

#include "base/ids.h"
#include "store/store.h"

namespace easel::cli {
namespace {

store::Micros now() {
  auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

Result<std::unique_ptr<store::Database>> open(const std::string& data) {
  return store::Database::open(data + "/easel.db");
}

}  // namespace

Status create_key(const KeysCreate& options) {
  store::NewKey key{
      .secret = new_api_key(), .name = options.name, .limit_reset = options.limit_reset};
  if (!options.limit.empty()) {
    auto limit = Money::parse(options.limit);
    if (!limit || *limit < Money())
      return fail(invalid("", "--limit takes dollars, such as 5 or 0.50."));
    key.limit = *limit;
  }
  auto database = TRY(open(options.data));
  TRY(database->create_key(key, now()));
  fmt::print("{}\n", key.secret);
  return {};
}

Status list_keys(const KeysList& options) {
  auto database = TRY(open(options.data));
  auto keys = TRY(database->list_keys(now()));
  if (keys.empty()) {
    fmt::print("No keys yet; make one with `easel keys create --name NAME`.\n");
    return {};
  }
  fmt::print("{:<10} {:<24} {:<28} {:<12} {:>12} {:>10} {:>10}  {}\n", "HASH", "NAME", "KEY",
             "CREATED", "SPENT $", "HELD $", "LIMIT $", "STATE");
  for (const auto& key : keys)
    fmt::print("{:<10} {:<24} {:<28} {:%Y-%m-%d}   {:>12} {:>10} {:>10}  {}\n",
               key.hash.substr(0, 10), key.name, key.label,
               fmt::gmtime(std::time_t(key.created_at / 1'000'000)), key.usage.total.text(),
               key.held.text(), key.limit ? key.limit->text() : "none",
               key.disabled                                 ? "revoked"
               : key.expires_at && *key.expires_at <= now() ? "expired"
                                                            : "good");
  return {};
}

Status revoke_key(const KeysRevoke& options) {
  auto database = TRY(open(options.data));
  auto key = TRY(database->revoke_key(options.which, now()));
  fmt::print("Revoked {} ({}).\n", key.name, key.label);
  return {};
}

}  // namespace easel::cli
