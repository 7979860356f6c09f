#include "pages/links.h"

#include <algorithm>

#include "base/hash.h"
#include "base/ids.h"

namespace easel::pages {
namespace {

constexpr store::Micros kMinutes15 = 15 * 60 * 1'000'000LL;

Result<std::string> make(store::Database& database, const std::string& origin,
                         store::SignInLink link, store::Micros now) {
  auto secret = random_alphanumeric(32);
  link.hash = to_hex(sha256(secret));
  link.expires_at = now + kMinutes15;
  TRY(database.add_link(link));
  return origin + "/sign-in#" + secret;
}

}  // namespace

Result<std::string> owner_link(store::Database& database, const std::string& origin,
                               store::Micros now) {
  auto members = TRY(database.members());
  auto first = std::ranges::find_if(
      members, [](const auto& one) { return one.role == "owner" && !one.disabled; });
  store::SignInLink link{.role = "owner"};
  if (first != members.end()) link.member_id = first->id;
  return make(database, origin, std::move(link), now);
}

Result<std::string> invitation(store::Database& database, const std::string& origin,
                               const std::string& role, store::Micros now) {
  return make(database, origin, {.role = role}, now);
}

}  // namespace easel::pages
