#pragma once

#include <string>

#include "gateway/catalog.h"

namespace easel::cli {

// What easel.toml and the environment come to, for commands that look at it and serve nothing.
struct Setup {
  std::string data;
  gateway::Catalog catalog;
  std::string proxy{};  // for upstream requests
  std::string store{};  // where the database is, as store::Database takes it
};

}  // namespace easel::cli
