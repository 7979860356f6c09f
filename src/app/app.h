#pragma once

#include <functional>
#include <string>

#include "app/config.h"
#include "base/result.h"

namespace easel::app {

struct ServeOptions {
  std::string listen = "127.0.0.1:8080";  // ADDRESS:PORT; port 0 takes a free one
  std::string data = "data";
};

// Builds everything, serves until SIGTERM or SIGINT, drains, and returns. Prints one line to
// standard output when it answers: "Easel <version> listening on http://127.0.0.1:8080".
Status serve(const ServeOptions& options);

}  // namespace easel::app
