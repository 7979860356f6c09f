#pragma once

#include <filesystem>
#include <vector>

#include "app/config.h"
#include "base/result.h"
#include "gateway/catalog.h"

namespace easel::app {

// The files in `catalog/` of the data folder, in the order of their names: the operator's own
// models and providers, written like those of this repository's catalog/. None where there is no
// such folder.
std::vector<std::filesystem::path> catalog_files(const Config& config);

// The built-in catalog, then the operator's files (what they name anew takes the place of what was
// there), with every provider connected that has what it needs. Blocks on files. Errors: one line
// that says what in easel.toml or in a catalog file cannot be.
Result<gateway::Catalog> connected_catalog(const Config& config);

}  // namespace easel::app
