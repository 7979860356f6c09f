#include "cli/models.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace easel::cli {

Status list_models(const Models& options, const Setup& setup) {
  std::size_t hidden = 0;
  fmt::print("{:<44} {:<14} {}\n", "MODEL", "PUTS OUT", "THROUGH");
  for (const auto& model : setup.catalog.models()) {
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
    fmt::print("{} more with --all; `easel providers` says what connects them.\n", hidden);
  return {};
}

}  // namespace easel::cli
