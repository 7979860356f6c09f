#include "app/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "app/imports.h"
#include "app/servers.h"
#include "gateway/import.h"
#include "gateway/pattern.h"
#include "wire/json.h"

namespace easel::app {
namespace {

namespace fs = std::filesystem;

// One of the operator's own catalog files.
Status add_file(gateway::Catalog& catalog, const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  if (file.peek() != std::ifstream::traits_type::eof()) text << file.rdbuf();
  std::error_code none;
  if (!file.is_open() || file.bad() || !fs::is_regular_file(path, none))
    return fail(ErrorKind::unavailable, path.string() + " cannot be read.");
  return catalog.add(text.str(), path.string());
}

// What was read of an upstream's own list, the last time that it could be. A file that nobody can
// read is none: the next import writes it anew.
Status add_imported(gateway::Catalog& catalog, const std::string& folder, const std::string& slug,
                    const Config::Provider& settings) {
  auto provider = catalog.provider(slug);
  if (!provider || provider->dialect != "openrouter")
    return fail(invalid("", fmt::format("easel.toml: providers.{}.import: only OpenRouter and what "
                                        "speaks like it, such as another Easel, lists its models.",
                                        slug)));
  std::ifstream file(import_file(folder, slug));
  std::ostringstream text;
  if (file.peek() != std::ifstream::traits_type::eof()) text << file.rdbuf();
  auto listing = wire::parse_json(text.str());
  if (!listing || !listing->is_object()) return {};
  const auto& patterns = settings.import_patterns;
  for (auto& model : gateway::imported_models(listing->get_object(), slug)) {
    auto fits = [&](const std::string& pattern) { return gateway::matches(model.id, pattern); };
    if (patterns.empty() || std::ranges::any_of(patterns, fits))
      catalog.add_imported(std::move(model));
  }
  return {};
}

}  // namespace

std::vector<fs::path> catalog_files(const Config& config) {
  std::vector<fs::path> files;
  std::error_code none;
  for (fs::directory_iterator at(config.folder + "/catalog", none), end; !none && at != end;
       at.increment(none))
    if (at->path().extension() == ".toml") files.push_back(at->path());
  std::ranges::sort(files);
  return files;
}

Result<gateway::Catalog> connected_catalog(const Config& config) {
  auto catalog = TRY(gateway::Catalog::builtin());
  for (const auto& file : catalog_files(config)) TRY(add_file(catalog, file));
  for (const auto& [slug, settings] : config.providers) {
    if (catalog.provider(slug)) continue;
    if (settings.dialect.empty()) TRY(catalog.connect(slug, "", ""));  // says which are known
    TRY(add_server(catalog, slug, settings, config.folder));
  }
  for (const auto& [name, engine] : config.engines) TRY(add_engine(catalog, name, engine));
  for (const auto& [slug, settings] : config.providers)
    if (settings.imports) TRY(add_imported(catalog, config.folder, slug, settings));
  auto providers = catalog.providers();
  for (const auto& provider : providers) {
    auto settings = config.providers.find(provider.slug);
    bool configured = settings != config.providers.end();
    if (configured)
      catalog.set_reach(provider.slug, settings->second.enabled, settings->second.base_url);
    if (configured && !settings->second.enabled) continue;
    std::string variable = configured && !settings->second.key_variable.empty()
                               ? settings->second.key_variable
                               : provider.key_variable;
    const char* credential = variable.empty() ? "" : std::getenv(variable.c_str());
    if (!credential || (!variable.empty() && !*credential)) continue;
    if (configured)
      catalog.set_policy(provider.slug, settings->second.collects, settings->second.zdr);
    TRY(catalog.connect(provider.slug, credential, configured ? settings->second.base_url : ""));
  }
  if (!config.fallback_image_model.empty() && !catalog.find(config.fallback_image_model))
    return fail(invalid("", fmt::format("easel.toml: fallback.image_model \"{}\" is not a model; "
                                        "the built-in one is easel/painter-1.",
                                        config.fallback_image_model)));
  catalog.set_stand_in(config.fallback_image_model);
  TRY(catalog.check());
  return catalog;
}

}  // namespace easel::app
