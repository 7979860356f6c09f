#include "gateway/import.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <optional>

#include "gateway/geometry.h"

namespace easel::gateway {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostModels = 2000;
constexpr std::size_t kLongestText = 4096;
constexpr double kTokensOfAPicture = 8192;  // a large one, at most
constexpr double kMegapixels = 4.2;         // of a large one
constexpr double kUnknownPrice = 0.5;       // USD held for a picture whose price nobody tells

std::string text_at(const json::object& from, std::string_view key) {
  auto found = from.if_contains(key);
  if (!found || !found->is_string()) return {};
  return std::string(found->get_string().subview().substr(0, kLongestText));
}

const json::object* object_at(const json::object& from, std::string_view key) {
  auto found = from.if_contains(key);
  return found ? found->if_object() : nullptr;
}

std::vector<std::string> texts_at(const json::object& from, std::string_view key) {
  std::vector<std::string> texts;
  auto found = from.if_contains(key);
  auto list = found ? found->if_array() : nullptr;
  for (std::size_t i = 0; list && i < std::min<std::size_t>(list->size(), 256); ++i)
    if ((*list)[i].is_string()) texts.emplace_back((*list)[i].get_string().subview().substr(0, 64));
  return texts;
}

// A JSON number, or a text that is one; none when it is no price.
std::optional<double> price_of(const json::value& value) {
  double number = -1;
  if (value.is_number()) number = value.to_number<double>();
  if (value.is_string()) {
    auto text = value.get_string().subview();
    auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return {};
  }
  constexpr double kMost = 1e6;
  if (!(number >= 0 && number <= kMost)) return {};
  return number;
}

std::int64_t count_of(const json::object& from, std::string_view key, std::int64_t most) {
  auto found = from.if_contains(key);
  if (!found || !found->is_number()) return 0;
  auto number = found->to_number<double>();
  return number >= 0 && number <= static_cast<double>(most) ? static_cast<std::int64_t>(number) : 0;
}

bool good_id(std::string_view id) {
  auto printable = [](unsigned char c) { return std::isgraph(c) && c != '"' && c != '\\'; };
  auto slash = id.find('/');
  return id.size() <= 200 && slash != id.npos && slash > 0 && slash + 1 < id.size() &&
         std::ranges::all_of(id, printable) && !id.starts_with("easel/") &&
         !id.starts_with("openrouter/") && !id.starts_with('~') && !id.starts_with('@');
}

// {"type":"enum","values":[…]}
std::vector<std::string> values(const json::object& knobs, std::string_view name) {
  auto knob = object_at(knobs, name);
  return knob ? texts_at(*knob, "values") : std::vector<std::string>{};
}

// {"type":"range","min","max"}
int most(const json::object& knobs, std::string_view name) {
  auto knob = object_at(knobs, name);
  return knob ? static_cast<int>(count_of(*knob, "max", 1000)) : 0;
}

Capabilities capabilities_of(const json::object& knobs, bool streams) {
  Capabilities can{.aspect_ratios = values(knobs, "aspect_ratio"),
                   .n_max = std::clamp(most(knobs, "n"), 1, 10),
                   .references_max = most(knobs, "input_references"),
                   .seed = knobs.contains("seed"),
                   .qualities = values(knobs, "quality"),
                   .formats = values(knobs, "output_format"),
                   .backgrounds = values(knobs, "background"),
                   .compression = knobs.contains("output_compression"),
                   .fonts_max = most(knobs, "font_inputs"),
                   .super_resolution_max = most(knobs, "super_resolution_references"),
                   .native_streaming = streams};
  std::erase_if(can.aspect_ratios, [](const std::string& ratio) {
    return std::ranges::count(known_ratios(), ratio) == 0;
  });
  for (const auto& tier : values(knobs, "resolution"))
    if (auto known = tier_named(tier)) can.sizes.push_back(*known);
  return can;
}

std::vector<PriceLine> lines_of(const json::object& endpoint) {
  std::vector<PriceLine> lines;
  auto found = endpoint.if_contains("pricing");
  auto list = found ? found->if_array() : nullptr;
  for (std::size_t i = 0; list && i < std::min<std::size_t>(list->size(), 64); ++i) {
    auto entry = (*list)[i].if_object();
    auto cost = entry ? entry->if_contains("cost_usd") : nullptr;
    auto price = cost ? price_of(*cost) : std::nullopt;
    if (!price) continue;
    auto variant = text_at(*entry, "variant");
    std::ranges::transform(variant, variant.begin(),
                           [](unsigned char c) { return std::toupper(c); });
    lines.push_back({.billable = text_at(*entry, "billable"),
                     .unit = text_at(*entry, "unit"),
                     .cost = Money::from_dollars(*price),
                     .variant = tier_named(variant).value_or(variant)});
  }
  return lines;
}

// Where a picture's price depends on what is asked for, who asks for nothing gets the dearest.
void add_line_for_all(std::vector<PriceLine>& lines) {
  const PriceLine* dearest = nullptr;
  for (const auto& line : lines) {
    if (line.billable != "output_image" || line.unit != "image") continue;
    if (line.variant.empty()) return;
    if (!dearest || line.cost > dearest->cost) dearest = &line;
  }
  if (!dearest) return;
  PriceLine line = *dearest;
  line.variant.clear();
  lines.push_back(std::move(line));
}

double most_of_lines(const std::vector<PriceLine>& lines) {
  double most = 0;
  for (const auto& line : lines) {
    if (line.billable != "output_image") continue;
    double units = line.unit == "token"       ? kTokensOfAPicture
                   : line.unit == "megapixel" ? kMegapixels
                                              : 1;
    most = std::max(most, line.cost.to_dollars() * units);
  }
  return most;
}

double most_of_tokens(const std::map<std::string, std::string>& pricing) {
  double most = 0;
  for (auto name : {"image_output", "completion"})
    if (auto found = pricing.find(name); found != pricing.end())
      most = std::max(most, std::atof(found->second.c_str()) * kTokensOfAPicture);
  return most;
}

// What the lists say of one id.
struct Entry {
  const json::object* model = nullptr;
  const json::object* image = nullptr;
};

// None: a router, whose price is not known before it has answered.
std::optional<std::map<std::string, std::string>> pricing_of(const json::object& model) {
  std::map<std::string, std::string> pricing;
  auto given = object_at(model, "pricing");
  if (!given) return pricing;
  for (const auto& [key, value] : *given) {
    if (value.is_string() && value.get_string().starts_with('-')) return {};
    if (!value.is_string() || !price_of(value)) continue;
    pricing.emplace(std::string(key), std::string(value.get_string().subview()));
  }
  return pricing;
}

Endpoint endpoint_of(const json::object& listing, const Model& model, const Entry& entry,
                     const std::string& provider) {
  Endpoint endpoint{.provider = provider, .model_name = model.id};
  auto streams = entry.image ? entry.image->if_contains("supports_streaming") : nullptr;
  auto knobs = entry.image ? object_at(*entry.image, "supported_parameters") : nullptr;
  if (knobs)
    endpoint.capabilities = capabilities_of(*knobs, streams && *streams == json::value(true));
  auto all = object_at(listing, "endpoints");
  auto found = all ? all->if_contains(model.id) : nullptr;
  auto list = found ? found->if_array() : nullptr;
  double most = most_of_tokens(model.pricing);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    auto upstream = (*list)[i].if_object();
    if (!upstream) continue;
    auto lines = lines_of(*upstream);
    most = std::max(most, most_of_lines(lines));
    if (endpoint.prices.empty()) endpoint.prices = std::move(lines);
  }
  add_line_for_all(endpoint.prices);
  bool free = model.id.ends_with(":free");
  if (most == 0 && !free) most = kUnknownPrice;
  endpoint.most_per_image = Money::from_dollars(most);
  return endpoint;
}

std::optional<Model> model_of(const json::object& listing, const std::string& id,
                              const Entry& entry, const std::string& provider) {
  const json::object& about = entry.model ? *entry.model : *entry.image;
  auto pricing = entry.model ? pricing_of(*entry.model) : std::map<std::string, std::string>{};
  if (!pricing) return {};
  Model model{.id = id,
              .name = text_at(about, "name"),
              .description = text_at(about, "description"),
              .created = count_of(about, "created", std::int64_t{1} << 40),
              .context_length = count_of(about, "context_length", std::int64_t{1} << 40),
              .supported_parameters = texts_at(about, "supported_parameters"),
              .pricing = std::move(*pricing),
              .imported = true};
  if (auto architecture = object_at(about, "architecture")) {
    model.input_modalities = texts_at(*architecture, "input_modalities");
    model.output_modalities = texts_at(*architecture, "output_modalities");
    if (auto tokenizer = text_at(*architecture, "tokenizer"); !tokenizer.empty())
      model.tokenizer = tokenizer;
  }
  if (model.name.empty()) model.name = id;
  if (!model.outputs("image")) return {};
  model.pricing.try_emplace("prompt", "0");
  model.pricing.try_emplace("completion", "0");
  model.endpoints.push_back(endpoint_of(listing, model, entry, provider));
  return model;
}

}  // namespace

std::vector<Model> imported_models(const json::object& listing, const std::string& provider) {
  std::map<std::string, Entry> entries;
  auto collect = [&](std::string_view key, const json::object* Entry::* place) {
    auto found = listing.if_contains(key);
    auto list = found ? found->if_array() : nullptr;
    for (std::size_t i = 0; list && i < std::min(list->size(), kMostModels); ++i) {
      auto object = (*list)[i].if_object();
      auto id = object ? text_at(*object, "id") : "";
      if (good_id(id)) entries[id].*place = object;
    }
  };
  collect("models", &Entry::model);
  collect("images", &Entry::image);
  std::vector<Model> models;
  for (const auto& [id, entry] : entries)
    if (auto model = model_of(listing, id, entry, provider)) models.push_back(std::move(*model));
  return models;
}

}  // namespace easel::gateway
