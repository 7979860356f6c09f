#include "cli/models.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <cstdlib>

#include "gateway/catalog.h"

namespace easel::cli {

Status list_models(const Models& options) {
  auto catalog = TRY(gateway::Catalog::builtin());
  auto providers = catalog.providers();
  for (const auto& provider : providers) {
    const char* key =
        provider.key_variable.empty() ? "" : std::getenv(provider.key_variable.c_str());
    if (key) TRY(catalog.connect(provider.slug, key, ""));
  }
  std::size_t hidden = 0;
  fmt::print("{:<44} {:<14} {}\n", "MODEL", "PUTS OUT", "THROUGH");
  for (const auto& model : catalog.models()) {
    if (!options.output.empty() && !model.outputs(options.output)) continue;
    if (!model.connected() && !options.all) {
      ++hidden;
      continue;
    }
    std::vector<std::string> through;
    for (const auto& endpoint : model.endpoints)
      through.push_back(endpoint.provider + (endpoint.connected ? "" : " (not connected)"));
    fmt::print("{:<44} {:<14} {}\n", model.id,
               fmt::format("{}", fmt::join(model.output_modalities, ", ")),
               fmt::join(through, ", "));
  }
  if (hidden > 0)
    fmt::print("{} more with --all; set OPENROUTER_API_KEY to connect them.\n", hidden);
  return {};
}

}  // namespace easel::cli
