#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <string>

#include "api/house.h"
#include "http/server.h"

// What the handlers for team leads share.
namespace easel::api {

// The management key of a request. Errors: authentication; permission_denied for an ordinary key.
Task<Result<store::Key>> manager(House& house, http::Request& in);

// Whose things a management key sees: "" = everybody's; a limited one sees only keys that it made,
// and what they did, and this is its hash.
inline std::string scope_of(const store::Key& manager) {
  return manager.limit ? manager.hash : "";
}

// Whether such a manager sees what belongs to that owner.
inline bool may_see(const std::string& scope, const std::string& owner) {
  return scope.empty() || scope == owner;
}

// Whose shared things a key uses and makes: the limited management key whose team it is in, "" =
// everybody's of the account.
Task<Result<std::string>> team_of(store::Store& store, store::Key key, std::int64_t now);

// {"data":[…],"total_count":n}: the page of `all` that the query's offset and limit (at most 100,
// 50 unless told) name. Errors: invalid_request.
Result<std::string> page_json(const http::Request& in, std::size_t all,
                              const std::function<std::string(std::size_t)>& one);

// The body, a JSON object. Errors: invalid_request, payload_too_large (over 256 KiB).
Task<Result<boost::json::object>> read_object(http::Request& in);

// A whole number of the query, `otherwise` when absent. The error names it.
Result<std::int64_t> query_number(const http::Request& in, std::string_view name,
                                  std::int64_t otherwise, std::int64_t least, std::int64_t most);

}  // namespace easel::api
