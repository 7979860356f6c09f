#include "app/config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <toml++/toml.h>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "base/money.h"
#include "fleet/redis_limits.h"
#include "store/database.h"

namespace easel::app {
namespace {

// One table of the file: each known name has a reader; the rest is a slip of the pen.
class Table {
 public:
  Table(const toml::table& table, std::string origin, std::string name)
      : table_(table), origin_(std::move(origin)), name_(std::move(name)) {}

  Table& text(const char* key, std::string& into) {
    return entry(key, "a text in quotes", [&](const toml::node& node) {
      auto value = node.value<std::string>();
      if (value) into = *value;
      return value.has_value();
    });
  }
  Table& texts(const char* key, std::vector<std::string>& into) {
    return entry(key, "a list of texts in quotes", [&](const toml::node& node) {
      auto list = node.as_array();
      for (std::size_t i = 0; list && i < list->size(); ++i) {
        auto text = (*list)[i].value<std::string>();
        if (!text || text->empty()) return false;
        into.push_back(*text);
      }
      return list != nullptr;
    });
  }
  Table& choice(const char* key, std::map<std::string, std::string>& into,
                std::initializer_list<std::string_view> accepted) {
    return entry(key, fmt::format("one of {}", fmt::join(accepted, ", ")),
                 [&into, key, accepted = std::vector(accepted)](const toml::node& node) {
                   auto value = node.value<std::string>();
                   if (!value || std::ranges::find(accepted, *value) == accepted.end())
                     return false;
                   into[key] = *value;
                   return true;
                 });
  }
  template <class Number>
  Table& number(const char* key, Number& into, std::int64_t least, std::int64_t most) {
    return entry(key, fmt::format("a number from {} to {}", least, most),
                 [&, least, most](const toml::node& node) {
                   auto value = node.value_exact<std::int64_t>();
                   if (!value || *value < least || *value > most) return false;
                   into = static_cast<Number>(*value);
                   return true;
                 });
  }
  Table& checked(const char* key, std::string& into, std::string expected,
                 std::function<bool(const std::string&)> good) {
    return entry(key, std::move(expected), [&into, good = std::move(good)](const toml::node& node) {
      auto value = node.value<std::string>();
      if (!value || !good(*value)) return false;
      into = *value;
      return true;
    });
  }
  Table& decimal(const char* key, double& into, double least, double most) {
    return entry(key, fmt::format("a number from {} to {}", least, most),
                 [&, least, most](const toml::node& node) {
                   auto value = node.value<double>();
                   if (!value || !(*value >= least && *value <= most)) return false;
                   into = *value;
                   return true;
                 });
  }
  Table& flag(const char* key, bool& into) {
    return entry(key, "true or false", [&](const toml::node& node) {
      auto value = node.value_exact<bool>();
      if (value) into = *value;
      return value.has_value();
    });
  }
  Table& import(Config::Provider& provider) {
    return entry("import", "true, false or a list of patterns such as \"google/*\"",
                 [&](const toml::node& node) {
                   auto& patterns = provider.import_patterns;
                   auto all = node.value_exact<bool>();
                   auto list = node.as_array();
                   for (std::size_t i = 0; list && i < list->size(); ++i)
                     patterns.push_back((*list)[i].value<std::string>().value_or(""));
                   provider.imports = list ? !list->empty() : all.value_or(false);
                   return (all || list) && std::ranges::count(patterns, "") == 0;
                 });
  }
  Table& maybe(const char* key, std::optional<bool>& into) {
    return entry(key, "true or false", [&](const toml::node& node) {
      into = node.value_exact<bool>();
      return into.has_value();
    });
  }
  Table& policy(const char* key, std::optional<bool>& into) {
    return entry(key, "\"allow\" or \"deny\"", [&](const toml::node& node) {
      auto value = node.value<std::string>();
      into = value == "allow";
      return value == "allow" || value == "deny";
    });
  }
  Table& origin(const char* key, std::string& into) {
    return entry(key, "like \"https://easel.example\", without a path",
                 [&](const toml::node& node) {
                   auto value = node.value<std::string>();
                   if (!value) return false;
                   bool web = value->starts_with("https://") || value->starts_with("http://");
                   auto host = web ? value->substr(value->find("://") + 3) : "";
                   into = *value;
                   return value->empty() ||
                          (!host.empty() && host.find_first_of("/?#@\\\" \t") == host.npos);
                 });
  }
  Table& child(const char* key, std::function<Status(const toml::table&)> read) {
    children_[key] = std::move(read);
    return *this;
  }

  Status read() const {
    for (auto& [key, node] : table_) {
      std::string name(key.str());
      if (auto child = children_.find(name); child != children_.end()) {
        if (!node.is_table()) return fail(wrong(node, name, "a table, written [" + name + "]"));
        TRY(child->second(*node.as_table()));
        continue;
      }
      auto known = entries_.find(name);
      if (known == entries_.end())
        return fail(invalid("", fmt::format("{}, line {}: there is no setting \"{}\".", origin_,
                                            node.source().begin.line, full(name))));
      if (!known->second.read(node)) return fail(wrong(node, name, known->second.expected));
    }
    return {};
  }

 private:
  struct Entry {
    std::string expected;
    std::function<bool(const toml::node&)> read;
  };
  Table& entry(const char* key, std::string expected, std::function<bool(const toml::node&)> read) {
    entries_[key] = {std::move(expected), std::move(read)};
    return *this;
  }
  std::string full(const std::string& key) const { return name_.empty() ? key : name_ + "." + key; }
  Error wrong(const toml::node& node, const std::string& key, const std::string& expected) const {
    return invalid("", fmt::format("{}, line {}: {} must be {}.", origin_, node.source().begin.line,
                                   full(key), expected));
  }

  const toml::table& table_;
  std::string origin_, name_;
  std::map<std::string, Entry> entries_;
  std::map<std::string, std::function<Status(const toml::table&)>> children_;
};

Status read_providers(const toml::table& list, const std::string& origin, Config& config) {
  for (auto& [slug, node] : list) {
    std::string name = "providers." + std::string(slug.str());
    if (!node.is_table())
      return fail(invalid("", fmt::format("{}, line {}: {} must be a table.", origin,
                                          node.source().begin.line, name)));
    Config::Provider& provider = config.providers[std::string(slug.str())];
    TRY(Table(*node.as_table(), origin, name)
            .text("api_key_env", provider.key_variable)
            .text("base_url", provider.base_url)
            .flag("enabled", provider.enabled)
            .import(provider)
            .policy("data_collection", provider.collects)
            .maybe("zdr", provider.zdr)
            .text("dialect", provider.dialect)
            .texts("models", provider.models)
            .child("switches",
                   [&](const toml::table& table) {
                     return Table(table, origin, name + ".switches")
                         .choice("edits", provider.switches, {"multipart", "json", "none"})
                         .choice("array", provider.switches, {"", "image", "image[]"})
                         .choice("ask_b64", provider.switches, {"yes", "no"})
                         .choice("seed", provider.switches, {"yes", "no"})
                         .choice("key", provider.switches, {"bearer", "api-key"})
                         .choice("idempotency", provider.switches, {"yes", "no"})
                         .choice("pictures", provider.switches, {"both", "references", "start"})
                         .read();
                   })
            .read());
  }
  return {};
}

constexpr auto kRedisAddress = "like \"redis://:password@host:6379/0\" or \"unix:///path\"";

bool is_redis(const std::string& url) {
  return url.empty() || fleet::parse_redis(url);
}

// What is not said of pictures is as for everything.
Status read_limits(const toml::table& table, const std::string& origin, Config& config) {
  auto& limits = config.limits;
  int singles = 0, at_once = 0;
  TRY(Table(table, origin, "limits")
          .number("per_minute", limits.per_minute, 1, 1'000'000)
          .number("at_once", limits.at_once, 1, 100'000)
          .number("pictures_per_minute", singles, 1, 1'000'000)
          .number("pictures_at_once", at_once, 1, 100'000)
          .number("free_per_minute", limits.free_per_minute, 0, 1'000'000)
          .number("free_per_day", limits.free_per_day, 0, 1'000'000'000)
          .checked("redis", config.limits_redis, kRedisAddress, is_redis)
          .read());
  limits.pictures_per_minute = singles > 0 ? singles : limits.per_minute;
  limits.pictures_at_once = at_once > 0 ? at_once : limits.at_once;
  return {};
}

Status read_keys(const toml::table& table, const std::string& origin, Config& config) {
  auto is_prefix = [](const std::string& text) {
    auto fits = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; };
    return text.starts_with("sk-") && text.ends_with('-') && text.size() <= 40 &&
           std::ranges::all_of(text, fits);
  };
  auto is_limit = [](const std::string& text) {
    auto money = Money::parse(text);
    return text == "none" || (money && *money >= Money());
  };
  auto is_window = [](const std::string& text) {
    return text == "" || text == "daily" || text == "weekly" || text == "monthly";
  };
  return Table(table, origin, "keys")
      .checked("prefix", config.key_prefix, "like \"sk-easel-v1-\"", is_prefix)
      .checked("limit", config.key_limit, "dollars such as \"5\", or \"none\"", is_limit)
      .checked("limit_reset", config.key_limit_reset,
               "\"daily\", \"weekly\", \"monthly\", or \"\" for never", is_window)
      .read();
}

Status read_engines(const toml::table& list, const std::string& origin, Config& config) {
  for (auto& [slug, node] : list) {
    std::string name = "engines." + std::string(slug.str());
    if (!node.is_table())
      return fail(invalid("", fmt::format("{}, line {}: {} must be a table.", origin,
                                          node.source().begin.line, name)));
    Config::Engine& engine = config.engines[std::string(slug.str())];
    TRY(Table(*node.as_table(), origin, name)
            .text("command", engine.command)
            .text("models", engine.models)
            .decimal("idle_minutes", engine.idle_minutes, 0, 1'000'000)
            .texts("extra", engine.extra)
            .read());
  }
  return {};
}

Status read_moderation(const toml::table& table, const std::string& origin,
                       Config::Moderation& moderation) {
  auto& rules = moderation.rules;
  std::string unreachable;
  TRY(Table(table, origin, "moderation")
          .checked("url", rules.url, "like \"https://api.openai.com/v1/moderations\"",
                   [](const std::string& url) {
                     return url.empty() || url.starts_with("https://") ||
                            url.starts_with("http://");
                   })
          .text("api_key_env", moderation.key_variable)
          .text("model", rules.model)
          .flag("before", rules.before)
          .flag("after", rules.after)
          .flag("pictures", rules.pictures)
          .checked("when_unreachable", unreachable, "\"refuse\" or \"allow\"",
                   [](const std::string& word) { return word == "refuse" || word == "allow"; })
          .flag("zdr", rules.keeps_nothing)
          .read());
  rules.open = unreachable == "allow";
  return {};
}

}  // namespace

Result<Config> parse_config(std::string_view text, std::string_view origin_view) {
  std::string origin(origin_view);
  toml::table file;
  try {
    file = toml::parse(text, origin);
  } catch (const toml::parse_error& error) {
    return fail(invalid("", fmt::format("{}, line {}: {}.", origin, error.source().begin.line,
                                        error.description())));
  }
  Config config;
  TRY(Table(file, origin, "")
          .child("fallback",
                 [&](const toml::table& table) {
                   return Table(table, origin, "fallback")
                       .text("image_model", config.fallback_image_model)
                       .read();
                 })
          .child("providers",
                 [&](const toml::table& table) { return read_providers(table, origin, config); })
          .child("keys", [&](const toml::table& table) { return read_keys(table, origin, config); })
          .child("credits",
                 [&](const toml::table& table) {
                   return Table(table, origin, "credits")
                       .flag("enforce", config.enforce_credits)
                       .read();
                 })
          .child(
              "byok",
              [&](const toml::table& table) {
                return Table(table, origin, "byok").text("key_file", config.byok_key_file).read();
              })
          .child("replay",
                 [&](const toml::table& table) {
                   return Table(table, origin, "replay")
                       .flag("implicit", config.implicit_replay)
                       .read();
                 })
          .child("moderation",
                 [&](const toml::table& table) {
                   return read_moderation(table, origin, config.moderation);
                 })
          .child("finishing",
                 [&](const toml::table& table) {
                   return Table(table, origin, "finishing")
                       .flag("exact", config.finish_exact)
                       .checked("format", config.finish_format, "png, jpeg or webp",
                                [](const std::string& name) {
                                  return name == "png" || name == "jpeg" || name == "webp";
                                })
                       .read();
                 })
          .child("store",
                 [&](const toml::table& table) {
                   return Table(table, origin, "store")
                       .checked("url", config.store_url, "like \"postgresql://user@host/database\"",
                                store::is_postgresql)
                       .read();
                 })
          .child("engines",
                 [&](const toml::table& table) { return read_engines(table, origin, config); })
          .child("limits",
                 [&](const toml::table& table) { return read_limits(table, origin, config); })
          .child("media",
                 [&](const toml::table& table) {
                   return Table(table, origin, "media")
                       .text("folder", config.media_folder)
                       .number("keep_hours", config.keep_pictures_hours, 0, 1'000'000)
                       .number("max_bytes", config.max_media_bytes, 0, std::int64_t{1} << 60)
                       .number("max_picture_mb", config.max_picture_mb, 1, 4096)
                       .number("renditions_mb", config.renditions_mb, 1, 1 << 20)
                       .read();
                 })
          .child("fetch",
                 [&](const toml::table& table) {
                   return Table(table, origin, "fetch")
                       .flag("allow_private", config.fetch_private)
                       .number("max_mb", config.fetch_max_mb, 1, 1024)
                       .read();
                 })
          .child("server",
                 [&](const toml::table& table) {
                   return Table(table, origin, "server")
                       .number("max_body_mb", config.max_body_mb, 1, 1024)
                       .number("memory_budget_mb", config.memory_budget_mb, 0, 1 << 20)
                       .number("loops", config.loops, 0, 256)
                       .number("workers", config.workers, 0, 256)
                       .number("drain_seconds", config.drain_seconds, 0, 3600)
                       .text("proxy", config.proxy)
                       .origin("public_url", config.public_url)
                       .read();
                 })
          .read());
  return config;
}

Result<Config> read_config(const std::string& data_folder) {
  std::string path = data_folder + "/easel.toml";
  std::error_code none;
  if (!std::filesystem::exists(std::filesystem::symlink_status(path, none)))
    return Config{.folder = data_folder};
  std::ifstream file(path);
  std::ostringstream text;
  if (file.peek() != std::ifstream::traits_type::eof()) text << file.rdbuf();
  if (!file.is_open() || file.bad() || !std::filesystem::is_regular_file(path, none))
    return fail(ErrorKind::unavailable, path + " cannot be read.");
  auto config = TRY(parse_config(text.str(), path));
  config.folder = data_folder;
  return config;
}

std::string store_uri(const Config& config) {
  const char* given = std::getenv("EASEL_STORE_URL");
  if (given && *given) return given;
  return config.store_url.empty() ? config.folder + "/easel.db" : config.store_url;
}

Result<api::ModerationRules> moderation_rules(const Config& config) {
  auto rules = config.moderation.rules;
  const auto& variable = config.moderation.key_variable;
  if (rules.url.empty() || variable.empty()) return rules;
  const char* credential = std::getenv(variable.c_str());
  if (!credential || !*credential)
    return fail(ErrorKind::unavailable,
                fmt::format("moderation.api_key_env names {}, which is not set in the environment.",
                            variable));
  rules.credential = credential;
  return rules;
}

Result<std::string> limits_uri(const Config& config) {
  const char* given = std::getenv("EASEL_REDIS_URL");
  if (!given || !*given) return config.limits_redis;
  if (is_redis(given)) return given;
  return fail(invalid("", fmt::format("EASEL_REDIS_URL must be {}.", kRedisAddress)));
}

std::string media_folder(const Config& config) {
  return config.media_folder.empty() ? config.folder + "/media" : config.media_folder;
}

api::KeySettings key_settings(const Config& config) {
  auto limit = Money::parse(config.key_limit);
  return {.prefix = config.key_prefix,
          .default_limit = limit ? std::optional(*limit) : std::nullopt,
          .default_reset = config.key_limit_reset};
}

Result<api::KeySettings> read_key_settings(const std::string& data_folder) {
  return key_settings(TRY(read_config(data_folder)));
}

}  // namespace easel::app
