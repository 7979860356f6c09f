#include "app/reload.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>

#include "app/catalog.h"
#include "app/imports.h"
#include "app/servers.h"
#include "base/log.h"

namespace easel::app {
namespace {

namespace fs = std::filesystem;

// Changes whenever a file that is read does: its name, time and size.
std::string stamp_of(const Config& config) {
  std::string stamp;
  auto add = [&](const fs::path& file) {
    std::error_code none;
    auto time = fs::last_write_time(file, none).time_since_epoch().count();
    auto size = fs::file_size(file, none);
    stamp += fmt::format("{} {} {}\n", file.string(), time, none ? 0 : size);
  };
  add(config.folder + "/easel.toml");
  for (const auto& file : catalog_files(config)) add(file);
  for (const auto& file : workflow_files(config.folder)) add(file);
  for (const auto& [name, engine] : config.engines) add(engine.models);  // what came and went there
  for (const auto& [slug, settings] : config.providers)
    if (settings.imports) add(import_file(config.folder, slug));
  return stamp;
}

}  // namespace

std::vector<std::string> takes_a_restart(const Config& before, const Config& after) {
  std::vector<std::string> names;
  auto compare = [&](const char* name, const auto& old, const auto& fresh) {
    if (old != fresh) names.emplace_back(name);
  };
  compare("store.url", before.store_url, after.store_url);
  compare("limits.redis", before.limits_redis, after.limits_redis);
  compare("engines", before.engines, after.engines);
  compare("moderation", before.moderation.rules, after.moderation.rules);
  compare("media.folder", before.media_folder, after.media_folder);
  compare("media.keep_hours", before.keep_pictures_hours, after.keep_pictures_hours);
  compare("media.max_picture_mb", before.max_picture_mb, after.max_picture_mb);
  compare("media.renditions_mb", before.renditions_mb, after.renditions_mb);
  compare("fetch.allow_private", before.fetch_private, after.fetch_private);
  compare("fetch.max_mb", before.fetch_max_mb, after.fetch_max_mb);
  compare("server.max_body_mb", before.max_body_mb, after.max_body_mb);
  compare("server.memory_budget_mb", before.memory_budget_mb, after.memory_budget_mb);
  compare("server.loops", before.loops, after.loops);
  compare("server.workers", before.workers, after.workers);
  compare("server.drain_seconds", before.drain_seconds, after.drain_seconds);
  compare("server.public_url", before.public_url, after.public_url);
  compare("server.proxy", before.proxy, after.proxy);
  return names;
}

Reload::Reload(Config first, gateway::SharedCatalog& catalog, fleet::Limits& limits)
    : config_(std::move(first)), stamp_(stamp_of(config_)), catalog_(catalog), limits_(limits) {}

Config Reload::config() {
  std::lock_guard lock(mutex_);
  return config_;
}

void Reload::now() {
  std::lock_guard lock(mutex_);
  stamp_ = stamp_of(config_);
  read();
}

void Reload::if_changed() {
  std::lock_guard lock(mutex_);
  auto stamp = stamp_of(config_);
  if (std::exchange(stamp_, stamp) != stamp) read();
}

void Reload::read() {
  auto config = read_config(config_.folder);
  auto catalog = config ? connected_catalog(*config)
                        : Result<gateway::Catalog>(std::unexpected(config.error()));
  if (!catalog)
    return log::error("not reloaded, what was in force stays: {}", catalog.error().message);
  auto waiting = takes_a_restart(config_, *config);
  if (!waiting.empty())
    log::warn("these settings are read at the start only: {}", fmt::join(waiting, ", "));
  // Those stay what they were, so that they are told again until the restart.
  config_.providers = config->providers;
  config_.fallback_image_model = config->fallback_image_model;
  config_.limits = config->limits;
  limits_.set_rules(config->limits);
  auto models = std::ranges::count_if(catalog->models(), &gateway::Model::connected);
  catalog_.set(std::move(*catalog));
  log::info("reloaded: {} models can be served", models);
}

Task<> watch_files(Reload& reload, IoThreads& threads, Clock& clock) {
  for (;;) {
    co_await clock.sleep(std::chrono::seconds(2));
    (void)co_await threads.run([&reload]() -> Status {
      reload.if_changed();
      return {};
    });
  }
}

}  // namespace easel::app
