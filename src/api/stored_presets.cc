#include "api/stored_presets.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "api/errors.h"
#include "api/key_json.h"
#include "api/management.h"
#include "api/moments.h"
#include "base/ids.h"
#include "gateway/preferences.h"
#include "wire/fields.h"
#include "wire/json.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

namespace json = boost::json;
using http::PathParams;
using http::Request;
using http::Response;
using store::Database;
using wire::JsonWriter;

constexpr std::size_t kLongestSlug = 100;

// What a preset keeps of a request: how it is to be answered, not what is asked.
constexpr std::array<std::string_view, 46> kKept = {"model",
                                                    "models",
                                                    "provider",
                                                    "route",
                                                    "modalities",
                                                    "image_config",
                                                    "temperature",
                                                    "top_p",
                                                    "top_k",
                                                    "top_a",
                                                    "min_p",
                                                    "frequency_penalty",
                                                    "presence_penalty",
                                                    "repetition_penalty",
                                                    "max_tokens",
                                                    "max_completion_tokens",
                                                    "max_output_tokens",
                                                    "seed",
                                                    "stop",
                                                    "stop_sequences",
                                                    "response_format",
                                                    "structured_outputs",
                                                    "text",
                                                    "tools",
                                                    "tool_choice",
                                                    "parallel_tool_calls",
                                                    "max_tool_calls",
                                                    "reasoning",
                                                    "reasoning_effort",
                                                    "include_reasoning",
                                                    "thinking",
                                                    "verbosity",
                                                    "plugins",
                                                    "transforms",
                                                    "logit_bias",
                                                    "logprobs",
                                                    "top_logprobs",
                                                    "service_tier",
                                                    "web_search_options",
                                                    "output_config",
                                                    "truncation",
                                                    "include",
                                                    "prompt_cache_key",
                                                    "cache_control",
                                                    "cache_enabled",
                                                    "cache_ttl_seconds"};

Error no_such_preset() {
  return {.kind = ErrorKind::not_found, .message = "Preset not found"};
}

// Of a text, or of an array of parts or blocks of text.
std::string words_of(const json::value& content) {
  if (content.is_string()) return std::string(content.get_string().subview());
  std::string words;
  if (!content.is_array()) return words;
  for (const auto& part : content.get_array()) {
    auto text = part.is_object() ? part.get_object().if_contains("text") : nullptr;
    if (!text || !text->is_string()) continue;
    words += words.empty() ? "" : "\n\n";
    words += text->get_string().subview();
  }
  return words;
}

std::string system_prompt_of(const json::object& document) {
  for (auto name : {"instructions", "system"})
    if (auto given = document.if_contains(name)) return words_of(*given);
  auto messages = document.if_contains("messages");
  std::string words;
  if (!messages || !messages->is_array()) return words;
  for (const auto& message : messages->get_array()) {
    if (!message.is_object()) continue;
    auto role = message.get_object().if_contains("role");
    if (!role || (*role != "system" && *role != "developer")) continue;
    if (auto content = message.get_object().if_contains("content")) {
      words += words.empty() ? "" : "\n\n";
      words += words_of(*content);
    }
  }
  return words;
}

Status check_slug(std::string_view slug) {
  bool good = !slug.empty() && slug.size() <= kLongestSlug && std::ranges::all_of(slug, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
  });
  if (good) return {};
  return fail(invalid("slug", "A slug is 1 to 100 letters, digits, '-', '_' or '.'.",
                      "1 to 100 letters, digits, '-', '_' or '.'"));
}

void write_version(JsonWriter& out, const std::string& preset_id,
                   const store::PresetVersion& version) {
  out.begin_object().field("id", version.id).field("preset_id", preset_id);
  out.field("version", version.version).field("creator_id", version.creator);
  out.field_or_null("system_prompt", version.system_prompt).field_raw("config", version.config);
  out.field("created_at", iso(version.created_at)).field("updated_at", iso(version.created_at));
  out.end_object();
}

std::string preset_json(const store::Preset& preset, bool with_version) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().field("id", preset.id).field("name", preset.name).field("slug", preset.slug);
  out.field("status", preset.status).field_or_null("creator_user_id", preset.creator);
  out.field("workspace_id", kDefaultWorkspace).field_or_null("description", preset.description);
  out.field_or_null("status_updated_at",
                    preset.status_updated_at ? iso(*preset.status_updated_at) : "");
  out.field("created_at", iso(preset.created_at)).field("updated_at", iso(preset.updated_at));
  out.field("designated_version_id", preset.designated.id);
  if (with_version) {
    out.key("designated_version");
    write_version(out, preset.id, preset.designated);
  }
  out.end_object();
  return body;
}

std::string whole(const store::Preset& preset) {
  return R"({"data":)" + preset_json(preset, true) + "}";
}

// Any key may use the presets of its team; a team's own and everybody's.
Task<Result<std::string>> team(House& house, Request& in) {
  auto found = co_await house.keys.find(secret_of(in));
  auto key = CO_TRY(std::move(found));
  co_return co_await team_of(house.store, key->key, house.micros());
}

Task<Result<store::Preset>> seen(House& house, std::string owner, std::string slug) {
  auto read = co_await house.store.read(
      [owner, slug](Database& database) -> Result<std::optional<store::Preset>> {
        auto own = TRY(database.find_preset(owner, slug));
        if (own || owner.empty()) return own;
        return database.find_preset("", slug);
      });
  auto preset = CO_TRY(std::move(read));
  if (!preset) co_return fail(no_such_preset());
  co_return std::move(*preset);
}

Task<Result<std::string>> list(House& house, Request& in) {
  auto whose = co_await team(house, in);
  auto owner = CO_TRY(std::move(whose));
  auto read =
      co_await house.store.read([owner](Database& database) -> Result<std::vector<store::Preset>> {
        auto all = TRY(database.presets(owner));
        if (owner.empty()) return all;
        for (auto& shared : TRY(database.presets("")))
          if (std::ranges::find(all, shared.slug, &store::Preset::slug) == all.end())
            all.push_back(std::move(shared));
        std::ranges::stable_sort(all, std::ranges::greater{}, &store::Preset::updated_at);
        return all;
      });
  auto all = CO_TRY(std::move(read));
  co_return page_json(in, all.size(), [&](std::size_t at) { return preset_json(all[at], false); });
}

Task<> get_presets(House& house, Request& in, Response& out) {
  auto body = co_await list(house, in);
  co_await send_result(out, std::move(body));
}

Task<Result<store::Preset>> asked_for(House& house, Request& in, std::string slug) {
  auto whose = co_await team(house, in);
  auto owner = CO_TRY(std::move(whose));
  co_return co_await seen(house, std::move(owner), std::move(slug));
}

Task<> get_preset(House& house, Request& in, Response& out, std::string slug, std::string) {
  auto preset = co_await asked_for(house, in, std::move(slug));
  if (!preset) co_return co_await send_result(out, fail(preset.error()));
  co_await send_result(out, whole(*preset));
}

Task<Result<std::vector<store::PresetVersion>>> versions_of(House& house, std::string id) {
  co_return co_await house.store.read(
      [id](Database& database) { return database.preset_versions(id); });
}

Task<Result<std::string>> list_versions(House& house, Request& in, std::string slug) {
  auto found = co_await asked_for(house, in, std::move(slug));
  auto preset = CO_TRY(std::move(found));
  auto read = co_await versions_of(house, preset.id);
  auto versions = CO_TRY(std::move(read));
  co_return page_json(in, versions.size(), [&](std::size_t at) {
    std::string one;
    JsonWriter out(one);
    write_version(out, preset.id, versions[at]);
    return one;
  });
}

Task<> get_versions(House& house, Request& in, Response& out, std::string slug, std::string) {
  auto body = co_await list_versions(house, in, std::move(slug));
  co_await send_result(out, std::move(body));
}

Task<Result<std::string>> one_version(House& house, Request& in, std::string slug,
                                      std::string number) {
  auto found = co_await asked_for(house, in, std::move(slug));
  auto preset = CO_TRY(std::move(found));
  auto read = co_await versions_of(house, preset.id);
  auto versions = CO_TRY(std::move(read));
  for (const auto& version : versions) {
    if (std::to_string(version.version) != number) continue;
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data");
    write_version(out, preset.id, version);
    out.end_object();
    co_return body;
  }
  co_return fail(ErrorKind::not_found, "This preset has no such version.");
}

Task<> get_version(House& house, Request& in, Response& out, std::string slug, std::string number) {
  auto body = co_await one_version(house, in, std::move(slug), std::move(number));
  co_await send_result(out, std::move(body));
}

Task<Result<std::string>> add_version(House& house, Request& in, std::string slug) {
  auto found = co_await house.keys.find(secret_of(in));
  auto key = CO_TRY(std::move(found));
  auto whose = co_await team_of(house.store, key->key, house.micros());
  auto owner = CO_TRY(std::move(whose));
  CO_TRY(check_slug(slug));
  auto read = co_await read_object(in);
  auto document = CO_TRY(std::move(read));
  auto preset = CO_TRY(preset_from(document));
  auto now = house.micros();
  const auto& creator = key->key.hash;
  store::Preset row{.id = new_uuid(),
                    .owner_hash = owner,
                    .slug = slug,
                    .name = slug,
                    .creator = creator,
                    .created_at = now,
                    .updated_at = now,
                    .designated = {.id = new_uuid(),
                                   .creator = creator,
                                   .system_prompt = preset.system_prompt,
                                   .config = wire::to_json(preset.config),
                                   .created_at = now}};
  auto added = co_await house.store.write(
      [row](Database& database) { return database.add_preset_version(row); });
  auto made = CO_TRY(std::move(added));
  co_return whole(made);
}

Task<> post_preset(House& house, Request& in, Response& out, std::string slug, std::string) {
  auto body = co_await add_version(house, in, std::move(slug));
  co_await send_result(out, std::move(body));
}

Result<store::PresetChange> read_change(const json::object& body) {
  wire::Fields fields(body, "");
  store::PresetChange change;
  change.name = fields.text("name");
  if (change.name && (change.name->empty() || change.name->size() > 200))
    fields.complain("name", "a text of 1 to 200 bytes");
  change.description = fields.text("description");
  if (change.description && change.description->size() > 1000)
    fields.complain("description", "at most 1000 bytes");
  change.status = fields.choice("status", {"active", "disabled", "archived"});
  change.designated = fields.integer("designated_version", 1, 1'000'000);
  TRY(fields.status());
  return change;
}

Task<Result<std::string>> change(House& house, Request& in, std::string slug) {
  auto whose = co_await team(house, in);
  auto owner = CO_TRY(std::move(whose));
  auto read = co_await read_object(in);
  auto document = CO_TRY(std::move(read));
  auto wanted = CO_TRY(read_change(document));
  auto now = house.micros();
  auto changed = co_await house.store.write([owner, slug, wanted, now](Database& database) {
    return database.change_preset(owner, slug, wanted, now);
  });
  auto preset = CO_TRY(std::move(changed));
  co_return whole(preset);
}

Task<> patch_preset(House& house, Request& in, Response& out, std::string slug, std::string) {
  auto body = co_await change(house, in, std::move(slug));
  co_await send_result(out, std::move(body));
}

}  // namespace

Task<Result<std::optional<Preset>>> StoredPresets::find(store::Key key, std::string slug) {
  auto whose = co_await team_of(store_, std::move(key), clock_.wall().time_since_epoch().count());
  auto owner = CO_TRY(std::move(whose));
  auto read = co_await store_.read(
      [owner, slug](Database& database) -> Result<std::optional<store::Preset>> {
        auto own = TRY(database.find_preset(owner, slug));
        if (own || owner.empty()) return own;
        return database.find_preset("", slug);
      });
  auto found = CO_TRY(std::move(read));
  if (!found || found->status != "active") co_return std::nullopt;
  auto config = wire::parse_json(found->designated.config);
  if (!config || !config->is_object())
    co_return fail(internal("the config of preset " + found->id + " is not an object"));
  co_return Preset{.system_prompt = found->designated.system_prompt,
                   .config = std::move(config->get_object())};
}

Result<Preset> preset_from(const json::object& document) {
  wire::Fields fields(document, "");
  auto model = fields.text("model");
  if (model && model->contains("@preset/"))
    fields.complain("model", "a model's id: a preset is not made of another");
  fields.array("models");
  fields.object("image_config");
  auto provider = fields.object("provider");
  TRY(fields.status());
  if (provider) TRY(gateway::read_preferences(*provider));
  Preset preset{.system_prompt = system_prompt_of(document)};
  for (const auto& [name, value] : document)
    if (!value.is_null() && std::ranges::find(kKept, std::string_view(name)) != kKept.end())
      preset.config[name] = value;
  return preset;
}

void add_preset_routes(const AddRoute& add, House& house) {
  add("GET", "/presets", [&house](Request& in, Response& out, const PathParams&) {
    return get_presets(house, in, out);
  });
  auto at = [&](std::string_view method, std::string_view path, auto handle) {
    add(method, "/presets/{slug}" + std::string(path),
        [&house, handle](Request& in, Response& out, const PathParams& params) {
          return handle(house, in, out, std::string(params["slug"]),
                        std::string(params["version"]));
        });
  };
  at("GET", "", get_preset);
  at("PATCH", "", patch_preset);
  at("GET", "/versions", get_versions);
  at("GET", "/versions/{version}", get_version);
  for (auto door : {"/chat/completions", "/messages", "/responses"}) at("POST", door, post_preset);
}

}  // namespace easel::api
