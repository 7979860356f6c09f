#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "app/config.h"
#include "gateway/shared_catalog.h"
#include "http/client.h"
#include "runtime/clock.h"
#include "runtime/workers.h"

// The models of upstreams that list theirs (OpenRouter, another Easel), where `import` of
// easel.toml asks for it. What their endpoints answered is kept in `imported/` of the data folder,
// so that a start without network has the models too.
namespace easel::app {

std::filesystem::path import_file(const std::string& folder, const std::string& slug);

// What an import works with; all outlive it.
struct ImportParts {
  std::string folder;
  http::Client& client;
  IoThreads& threads;
  Clock& clock;
  const gateway::SharedCatalog& catalog;
};

// GET {base_url}/models, /images/models and each image model's endpoints, into the provider's file;
// whoever watches the files (reload.h) puts it in force. Errors: those of the network, and one line
// for an answer that is no list; the file stays what it was.
Task<Status> import_models(ImportParts parts, std::string slug);

// Imports for as long as the server runs: what is older than six hours, and five minutes after a
// failure. `config` gives the configuration in force.
Task<> keep_importing(ImportParts parts, std::function<Config()> config);

}  // namespace easel::app
