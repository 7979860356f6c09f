#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/key_settings.h"
#include "api/moderation_rules.h"
#include "base/result.h"
#include "fleet/limits.h"

namespace easel::app {

// What easel.toml in the data folder and the environment say (docs/configuration.md). Everything
// has a default; an empty file is a good configuration.
struct Config {
  std::string folder{};     // the data folder it was read from
  std::string store_url{};  // postgresql://…; "" = easel.db in the data folder
  std::string fallback_image_model{};
  struct Provider {
    std::string key_variable{};  // "" = the catalog's
    std::string base_url{};      // "" = the catalog's
    bool enabled = true;
    // What the operator knows of the provider's terms; not given: what the catalog says.
    std::optional<bool> collects{}, zdr{};
    // Its own list of models is read in: all of them, or those that fit one of the patterns.
    bool imports = false;
    std::vector<std::string> import_patterns{};
    // For a server that the catalog does not know: which adapter speaks to it, and what it serves.
    std::string dialect{};
    std::vector<std::string> models{};
    std::map<std::string, std::string> switches{};  // how it differs from others of its dialect
  };
  std::map<std::string, Provider> providers{};
  // An sd-server that is run here when it is needed (drive/local_engine.h).
  struct Engine {
    std::string command{}, models{};  // a program, and the folder of its files of weights
    double idle_minutes = 10;         // 0 = it stays loaded
    std::vector<std::string> extra{};
    friend bool operator==(const Engine&, const Engine&) = default;
  };
  std::map<std::string, Engine> engines{};
  fleet::LimitRules limits{};
  std::string limits_redis{};  // where several servers count them together; "" = each by itself
  std::string key_prefix = "sk-easel-v1-";
  std::string key_limit = "5";  // dollars, of keys made without saying; "none" = no limit
  std::string key_limit_reset = "daily";
  bool enforce_credits = false;
  std::string byok_key_file{};  // "" = byok.key in the data folder
  bool implicit_replay = true;
  struct Moderation {
    api::ModerationRules rules{};
    std::string key_variable{};
  } moderation{};
  bool finish_exact = false;         // every picture at the pixels that were asked for
  std::string finish_format{};       // every picture as png, jpeg or webp; "" = as it comes
  std::string media_folder{};        // of kept pictures; "" = media in the data folder
  std::int64_t max_media_bytes = 0;  // of kept pictures; 0 = as much as the disk has
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
// What it says of keys that are made without saying so.
Result<api::KeySettings> read_key_settings(const std::string& data_folder);
api::KeySettings key_settings(const Config& config);
// What it says of moderation, the credential read from the environment. Error: it is not there.
Result<api::ModerationRules> moderation_rules(const Config& config);
// Where its database is, as store::Database takes it; EASEL_STORE_URL goes before the file.
std::string store_uri(const Config& config);
std::string media_folder(const Config& config);
// Where limits are counted; EASEL_REDIS_URL goes before the file. Error: it is no such address.
Result<std::string> limits_uri(const Config& config);
Result<Config> parse_config(std::string_view text, std::string_view origin);

}  // namespace easel::app
