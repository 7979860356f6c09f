#pragma once

#include <memory>
#include <string>

#include "app/config.h"
#include "base/result.h"
#include "cli/setup.h"
#include "store/database.h"

namespace easel::app {

struct ServeOptions {
  std::string listen = "127.0.0.1:8080";  // ADDRESS:PORT; port 0 takes a free one
  std::string data = "data";
};

// Builds everything, serves until SIGTERM or SIGINT, drains, and returns. Prints one line to
// standard output when it answers: "Easel <version> listening on http://127.0.0.1:8080".
Status serve(const ServeOptions& options);

// The database of a data folder, wherever its configuration says. A server may run on it meanwhile.
Result<std::unique_ptr<store::Database>> open_store(const std::string& data);
// Where its kept pictures are.
Result<std::string> find_media(const std::string& data);
// An error that says what to do instead where it is not a file of the folder.
Status check_is_file(const std::string& data);

// What a server of this data folder would work with, for the commands that look at it. Errors: the
// configuration is wrong.
Result<cli::Setup> read_setup(const std::string& data);

}  // namespace easel::app
