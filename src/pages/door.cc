#include "pages/door.h"

#include <algorithm>

#include "api/errors.h"
#include "api/route_parts.h"
#include "pages/routes.h"
#include "pages/sessions.h"

namespace easel::pages {
namespace {

bool changes_something(const http::Request& in) {
  auto method = in.method();
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

bool is_for_managers(std::string_view path) {
  constexpr std::string_view kPaths[] = {"/api/v1/keys",     "/api/v1/credits",
                                         "/api/v1/activity", "/api/v1/analytics",
                                         "/api/v1/byok",     "/api/v1/auth/keys/code"};
  return std::ranges::any_of(kPaths, [&](std::string_view one) {
    return path.starts_with(one) && (path.size() == one.size() || path[one.size()] == '/');
  });
}

// An owner looks at what everybody asked for, but not at the words: those stay whose they are.
bool looks_at_all(const http::Request& in) {
  bool lists = in.path() == "/api/v1/generations" || in.path() == "/api/v1/generation";
  return lists && in.method() == "GET" && !http::query_value(in.query(), "q").found &&
         http::query_value(in.query(), "everybody").value == "true";
}

Error strange_origin() {
  return {.kind = ErrorKind::permission_denied,
          .message = "A browser may change something here from Easel's own pages only."};
}

Error only_looks() {
  return {.kind = ErrorKind::permission_denied,
          .message = "Viewers look; ask an owner of this Easel to be made a member."};
}

Task<> as_member(api::House& house, const http::Router& router, http::Request& in,
                 http::Response& out) {
  auto found = co_await signed_in(house, in);
  if (!found) co_return co_await api::send_error(out, found.error());
  const auto& member = found->member;
  bool only_asks = in.path() == "/api/v1/estimate";
  if (changes_something(in)) {
    if (!is_same_origin(in)) co_return co_await api::send_error(out, strange_origin());
    if (member.role == "viewer" && !only_asks)
      co_return co_await api::send_error(out, only_looks());
  }
  bool manages = member.role == "owner" && (is_for_managers(in.path()) || looks_at_all(in));
  auto secret = manages ? manager_secret(house, member.id) : key_secret(house, member.id);
  auto bearer = "Bearer " + secret;
  in.add_header("authorization", bearer);
  co_await router.dispatch(in, out);
}

Task<> refuse(http::Response& out, Error error) {
  co_await api::send_error(out, std::move(error));
}

}  // namespace

http::Handler door(api::House& house, const http::Router& router) {
  return [&house, &router](http::Request& in, http::Response& out) -> Task<> {
    bool ours = in.path().starts_with(kBase) && changes_something(in);
    if (ours && !is_same_origin(in)) return refuse(out, strange_origin());
    bool as_cookie = in.path().starts_with("/api/v1/") && has_cookie(in) &&
                     api::secret_of(in).empty() && in.method() != "OPTIONS";
    if (as_cookie) return as_member(house, router, in, out);
    if (auto page = model_page(house, in); !page.empty()) return send_to_model(out, page);
    return router.dispatch(in, out);
  };
}

}  // namespace easel::pages
