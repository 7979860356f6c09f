#pragma once

#include <mutex>
#include <string>

#include "app/config.h"
#include "fleet/limits.h"
#include "gateway/shared_catalog.h"
#include "runtime/clock.h"
#include "runtime/workers.h"

namespace easel::app {

// The configuration and the catalog, read anew while the server runs: providers, models, prices,
// the stand-in for missing models and the limits of keys are in force for the next request; those
// that run keep what they began with. Files that cannot be used leave everything as it was, and
// one line of the log says why. What takes a restart is said in the log too. Thread-safe; all of it
// blocks on files.
class Reload {
 public:
  // `first`: what is in force. The others outlive it.
  Reload(Config first, gateway::SharedCatalog& catalog, fleet::Limits& limits);

  void now();
  Config config();  // what is in force
  // When easel.toml, a file of the operator's catalog or an imported one is not what it was.
  void if_changed();

 private:
  void read();

  std::mutex mutex_;
  Config config_;
  std::string stamp_;
  gateway::SharedCatalog& catalog_;
  fleet::Limits& limits_;
};

// Looks every two seconds, for as long as the server runs. All outlive it.
Task<> watch_files(Reload& reload, IoThreads& threads, Clock& clock);

// What differs and is only read at the start, as easel.toml names it: "server.workers".
std::vector<std::string> takes_a_restart(const Config& before, const Config& after);

}  // namespace easel::app
