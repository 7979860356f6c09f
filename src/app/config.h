#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "fleet/limits.h"

namespace easel::app {

// What easel.toml in the data folder and the environment say (docs/configuration.md). Everything
// has a default; an empty file is a good configuration.
struct Config {
  std::string fallback_image_model{};
  struct Provider {
    std::string key_variable{};  // "" = the catalog's
    std::string base_url{};      // "" = the catalog's
    bool enabled = true;
    // For a server that the catalog does not know: which adapter speaks to it, and what it serves.
    std::string dialect{};
    std::vector<std::string> models{};
    std::map<std::string, std::string> switches{};  // how it differs from others of its dialect
  };
  std::map<std::string, Provider> providers{};
  fleet::LimitRules limits{};
  int keep_pictures_hours = 24;
  int max_picture_mb = 256;
  int renditions_mb = 256;
  std::string public_url{};  // "" = as clients call this server
  int max_body_mb = 64;
  int memory_budget_mb = 0;  // 0 = half of the machine's memory
  int loops = 0;             // 0 = one per core
  int workers = 0;           // 0 = one per core
  int drain_seconds = 30;
  bool fetch_private = false;  // pictures may be fetched from, and callbacks go to, this network
  int fetch_max_mb = 20;
  std::string proxy{};  // for upstream requests, as libcurl takes it
};

// Reads DIR/easel.toml; an absent file is the default. Errors are one line: file, line, what is
// wrong and what is accepted. An unknown name is an error, for it is a slip of the pen.
Result<Config> read_config(const std::string& data_folder);
Result<Config> parse_config(std::string_view text, std::string_view origin);

}  // namespace easel::app
