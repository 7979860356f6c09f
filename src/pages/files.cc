#include "pages/files.h"
#include <algorithm>

#include <charconv>

#include "api/route_parts.h"
#include "http/range.h"
#include "pages/routes.h"
#include "pages/sessions.h"

namespace easel::pages {
namespace {

using http::PathParams;
using http::Request;
using http::Response;

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
#if __has_embed("../../web/dist/pages.bin")
constexpr char kBytes[] = {
#embed "../../web/dist/pages.bin"
};
constexpr char kIndex[] = {
#embed "../../web/dist/pages.txt"
};
constexpr std::string_view kAll{kBytes, sizeof kBytes}, kNames{kIndex, sizeof kIndex};
#else
constexpr std::string_view kAll =
    "<!doctype html><html lang=en><title>Easel</title><p>Easel runs, but it was built without its "
    "pages: that takes Node 20.19 or newer, and ./dev build does it. The API is at /api/v1, its "
    "reference at <a href=/docs>/docs</a>.\n";
constexpr std::string_view kNames = "";
#endif
#pragma clang diagnostic pop

// What the program runs on; every other path of its own is one of these, with whatever follows.
constexpr std::string_view kPlaces[] = {"chat",     "models",   "compare", "gallery", "activity",
                                        "logs",     "rankings", "keys",    "presets", "providers",
                                        "settings", "status",   "docs",    "auth",    "sign-in",
                                        "login",    "welcome",  "licenses"};

constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src "
    "'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

std::string_view take_word(std::string_view& line) {
  auto word = line.substr(0, line.find('\t'));
  line.remove_prefix(std::min(line.size(), word.size() + 1));
  return word;
}

std::size_t take_number(std::string_view& line) {
  auto word = take_word(line);
  std::size_t number = 0;
  std::from_chars(word.data(), word.data() + word.size(), number);
  return number;
}

const File* find(std::string_view path) {
  for (const auto& file : files())
    if (file.path == path) return &file;
  return nullptr;
}

// Browsers take this policy from secure origins alone, and complain about it elsewhere.
bool is_secure(const api::House& house, const Request& in) {
  auto origin = api::origin_of(house, in);
  constexpr std::string_view kHere[] = {"http://localhost", "http://127.0.0.1", "http://[::1]"};
  return origin.starts_with("https://") || std::ranges::any_of(kHere, [&](std::string_view here) {
           return origin == here || origin.starts_with(std::string(here) + ":");
         });
}

Task<> send_file(const api::House& house, Request& in, Response& out, const File& file) {
  bool zipped = !file.gzip.empty() && takes_gzip(in.header("accept-encoding"));
  auto tag = zipped ? file.tag.substr(0, file.tag.size() - 1) + "-gzip\"" : file.tag;
  out.add_header("ETag", tag);
  out.add_header("Cache-Control",
                 file.immutable() ? "public, max-age=31536000, immutable" : "no-cache");
  out.add_header("Vary", "Accept-Encoding");
  out.add_header("Content-Security-Policy", std::string(kPolicy));
  out.add_header("X-Content-Type-Options", "nosniff");
  out.add_header("Referrer-Policy", "no-referrer");
  if (is_secure(house, in)) out.add_header("Cross-Origin-Opener-Policy", "same-origin");
  if (http::names_tag(in.header("if-none-match"), tag)) {
    (void)co_await out.send(304, file.media_type, "");
    co_return;
  }
  if (zipped) out.add_header("Content-Encoding", "gzip");
  (void)co_await out.send(200, file.media_type, zipped ? file.gzip : file.plain);
}

Task<> send_to(Response& out, std::string place) {
  out.add_header("Location", place);
  out.add_header("Cache-Control", "no-store");
  (void)co_await out.send(302, "text/plain; charset=utf-8", "");
}

// Into the room that was used last; to the welcome when there is none yet.
Task<> get_start(api::House& house, Request& in, Response& out) {
  auto who = co_await signed_in(house, in);
  if (!who) co_return co_await send_to(out, "/sign-in");
  auto rooms = co_await house.store.read([member = who->member.id](store::Database& database) {
    return database.rooms(member, "", 1);
  });
  bool none = !rooms || rooms->empty();
  co_await send_to(out, none ? "/welcome" : "/chat/" + rooms->front().id);
}

}  // namespace

std::string model_page(const api::House& house, const Request& in) {
  auto path = in.path();
  auto slash = path.find('/', 1);
  if (in.method() != "GET" || slash == path.npos || path.find('/', slash + 1) != path.npos)
    return {};
  if (std::ranges::count(kPlaces, path.substr(1, slash - 1))) return {};
  auto catalog = house.catalog.get();
  auto model = catalog->find(http::percent_decode(path.substr(1)));
  return model ? "/models/" + model->id : "";
}

Task<> send_to_model(Response& out, std::string page) {
  co_await send_to(out, std::move(page));
}

std::vector<File> read_files(std::string_view index, std::string_view bytes) {
  std::vector<File> all;
  while (!index.empty()) {
    auto line = index.substr(0, index.find('\n'));
    index.remove_prefix(std::min(index.size(), line.size() + 1));
    File file{.path = std::string(take_word(line)), .media_type = std::string(take_word(line))};
    file.tag = "\"" + std::string(take_word(line)) + "\"";
    auto plain = take_number(line), gzip = take_number(line);
    if (!file.path.starts_with('/') || plain > bytes.size() || gzip > bytes.size() - plain)
      continue;
    file.plain = bytes.substr(0, plain);
    file.gzip = bytes.substr(plain, gzip);
    bytes.remove_prefix(plain + gzip);
    all.push_back(std::move(file));
  }
  return all;
}

const std::vector<File>& files() {
  static const auto all = [] {
    auto read = read_files(kNames, kAll);
    if (read.empty())
      read.push_back({.path = "/index.html",
                      .media_type = "text/html; charset=utf-8",
                      .tag = "\"none\"",
                      .plain = kAll});
    return read;
  }();
  return all;
}

bool takes_gzip(std::string_view accept_encoding) {
  auto at = accept_encoding.find("gzip");
  if (at == accept_encoding.npos) return false;
  auto rest = accept_encoding.substr(at + 4);
  rest = rest.substr(0, rest.find(','));
  return rest.find("q=0") == rest.npos || rest.find("q=0.") != rest.npos;
}

void add_file_routes(http::Router& router, api::House& house) {
  router.add("GET", "/", [&house](Request& in, Response& out, const PathParams&) {
    return get_start(house, in, out);
  });
  for (const auto& file : files())
    router.add("GET", file.path, [&house, &file](Request& in, Response& out, const PathParams&) {
      return send_file(house, in, out, file);
    });
  auto program = find("/index.html");
  if (!program) return;
  http::Router::Handler shell = [&house, program](Request& in, Response& out, const PathParams&) {
    return send_file(house, in, out, *program);
  };
  for (auto place : kPlaces) {
    if (place == "docs" && kNames.empty()) continue;  // the reference alone (src/api/reference.h)
    auto path = "/" + std::string(place);
    router.add("GET", path, shell);
    router.add("GET", path + "/{rest...}", shell);
  }
}

}  // namespace easel::pages
