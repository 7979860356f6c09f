#pragma once

#include <string>

#include "api/house.h"
#include "http/server.h"

// Who asks, for requests of a browser. A signed-in one sends a cookie (HttpOnly, SameSite=Lax);
// the store knows its SHA-256. Whatever the pages ask of the API is asked with a key of the
// member's own, which is made from a secret of this installation and kept nowhere, so that the
// same limits, ledger and lists hold as for any other key.
namespace easel::pages {

inline constexpr std::string_view kRoles[] = {"owner", "member", "viewer"};

// Where everything that only the pages ask is.
inline constexpr std::string_view kBase = "/ui/v1";

// Errors: authentication, when the cookie is missing or signs in nobody any more.
Task<Result<store::SignedIn>> signed_in(api::House& house, const http::Request& in);
// The same; permission_denied for everybody but owners.
Task<Result<store::SignedIn>> owner(api::House& house, const http::Request& in);

bool has_cookie(const http::Request& in);

// Whether a page of this very origin sends this, by what a browser says of it (Sec-Fetch-Site, else
// Origin). Asked of everything that changes something.
bool is_same_origin(const http::Request& in);

// The secrets of a member's keys: the one that makes pictures, and an owner's that manages.
std::string key_secret(const api::House& house, const std::string& member_id);
std::string manager_secret(const api::House& house, const std::string& member_id);
// Makes those that are missing.
Status make_keys(const api::Settings& settings, store::Database& database,
                 const store::Member& member, store::Micros now);

// A new session of this member: its cookie goes out with the answer.
Task<Status> begin_session(api::House& house, const http::Request& in, http::Response& out,
                           std::string member_id);
void drop_cookie(http::Response& out);

// {"id","name","role","has_password"}
std::string member_json(const store::Member& member);

}  // namespace easel::pages
