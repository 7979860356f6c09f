#include "api/management.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "api/route_parts.h"
#include "wire/json.h"

namespace easel::api {

Task<Result<store::Key>> manager(House& house, http::Request& in) {
  auto found = co_await house.keys.find(secret_of(in));
  auto key = CO_TRY(std::move(found));
  if (!key->key.management)
    co_return fail(ErrorKind::permission_denied, "Only management keys can perform this operation");
  co_return key->key;
}

Task<Result<std::string>> team_of(store::Store& store, store::Key key, std::int64_t now) {
  if (key.management) co_return scope_of(key);
  if (key.parent_hash.empty()) co_return "";
  auto found = co_await store.find_key(key.parent_hash, now);
  auto parent = CO_TRY(std::move(found));
  co_return parent ? scope_of(*parent) : "";
}

Result<std::string> page_json(const http::Request& in, std::size_t all,
                              const std::function<std::string(std::size_t)>& one) {
  auto offset = TRY(query_number(in, "offset", 0, 0, 1'000'000'000));
  auto limit = TRY(query_number(in, "limit", 50, 1, 100));
  auto first = std::min(all, static_cast<std::size_t>(offset));
  auto last = std::min(all, first + static_cast<std::size_t>(limit));
  std::string body = R"({"data":[)";
  for (auto at = first; at < last; ++at) body += (at == first ? "" : ",") + one(at);
  return body + fmt::format(R"(],"total_count":{}}})", all);
}

Task<Result<boost::json::object>> read_object(http::Request& in) {
  auto read = co_await in.read_all(256 * 1024);
  auto text = CO_TRY(std::move(read));
  auto parsed = wire::parse_json(text);
  if (!parsed) co_return fail(invalid("body", "The body is not JSON.", "a JSON object"));
  if (!parsed->is_object())
    co_return fail(invalid("body", "The body must be a JSON object.", "a JSON object"));
  co_return std::move(parsed->get_object());
}

Result<std::int64_t> query_number(const http::Request& in, std::string_view name,
                                  std::int64_t otherwise, std::int64_t least, std::int64_t most) {
  auto given = http::query_value(in.query(), name);
  if (!given.found || given.value.empty()) return otherwise;
  std::int64_t number = 0;
  auto last = given.value.data() + given.value.size();
  auto [end, ec] = std::from_chars(given.value.data(), last, number);
  if (ec == std::errc() && end == last && number >= least && number <= most) return number;
  auto expected = fmt::format("a whole number from {} to {}", least, most);
  return fail(invalid(std::string(name), fmt::format("{} must be {}.", name, expected), expected));
}

}  // namespace easel::api
