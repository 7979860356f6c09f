#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "http/server.h"

// Which handler answers a request. Filled at start, then read only, by every loop.
namespace easel::http {

// What the {names} of a pattern matched, percent-decoded. Alive while the handler runs.
class PathParams {
 public:
  std::string_view operator[](std::string_view name) const;  // "" when the pattern has no such name
  void add(std::string_view name, std::string value) {
    values_.emplace_back(name, std::move(value));
  }

 private:
  std::vector<std::pair<std::string_view, std::string>> values_;
};

class Router {
 public:
  using Handler = std::function<Task<>(Request&, Response&, const PathParams&)>;
  using MethodNotAllowed = std::function<Task<>(Request&, Response&, std::string allow)>;

  // Pattern: "/api/v1/models", "/api/v1/models/{author}/{slug}/endpoints" (a name matches one
  // segment, never an empty one), "/assets/{path...}" (matches the rest, slashes included).
  // A path without names wins over one with names; among those the first added wins. A handler for
  // GET also answers HEAD. Adding the same method and pattern twice replaces the handler.
  void add(std::string_view method, std::string_view pattern, Handler handler);

  // No pattern matches; none is set: an empty 404.
  void on_not_found(http::Handler handler) { not_found_ = std::move(handler); }
  // A pattern matches, but not with this method; none is set: an empty 405 with Allow.
  void on_method_not_allowed(MethodNotAllowed handler) { not_allowed_ = std::move(handler); }

  // Every method and pattern that was added.
  std::vector<std::pair<std::string, std::string>> routes() const;

  // The pattern that a path matches, as it was added, for metrics; "" for none.
  std::string_view pattern_of(std::string_view path) const;

  // Without an allocation of its own when the path has no names.
  Task<> dispatch(Request& request, Response& response) const;
  // dispatch() as a server takes it; the router outlives the server.
  http::Handler handler() const;

 private:
  struct Route {
    std::string pattern;
    std::vector<std::string> segments;  // of patterns with names only
    std::vector<std::pair<std::string, Handler>> by_method;

    const Handler* find(std::string_view method) const;
    std::string allow() const;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  static bool match(const Route& route, std::string_view path, PathParams* params);
  const Route* find(std::string_view path) const;
  static Task<> with_params(const Route& route, const Handler& handler, Request& request,
                            Response& response);
  Task<> refuse_method(const Route& route, Request& request, Response& response) const;
  Task<> refuse_path(Request& request, Response& response) const;

  std::unordered_map<std::string, Route, Hash, std::equal_to<>> plain_;
  std::vector<Route> named_;
  http::Handler not_found_;
  MethodNotAllowed not_allowed_;
};

}  // namespace easel::http
