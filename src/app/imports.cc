#include "app/imports.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <fstream>
#include <map>

#include "base/log.h"
#include "wire/json.h"
#include "wire/json_writer.h"

namespace easel::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using gateway::Provider;

constexpr std::size_t kMostBytes = 32u << 20;
constexpr std::size_t kMostModels = 500;  // whose endpoints are asked for
constexpr std::chrono::minutes kFresh = std::chrono::hours(6), kAfterFailure{5};

Task<Result<json::object>> get(http::Client& client, const Provider& provider, std::string path) {
  http::Outgoing request{.url = provider.base_url + path};
  request.first_byte_timeout = std::chrono::seconds(60);
  request.headers.emplace_back("Accept", "application/json");
  if (!provider.credential.empty())
    request.headers.emplace_back("Authorization", "Bearer " + provider.credential);
  auto reply = co_await client.send(std::move(request));
  if (!reply) co_return std::unexpected(reply.error().error);
  std::string body;
  for (;;) {
    auto piece = co_await (*reply)->read();
    auto bytes = CO_TRY(std::move(piece));
    if (bytes.empty()) break;
    body.append(bytes.data(), bytes.size());
    if (body.size() > kMostBytes)
      co_return fail(ErrorKind::provider_error, path + " is a list without end.");
  }
  auto parsed = wire::parse_json(body);
  if ((*reply)->status != 200 || !parsed || !parsed->is_object())
    co_return fail(ErrorKind::provider_error, "GET " + path + " answered " +
                                                  std::to_string((*reply)->status) +
                                                  (parsed ? "." : ", and that is no JSON."));
  co_return std::move(parsed->get_object());
}

json::value list_of(json::object& reply, std::string_view key) {
  auto list = reply.if_contains(key);
  return list && list->is_array() ? std::move(*list) : json::value(json::array());
}

// Ids of a list, for their addresses.
std::vector<std::string> ids_of(const json::value& list) {
  auto plain = [](unsigned char c) { return std::isalnum(c) || std::strchr("-._/:", c); };
  std::vector<std::string> ids;
  for (const auto& entry : list.get_array()) {
    auto id = entry.is_object() ? entry.get_object().if_contains("id") : nullptr;
    if (!id || !id->is_string() || ids.size() == kMostModels) continue;
    std::string text(id->get_string().subview());
    if (std::ranges::all_of(text, plain) && !text.contains("..")) ids.push_back(std::move(text));
  }
  return ids;
}

// Whole or not at all.
Status write_file(const fs::path& path, const std::string& text) {
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  auto beside = path;
  beside += ".new";
  {
    std::ofstream file(beside, std::ios::trunc);
    file << text;
    file.close();
    if (!file) return fail(ErrorKind::unavailable, beside.string() + " cannot be written.");
  }
  fs::rename(beside, path, failed);
  if (failed) return fail(ErrorKind::unavailable, path.string() + " cannot be written.");
  return {};
}

bool is_fresh(const fs::path& file) {
  std::error_code none;
  auto written = fs::last_write_time(file, none);
  return !none && written + kFresh > fs::file_time_type::clock::now();
}

}  // namespace

fs::path import_file(const std::string& folder, const std::string& slug) {
  return fs::path(folder) / "imported" / (slug + ".json");
}

Task<Status> import_models(ImportParts parts, std::string slug) {
  auto catalog = parts.catalog.get();  // the credential is in it
  auto provider = catalog->provider(slug);
  if (!provider || !provider->connected)
    co_return fail(ErrorKind::unavailable, "it is not connected");
  auto models = co_await get(parts.client, *provider, "/models?output_modalities=image");
  auto chat = CO_TRY(std::move(models));
  auto images = co_await get(parts.client, *provider, "/images/models");
  auto door = CO_TRY(std::move(images));
  json::object listing{{"models", list_of(chat, "data")}, {"images", list_of(door, "data")}};
  json::object endpoints;
  for (const auto& id : ids_of(listing.at("images"))) {
    auto answer = co_await get(parts.client, *provider, "/images/models/" + id + "/endpoints");
    if (answer) endpoints[id] = list_of(*answer, "endpoints");
  }
  listing["endpoints"] = std::move(endpoints);
  auto text = wire::to_json(listing);
  auto file = import_file(parts.folder, slug);
  co_return co_await parts.threads.run([file, text] { return write_file(file, text); });
}

Task<> keep_importing(ImportParts parts, std::function<Config()> config) {
  std::map<std::string, Time> next;
  for (;;) {
    auto current = config();
    for (const auto& [slug, settings] : current.providers) {
      bool due = next[slug] <= parts.clock.now();
      if (!settings.imports || !settings.enabled || !due) continue;
      next[slug] = parts.clock.now() + kAfterFailure;
      if (is_fresh(import_file(parts.folder, slug))) continue;
      auto done = co_await import_models(parts, slug);
      if (done)
        log::info("the models of {} were imported", slug);
      else
        log::warn("the models of {} could not be imported: {}", slug, done.error().message);
    }
    co_await parts.clock.sleep(std::chrono::seconds(2));
  }
}

}  // namespace easel::app
