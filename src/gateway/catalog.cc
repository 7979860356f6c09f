#include "gateway/catalog.h"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <numeric>

#include "gateway/embedded.h"
#include "gateway/variant.h"

namespace easel::gateway {
namespace {

std::vector<std::string> strings(const toml::table& table, std::string_view key) {
  std::vector<std::string> out;
  if (auto array = table[key].as_array())
    for (auto& item : *array)
      if (auto text = item.value<std::string>()) out.push_back(*text);
  return out;
}

// Reads one [[model]] or [[provider]] table; the first thing missing or wrong becomes the error.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string_view origin) : table_(table), origin_(origin) {}

  std::string text(std::string_view key, bool required = false) {
    auto value = table_[key].value<std::string>();
    if (!value && required) complain(key, "a text");
    return value.value_or("");
  }
  std::int64_t number(std::string_view key, std::int64_t otherwise = 0) {
    return table_[key].value_or(otherwise);
  }
  bool flag(std::string_view key) { return table_[key].value_or(false); }
  Money money(std::string_view key) {
    auto amount = Money::parse(table_[key].value_or(std::string("0")));
    if (!amount) complain(key, "a decimal number in quotes");
    return amount.value_or(Money());
  }
  Status status() const {
    if (complaint_.empty()) return {};
    return fail(invalid("", complaint_));
  }

 private:
  void complain(std::string_view key, std::string_view wanted) {
    if (complaint_.empty())
      complaint_ = fmt::format("{}, line {}: {} must be {}.", origin_, table_.source().begin.line,
                               key, wanted);
  }
  const toml::table& table_;
  std::string_view origin_;
  std::string complaint_;
};

Capabilities read_capabilities(const toml::table& table, std::string_view origin) {
  TableReader in(table, origin);
  return {.aspect_ratios = strings(table, "aspect_ratios"),
          .sizes = strings(table, "sizes"),
          .pixels = in.flag("pixels"),
          .max_pixels_side = static_cast<int>(in.number("max_pixels_side")),
          .n_max = static_cast<int>(in.number("n_max", 1)),
          .references_max = static_cast<int>(in.number("references_max")),
          .seed = in.flag("seed"),
          .qualities = strings(table, "qualities"),
          .formats = strings(table, "formats"),
          .backgrounds = strings(table, "backgrounds"),
          .compression = in.flag("compression"),
          .fonts_max = static_cast<int>(in.number("fonts_max")),
          .super_resolution_max = static_cast<int>(in.number("super_resolution_max")),
          .native_streaming = in.flag("native_streaming")};
}

Result<Endpoint> read_endpoint(const toml::table& table, std::string_view origin) {
  TableReader in(table, origin);
  Endpoint endpoint{.provider = in.text("provider", true),
                    .model_name = in.text("model_name", true),
                    .most_per_image = in.money("most_per_image")};
  if (auto capabilities = table["capabilities"].as_table())
    endpoint.capabilities = read_capabilities(*capabilities, origin);
  if (auto prices = table["price"].as_array()) {
    for (auto& item : *prices) {
      if (!item.is_table()) continue;
      TableReader price(*item.as_table(), origin);
      endpoint.prices.push_back({.billable = price.text("billable", true),
                                 .unit = price.text("unit", true),
                                 .cost = price.money("cost"),
                                 .variant = price.text("variant")});
      TRY(price.status());
    }
  }
  TRY(in.status());
  return endpoint;
}

Result<FinishRule> read_finish(const toml::table& table, std::string_view origin) {
  const auto line = table.source().begin.line;
  FinishRule finish{.exact = table["exact"].value<bool>(),
                    .format = table["format"].value<std::string>()};
  const bool known = finish.format.value_or("") == "" || *finish.format == "png" ||
                     *finish.format == "jpeg" || *finish.format == "webp";
  const bool whole = (!table.contains("exact") || finish.exact) &&
                     (!table.contains("format") || (finish.format && known));
  if (whole) return finish;
  return fail(invalid("", fmt::format("{}, line {}: finish must have exact = true or false and "
                                      "format = \"png\", \"jpeg\", \"webp\" or \"\".",
                                      origin, line)));
}

Result<Model> read_model(const toml::table& table, std::string_view origin) {
  TableReader in(table, origin);
  Model model{.id = in.text("id", true),
              .name = in.text("name", true),
              .description = in.text("description"),
              .created = in.number("created"),
              .context_length = in.number("context_length"),
              .input_modalities = strings(table, "input_modalities"),
              .output_modalities = strings(table, "output_modalities"),
              .supported_parameters = strings(table, "supported_parameters"),
              .family = in.text("family"),
              .categories = strings(table, "categories"),
              .distillable = in.flag("distillable"),
              .procedural = in.flag("procedural")};
  if (auto tokenizer = in.text("tokenizer"); !tokenizer.empty()) model.tokenizer = tokenizer;
  if (auto finish = table["finish"].as_table()) model.finish = TRY(read_finish(*finish, origin));
  if (auto pricing = table["pricing"].as_table())
    for (auto& [name, value] : *pricing)
      model.pricing.emplace(name.str(), value.value_or(std::string("0")));
  if (auto endpoints = table["endpoint"].as_array())
    for (auto& item : *endpoints)
      if (item.is_table()) model.endpoints.push_back(TRY(read_endpoint(*item.as_table(), origin)));
  TRY(in.status());
  return model;
}

Probe read_probe(const toml::table& table) {
  Probe probe{.path = table["path"].value_or(std::string())};
  probe.header = table["header"].value_or(probe.header);
  probe.scheme = table["scheme"].value_or(probe.scheme);
  return probe;
}

// Levenshtein's edit distance, one row at a time.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

bool Model::outputs(std::string_view modality) const {
  return std::ranges::count(output_modalities, modality) > 0;
}
bool Model::takes(std::string_view modality) const {
  return std::ranges::count(input_modalities, modality) > 0;
}
bool Model::connected() const {
  return std::ranges::any_of(endpoints, &Endpoint::connected);
}

Result<Catalog> Catalog::builtin() {
  Catalog catalog;
  TRY(catalog.add(embedded_providers(), "catalog/providers.toml"));
  TRY(catalog.add(embedded_models(), "catalog/models.toml"));
  return catalog;
}

Status Catalog::add(std::string_view text, std::string_view origin) {
  toml::table file;
  try {
    file = toml::parse(text, origin);
  } catch (const toml::parse_error& error) {
    return fail(invalid("", fmt::format("{}, line {}: {}.", origin, error.source().begin.line,
                                        error.description())));
  }
  if (auto list = file["provider"].as_array()) {
    for (auto& item : *list) {
      if (!item.is_table()) continue;
      TableReader in(*item.as_table(), origin);
      Provider provider{.slug = in.text("slug", true),
                        .name = in.text("name", true),
                        .dialect = in.text("dialect", true),
                        .base_url = in.text("base_url"),
                        .key_variable = in.text("key_variable"),
                        .privacy_url = in.text("privacy_url"),
                        .terms_url = in.text("terms_url"),
                        .status_url = in.text("status_url"),
                        .trusted_hosts = strings(*item.as_table(), "trusted_hosts"),
                        .collects = in.text("data_collection") != "deny",
                        .zdr = in.flag("zdr"),
                        .proof = in.text("proof")};
      if (auto probe = (*item.as_table())["probe"].as_table()) provider.probe = read_probe(*probe);
      if (auto switches = (*item.as_table())["switches"].as_table())
        for (auto& [name, value] : *switches)
          provider.switches.emplace(name.str(), value.value_or(std::string()));
      TRY(in.status());
      add(std::move(provider));
    }
  }
  if (auto list = file["model"].as_array()) {
    for (auto& item : *list) {
      if (!item.is_table()) continue;
      Model model = TRY(read_model(*item.as_table(), origin));
      for (auto& alias : strings(*item.as_table(), "aliases")) aliases_[alias] = model.id;
      add(std::move(model));
    }
  }
  return {};
}

void Catalog::add(Provider provider) {
  std::erase_if(providers_, [&](const Provider& known) { return known.slug == provider.slug; });
  providers_.push_back(std::move(provider));
}

void Catalog::add(Model model) {
  std::erase_if(models_, [&](const Model& known) { return known.id == model.id; });
  models_.push_back(std::move(model));
}

void Catalog::add_imported(Model model) {
  auto known = std::ranges::find(models_, model.id, &Model::id);
  if (known == models_.end() && aliases_.contains(model.id))
    known = std::ranges::find(models_, aliases_.at(model.id), &Model::id);
  if (known == models_.end()) return models_.push_back(std::move(model));
  for (auto& endpoint : model.endpoints)
    if (!std::ranges::count(known->endpoints, endpoint.provider, &Endpoint::provider))
      known->endpoints.push_back(std::move(endpoint));
}

Status Catalog::connect(const std::string& slug, std::string credential, std::string base_url) {
  auto found = std::ranges::find(providers_, slug, &Provider::slug);
  if (found == providers_.end()) {
    std::string known;
    for (const auto& provider : providers_) known += (known.empty() ? "" : ", ") + provider.slug;
    return fail(invalid("", "There is no provider \"" + slug + "\"; known are " + known + "."));
  }
  found->connected = true;
  found->credential = std::move(credential);
  if (!base_url.empty()) found->base_url = std::move(base_url);
  while (found->base_url.ends_with('/')) found->base_url.pop_back();
  for (auto& model : models_)
    for (auto& endpoint : model.endpoints)
      if (endpoint.provider == slug) endpoint.connected = true;
  return {};
}

void Catalog::set_reach(std::string_view slug, bool enabled, std::string base_url) {
  auto found = std::ranges::find(providers_, slug, &Provider::slug);
  if (found == providers_.end()) return;
  found->enabled = enabled;
  if (!base_url.empty()) found->base_url = std::move(base_url);
  while (found->base_url.ends_with('/')) found->base_url.pop_back();
}

const Model* Catalog::find(std::string_view id) const {
  auto by_id = [&](std::string_view name) -> const Model* {
    auto alias = aliases_.find(name);
    if (alias != aliases_.end()) name = alias->second;
    auto found = std::ranges::find(models_, name, &Model::id);
    return found == models_.end() ? nullptr : &*found;
  };
  if (auto model = by_id(id)) return model;
  if (id.starts_with('~')) return newest_of(id);
  auto named = split_variant(id);
  return named.variant == Variant::none ? nullptr : by_id(named.id);
}

const Model* Catalog::newest_of(std::string_view alias) const {
  const Model* newest = nullptr;
  for (const auto& model : models_) {
    if (model.family.empty() || alias != fmt::format("~{}-latest", model.family)) continue;
    auto rank = [](const Model& of) { return std::pair(of.connected(), of.created); };
    if (!newest || rank(model) > rank(*newest)) newest = &model;
  }
  return newest;
}

void Catalog::set_policy(std::string_view slug, std::optional<bool> collects,
                         std::optional<bool> zdr) {
  auto found = std::ranges::find(providers_, slug, &Provider::slug);
  if (found == providers_.end()) return;
  found->collects = collects.value_or(found->collects);
  found->zdr = zdr.value_or(found->zdr);
}

Status Catalog::check() const {
  for (const auto& model : models_)
    for (const auto& endpoint : model.endpoints)
      if (!provider(endpoint.provider))
        return fail(invalid("", fmt::format("The catalog's model {} has an endpoint at \"{}\", "
                                            "which is no provider.",
                                            model.id, endpoint.provider)));
  return {};
}

const Provider* Catalog::provider(std::string_view slug) const {
  auto found = std::ranges::find(providers_, slug, &Provider::slug);
  return found == providers_.end() ? nullptr : &*found;
}

std::vector<std::string> Catalog::nearest_image_models(std::string_view id,
                                                       std::size_t count) const {
  std::string_view asked = id.substr(0, 120);
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const auto& model : models_) {
    if (!model.outputs("image")) continue;
    // The name after the author counts too, so that "flux-2-pro" finds its model.
    std::string_view name = std::string_view(model.id).substr(model.id.find('/') + 1);
    near.emplace_back(std::min(edit_distance(asked, model.id), edit_distance(asked, name)),
                      model.id);
  }
  std::ranges::stable_sort(near, {}, &std::pair<std::size_t, std::string>::first);
  std::vector<std::string> ids;
  for (auto& [distance, name] : near)
    if (ids.size() < count) ids.push_back(std::move(name));
  return ids;
}

}  // namespace easel::gateway
