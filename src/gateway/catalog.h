#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.h"
#include "base/result.h"

// What models exist, who serves them, what they can do and cost: data (catalog/*.toml), read once
// into an immutable snapshot that every request shares.
namespace easel::gateway {

// What can be asked of a picture. An absent list or limit means: the model has no such knob.
struct Capabilities {
  std::vector<std::string> aspect_ratios{};
  std::vector<std::string> sizes{};  // tiers
  bool pixels = false;               // takes an exact "WxH"
  int max_pixels_side = 0;
  int n_max = 1;
  int references_max = 0;
  bool seed = false;
  std::vector<std::string> qualities{}, formats{}, backgrounds{};
  bool compression = false;
  int fonts_max = 0;
  int super_resolution_max = 0;
  bool native_streaming = false;
};

struct PriceLine {
  std::string billable;  // output_image, input_image, input_text, input_font, input_reference
  std::string unit;      // image, megapixel, token, request
  Money cost;
  std::string variant{};
};

// One provider's offer of one model.
struct Endpoint {
  std::string provider;    // slug, e.g. "easel", "openrouter"
  std::string model_name;  // what that provider calls it
  Capabilities capabilities{};
  std::vector<PriceLine> prices{};
  Money most_per_image{};  // the most one picture can cost: what a hold reserves
  bool connected = false;  // the provider is configured here
};

struct Model {
  std::string id;  // author/slug
  std::string name, description;
  std::int64_t created = 0;
  std::int64_t context_length = 0;
  std::vector<std::string> input_modalities, output_modalities;
  std::vector<std::string> supported_parameters;
  std::string tokenizer = "Other";
  std::vector<std::string> categories;         // OpenRouter's: programming, marketing …
  bool distillable = false;                    // whether its answers may train other models
  std::map<std::string, std::string> pricing;  // decimal strings, as GET /models answers
  bool procedural = false;
  std::vector<Endpoint> endpoints;

  bool outputs(std::string_view modality) const;
  bool takes(std::string_view modality) const;
  bool connected() const;
};

struct Provider {
  std::string slug, name;
  std::string dialect;       // "painter", "openrouter", "openai_chat": which adapter speaks to it
  std::string base_url;      // "" = inside this process
  std::string key_variable;  // environment variable that holds its key; "" = needs none
  std::string privacy_url, terms_url, status_url;
  std::map<std::string, std::string> switches{};  // how it differs from others of its dialect
  std::vector<std::string> trusted_hosts{};  // and what lies under them: may see the credential
  bool connected = false;
  std::string credential{};  // never logged, never listed
};

class Catalog {
 public:
  // The catalog that is built into the binary.
  static Result<Catalog> builtin();
  // Adds models and providers from TOML. Errors name the file (`origin`), the line and the field.
  Status add(std::string_view toml, std::string_view origin);
  // A provider or a model of the operator's own; one with a known slug or id takes its place.
  void add(Provider provider);
  void add(Model model);
  // Puts a provider to work: with a credential where it needs one, and another address if given.
  Status connect(const std::string& slug, std::string credential, std::string base_url);

  // By id, alias, or either with a ":variant" suffix; null when unknown.
  const Model* find(std::string_view id) const;
  const Provider* provider(std::string_view slug) const;
  const std::vector<Model>& models() const { return models_; }
  const std::vector<Provider>& providers() const { return providers_; }
  // Ids of the `count` models that make pictures whose names are nearest, for "did you mean".
  std::vector<std::string> nearest_image_models(std::string_view id, std::size_t count) const;

 private:
  std::vector<Model> models_;
  std::vector<Provider> providers_;
  std::map<std::string, std::string, std::less<>> aliases_;  // alias → id
};

}  // namespace easel::gateway
