#include "app/config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <toml++/toml.h>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

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
  Table& number(const char* key, int& into, int least, int most) {
    return entry(key, fmt::format("a number from {} to {}", least, most),
                 [&, least, most](const toml::node& node) {
                   auto value = node.value_exact<std::int64_t>();
                   if (!value || *value < least || *value > most) return false;
                   into = static_cast<int>(*value);
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
                         .read();
                   })
            .read());
  }
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
          .child("limits",
                 [&](const toml::table& table) {
                   return Table(table, origin, "limits")
                       .number("per_minute", config.limits.per_minute, 1, 1'000'000)
                       .number("at_once", config.limits.at_once, 1, 100'000)
                       .read();
                 })
          .child("media",
                 [&](const toml::table& table) {
                   return Table(table, origin, "media")
                       .number("keep_hours", config.keep_pictures_hours, 1, 1'000'000)
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
  if (!std::filesystem::exists(std::filesystem::symlink_status(path, none))) return Config{};
  std::ifstream file(path);
  std::ostringstream text;
  if (file.peek() != std::ifstream::traits_type::eof()) text << file.rdbuf();
  if (!file.is_open() || file.bad() || !std::filesystem::is_regular_file(path, none))
    return fail(ErrorKind::unavailable, path + " cannot be read.");
  return parse_config(text.str(), path);
}

}  // namespace easel::app
