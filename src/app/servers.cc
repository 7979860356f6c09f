#include "app/servers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "drive/model_files.h"
#include "gateway/geometry.h"
#include "http/client.h"
#include "providers/comfyui_workflow.h"

namespace easel::app {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> kDialects = {"openai_chat", "openai_images", "sd_server",
                                                       "comfyui"};

gateway::Probe probe_of(std::string_view dialect) {
  if (dialect == "sd_server") return {.path = "/sdcpp/v1/capabilities"};
  return {.path = dialect == "comfyui" ? "/system_stats" : "/models"};
}

// How far the adapters of the operator's own servers were tried (gateway/catalog.h).
std::string proof_of(std::string_view dialect) {
  if (dialect == "sd_server") return "documents";
  return dialect == "comfyui" ? "users" : "client";
}

gateway::Capabilities capabilities_of(std::string_view dialect) {
  gateway::Capabilities can{
      .pixels = true, .max_pixels_side = 4096, .n_max = 8, .references_max = 16, .seed = true};
  for (auto ratio : gateway::known_ratios()) can.aspect_ratios.emplace_back(ratio);
  for (auto tier : gateway::known_tiers()) can.sizes.emplace_back(tier);
  if (dialect == "openai_images") return can;
  can.references_max = 8;
  can.formats = {"png", "jpeg", "webp"};
  can.compression = true;
  return can;
}

gateway::Model model_of(const std::string& slug, const std::string& name) {
  gateway::Model model{.id = slug + "/" + name,
                       .name = slug + ": " + name,
                       .description = "Served by " + slug + ".",
                       .input_modalities = {"text", "image"},
                       .pricing = {{"prompt", "0"}, {"completion", "0"}}};
  model.endpoints.push_back({.provider = slug, .model_name = name});
  return model;
}

gateway::Model talking_model(const std::string& slug, const std::string& name) {
  auto model = model_of(slug, name);
  model.output_modalities = {"text"};
  model.supported_parameters = {"max_tokens", "temperature", "top_p",       "stop",
                                "seed",       "tools",       "tool_choice", "response_format"};
  return model;
}

// A workflow that has no place for something makes pictures without it.
gateway::Model workflow_model(const std::string& slug, const std::string& name,
                              const std::string& text, const providers::ComfyWorkflow& workflow) {
  auto model = drawing_model(slug, name, "comfyui");
  auto& endpoint = model.endpoints.front();
  auto& can = endpoint.capabilities;
  endpoint.recipe = text;
  can.seed = workflow.has("seed");
  can.references_max = workflow.pictures();
  if (!can.seed) model.supported_parameters.clear();
  if (workflow.pictures() == 0) model.input_modalities = {"text"};
  if (!workflow.has("width") || !workflow.has("height")) {
    can.aspect_ratios.clear();
    can.sizes.clear();
    can.pixels = false;
    can.max_pixels_side = 0;
  }
  return model;
}

Result<std::string> read_workflow(const fs::path& path) {
  constexpr std::uintmax_t kMost = 4 << 20;
  std::error_code none;
  auto size = fs::file_size(path, none);
  std::ifstream file(path, std::ios::binary);
  if (none || !file || size > kMost)
    return fail(invalid("", path.string() + " is no workflow that can be read."));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Each DATA/workflows/*.json is a model, and each configured name is a checkpoint.
Status add_comfyui_models(gateway::Catalog& catalog, const std::string& slug,
                          const Config::Provider& settings, const std::string& data_folder) {
  auto files = workflow_files(data_folder);
  for (const auto& path : files) {
    auto text = TRY(read_workflow(path));
    auto workflow = providers::ComfyWorkflow::parse(text);
    if (!workflow)
      return fail(invalid("", path.string() + " is no workflow: " + workflow.error().message));
    catalog.add(workflow_model(slug, path.stem().string(), text, *workflow));
  }
  for (const auto& name : settings.models) {
    auto model = drawing_model(slug, name, "comfyui");
    model.endpoints.front().capabilities.references_max = 1;
    catalog.add(std::move(model));
  }
  if (!files.empty() || !settings.models.empty()) return {};
  return fail(invalid("", fmt::format("easel.toml: [providers.{}] needs models, a list of names of "
                                      "checkpoints, or workflows in {}/workflows.",
                                      slug, data_folder)));
}

// One that lists its models itself: another Easel, or what else speaks like OpenRouter.
Status add_peer(gateway::Catalog& catalog, const std::string& slug,
                const Config::Provider& settings) {
  if (settings.base_url.empty() || !settings.imports)
    return fail(invalid("", fmt::format("easel.toml: [providers.{}] with dialect = \"openrouter\" "
                                        "needs a base_url and import = true, or a list of "
                                        "patterns.",
                                        slug)));
  bool stays = http::is_local_url(settings.base_url);
  catalog.add(gateway::Provider{.slug = slug,
                                .name = slug,
                                .dialect = settings.dialect,
                                .base_url = settings.base_url,
                                .key_variable = settings.key_variable,
                                .switches = settings.switches,
                                .collects = !stays,
                                .zdr = stays,
                                .probe = {.path = "/key"},
                                .proof = "client"});
  return {};
}

}  // namespace

std::vector<fs::path> workflow_files(const std::string& data_folder) {
  std::vector<fs::path> files;
  std::error_code none;
  for (fs::directory_iterator at(data_folder + "/workflows", none), end; !none && at != end;
       at.increment(none))
    if (at->path().extension() == ".json") files.push_back(at->path());
  std::ranges::sort(files);
  return files;
}

gateway::Model drawing_model(const std::string& slug, const std::string& name,
                             const std::string& dialect) {
  auto model = model_of(slug, name);
  model.output_modalities = {"image"};
  model.supported_parameters = {"seed"};
  model.endpoints.front().capabilities = capabilities_of(dialect);
  return model;
}

Status add_server(gateway::Catalog& catalog, const std::string& slug,
                  const Config::Provider& settings, const std::string& data_folder) {
  if (settings.dialect == "openrouter") return add_peer(catalog, slug, settings);
  bool known = std::ranges::find(kDialects, settings.dialect) != kDialects.end();
  bool comfyui = settings.dialect == "comfyui";
  if (!known || settings.base_url.empty() || (settings.models.empty() && !comfyui))
    return fail(invalid("", fmt::format("easel.toml: [providers.{}] needs dialect = \"{}\", a "
                                        "base_url and a list of models.",
                                        slug, fmt::join(kDialects, "\" or \""))));
  auto switches = settings.switches;
  bool stays = http::is_local_url(settings.base_url);  // what it is sent stays in these hands
  if (settings.dialect == "openai_images") switches.insert({{"ask_b64", "yes"}, {"seed", "yes"}});
  catalog.add(gateway::Provider{.slug = slug,
                                .name = slug,
                                .dialect = settings.dialect,
                                .base_url = settings.base_url,
                                .key_variable = settings.key_variable,
                                .switches = std::move(switches),
                                .collects = !stays,
                                .zdr = stays,
                                .probe = probe_of(settings.dialect),
                                .proof = proof_of(settings.dialect)});
  if (comfyui) return add_comfyui_models(catalog, slug, settings, data_folder);
  for (const auto& name : settings.models)
    catalog.add(settings.dialect == "openai_chat" ? talking_model(slug, name)
                                                  : drawing_model(slug, name, settings.dialect));
  return {};
}

Status add_engine(gateway::Catalog& catalog, const std::string& name,
                  const Config::Engine& settings) {
  auto refuse = [&](const std::string& why) {
    return fail(invalid("", fmt::format("easel.toml: [engines.{}] {}", name, why)));
  };
  if (settings.command.empty() || settings.models.empty())
    return refuse("needs command, the path of sd-server, and models, a folder.");
  if (catalog.provider(name)) return refuse("has the name of a provider; give it another one.");
  bool there = !settings.command.contains('/') || ::access(settings.command.c_str(), X_OK) == 0;
  if (!there)
    return refuse(fmt::format("command {} cannot be run: {}.", settings.command, strerror(errno)));
  auto files = drive::find_model_files(settings.models);
  if (!files) return refuse(files.error().message);
  catalog.add(gateway::Provider{.slug = name,
                                .name = name,
                                .dialect = "sd_server",
                                .base_url = "engine:" + name,  // it gets an address when it runs
                                .proof = proof_of("sd_server")});
  for (const auto& file : *files) {
    auto model = drawing_model(name, file.name, "sd_server");
    model.id = "local/" + file.name;
    model.endpoints.front().recipe = file.path;
    catalog.add(std::move(model));
  }
  return {};
}

drive::LocalEngines make_engines(Loop& loop, const Config& config) {
  drive::LocalEngines engines;
  for (const auto& [name, settings] : config.engines) {
    auto idle = std::chrono::duration<double, std::ratio<60>>(settings.idle_minutes);
    engines[name] = std::make_unique<drive::LocalEngine>(
        loop, drive::EngineRules{.name = name,
                                 .command = settings.command,
                                 .extra = settings.extra,
                                 .idle = std::chrono::duration_cast<Duration>(idle)});
  }
  return engines;
}

}  // namespace easel::app
