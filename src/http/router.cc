#include "http/router.h"

#include <algorithm>

namespace easel::http {

namespace {

bool is_name(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool is_tail(std::string_view segment) {
  return is_name(segment) && segment.ends_with("...}");
}

std::string_view name_of(std::string_view segment) {
  const std::size_t decoration = is_tail(segment) ? 5 : 2;
  return segment.substr(1, segment.size() - decoration);
}

// "/a/b" → "a", then "b"; false at the end. A path always begins with '/'.
bool next_segment(std::string_view& rest, std::string_view& segment) {
  if (!rest.starts_with('/')) return false;
  rest.remove_prefix(1);
  const auto end = std::min(rest.find('/'), rest.size());
  segment = rest.substr(0, end);
  rest.remove_prefix(end);
  return true;
}

}  // namespace

std::string_view PathParams::operator[](std::string_view name) const {
  for (const auto& [key, value] : values_) {
    if (key == name) return value;
  }
  return {};
}

const Router::Handler* Router::Route::find(std::string_view method) const {
  const Handler* get = nullptr;
  for (const auto& [name, handler] : by_method) {
    if (name == method) return &handler;
    if (name == "GET") get = &handler;
  }
  return method == "HEAD" ? get : nullptr;
}

std::string Router::Route::allow() const {
  std::string list;
  const auto append = [&](std::string_view name) {
    if (!list.empty()) list += ", ";
    list += name;
  };
  for (const auto& [name, handler] : by_method) {
    if (name != "HEAD") append(name);
  }
  if (find("HEAD")) append("HEAD");
  return list;
}

void Router::add(std::string_view method, std::string_view pattern, Handler handler) {
  Route* route = nullptr;
  if (pattern.find('{') == std::string_view::npos) {
    route = &plain_[std::string(pattern)];
  } else {
    auto known = std::ranges::find(named_, pattern, &Route::pattern);
    route = known != named_.end() ? &*known : &named_.emplace_back();
  }
  if (route->pattern.empty()) {
    route->pattern = pattern;
    std::string_view rest = pattern;
    for (std::string_view segment; next_segment(rest, segment);) {
      route->segments.emplace_back(segment);
    }
  }
  auto same = std::ranges::find(route->by_method, method, [](const auto& m) { return m.first; });
  if (same != route->by_method.end()) {
    same->second = std::move(handler);
  } else {
    route->by_method.emplace_back(method, std::move(handler));
  }
}

bool Router::match(const Route& route, std::string_view path, PathParams* params) {
  std::string_view rest = path;
  for (const auto& expected : route.segments) {
    if (is_tail(expected)) {
      if (!rest.starts_with('/')) return false;
      if (params) params->add(name_of(expected), percent_decode(rest.substr(1)));
      return true;
    }
    std::string_view segment;
    if (!next_segment(rest, segment)) return false;
    if (!is_name(expected)) {
      if (segment != expected) return false;
    } else {
      if (segment.empty()) return false;
      if (params) params->add(name_of(expected), percent_decode(segment));
    }
  }
  return rest.empty();
}

const Router::Route* Router::find(std::string_view path) const {
  if (const auto plain = plain_.find(path); plain != plain_.end()) return &plain->second;
  for (const auto& route : named_) {
    if (match(route, path, nullptr)) return &route;
  }
  return nullptr;
}

std::vector<std::pair<std::string, std::string>> Router::routes() const {
  std::vector<std::pair<std::string, std::string>> all;
  auto list = [&](const Route& route) {
    for (const auto& [method, handler] : route.by_method) all.emplace_back(method, route.pattern);
  };
  for (const auto& [path, route] : plain_) list(route);
  for (const auto& route : named_) list(route);
  return all;
}

std::string_view Router::pattern_of(std::string_view path) const {
  const auto* route = find(path);
  return route ? std::string_view(route->pattern) : std::string_view();
}

// Not a coroutine: a plain path costs no frame beyond its handler's.
Task<> Router::dispatch(Request& request, Response& response) const {
  static const PathParams none;
  const auto* route = find(request.path());
  if (!route) return refuse_path(request, response);
  const auto* handler = route->find(request.method());
  if (!handler) return refuse_method(*route, request, response);
  if (route->pattern.find('{') == std::string::npos) return (*handler)(request, response, none);
  return with_params(*route, *handler, request, response);
}

http::Handler Router::handler() const {
  return [this](Request& request, Response& response) { return dispatch(request, response); };
}

Task<> Router::with_params(const Route& route, const Handler& handler, Request& request,
                           Response& response) {
  PathParams params;
  match(route, request.path(), &params);
  co_await handler(request, response, params);
}

Task<> Router::refuse_method(const Route& route, Request& request, Response& response) const {
  auto allow = route.allow();
  if (not_allowed_) {
    co_await not_allowed_(request, response, std::move(allow));
    co_return;
  }
  response.add_header("Allow", std::move(allow));
  auto sent = co_await response.send(405, {}, {});
  if (!sent) co_return;
}

Task<> Router::refuse_path(Request& request, Response& response) const {
  if (not_found_) {
    co_await not_found_(request, response);
    co_return;
  }
  auto sent = co_await response.send(404, {}, {});
  if (!sent) co_return;
}

}  // namespace easel::http
