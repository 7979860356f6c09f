#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/config.h"
#include "drive/local_engine.h"
#include "gateway/catalog.h"

namespace easel::app {

// A server of the operator's own, `[providers.SLUG]` with a dialect: adds it and its models, which
// are "SLUG/name" here. What they can do follows from the dialect. Errors: one sentence that names
// the table and what it lacks.
Status add_server(gateway::Catalog& catalog, const std::string& slug,
                  const Config::Provider& settings, const std::string& data_folder);

// An engine that is run here, `[engines.NAME]`: its models are "local/FILE". Errors: the same.
Status add_engine(gateway::Catalog& catalog, const std::string& name,
                  const Config::Engine& settings);

// ComfyUI's workflows of the operator, DATA/workflows/*.json, in the order of their names.
std::vector<std::filesystem::path> workflow_files(const std::string& data_folder);

// Those of the configuration, on `loop`, which is the main thread's. Nothing is started yet.
drive::LocalEngines make_engines(Loop& loop, const Config& config);

// A model of an engine that draws: "SLUG/name", free, any shape, as far as its dialect goes.
gateway::Model drawing_model(const std::string& slug, const std::string& name,
                             const std::string& dialect);

}  // namespace easel::app
