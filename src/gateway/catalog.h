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
  std::string recipe{};    // what it needs beside the name: a workflow's text, a file of weights
};

// What is done to pictures of providers where the request does not say (providers/finishing.h).
struct FinishRule {
  std::optional<bool> exact{};          // the pixels that were asked for, whatever came
  std::optional<std::string> format{};  // png, jpeg or webp; "" = as it came
};

struct Model {
  std::string id;  // author/slug
  std::string name, description;
  std::int64_t created = 0;
  std::int64_t context_length = 0;
  std::vector<std::string> input_modalities, output_modalities;
  std::vector<std::string> supported_parameters;
  std::string tokenizer = "Other";
  std::string family{};                        // "~author/family-latest" is the newest of it
  std::vector<std::string> categories;         // OpenRouter's: programming, marketing …
  bool distillable = false;                    // whether its answers may train other models
  std::map<std::string, std::string> pricing;  // decimal strings, as GET /models answers
  bool procedural = false;
  FinishRule finish{};    // of this model's pictures; what it leaves open, the configuration says
  bool imported = false;  // read from an upstream's own list, not written here
  std::vector<Endpoint> endpoints;

  bool outputs(std::string_view modality) const;
  bool takes(std::string_view modality) const;
  bool connected() const;
};

// A call that costs nothing and that only an accepted credential gets an answer to.
struct Probe {
  std::string path{};                                       // under base_url; "" = there is none
  std::string header = "Authorization", scheme = "Bearer";  // as its dialect sends the credential
};

struct Provider {
  std::string slug, name;
  std::string dialect;       // "painter", "openrouter", "openai_chat": which adapter speaks to it
  std::string base_url;      // "" = inside this process
  std::string key_variable;  // environment variable that holds its key; "" = needs none
  std::string privacy_url, terms_url, status_url;
  std::map<std::string, std::string> switches{};  // how it differs from others of its dialect
  std::vector<std::string> trusted_hosts{};  // and what lies under them: may see the credential
  // What becomes of what it is sent, by its public terms; where these do not say, the worse.
  bool collects = true;  // may keep it, or train on it (provider.data_collection)
  bool zdr = false;      // keeps nothing once it has answered
  Probe probe{};
  // How far its adapter was tried: "live", "client" (the vendor's own takes the stand-in that the
  // tests play), "users" (a client of its users does), "documents" or "" (nothing to be proven).
  std::string proof{};
  bool connected = false;
  bool enabled = true;       // false: the operator shut it out, also for credentials of a team
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
  // A model that an upstream lists: what is known of it here goes before it, and only its endpoint
  // is added where that provider has none.
  void add_imported(Model model);
  // Puts a provider to work: with a credential where it needs one, and another address if given.
  Status connect(const std::string& slug, std::string credential, std::string base_url);

  // Whether teams may reach it by credentials of their own, and where ("" = as it is).
  void set_reach(std::string_view slug, bool enabled, std::string base_url);
  // What is known better of a provider's terms than the catalog says.
  void set_policy(std::string_view slug, std::optional<bool> collects, std::optional<bool> zdr);
  // Every endpoint must have its provider. Error: one line that names the first that has none.
  Status check() const;

  // By id, alias, or either with a variant's suffix (":free", see variant.h); null when unknown.
  // "~author/family-latest" is the newest model whose family it is, of those that are connected if
  // there is one.
  const Model* find(std::string_view id) const;
  const Provider* provider(std::string_view slug) const;
  const std::vector<Model>& models() const { return models_; }
  const std::vector<Provider>& providers() const { return providers_; }
  // The model that answers for one that is known but not connected; "" = none does.
  const std::string& stand_in() const { return stand_in_; }
  void set_stand_in(std::string model) { stand_in_ = std::move(model); }
  // Ids of the `count` models that make pictures whose names are nearest, for "did you mean".
  std::vector<std::string> nearest_image_models(std::string_view id, std::size_t count) const;

 private:
  const Model* newest_of(std::string_view alias) const;

  std::vector<Model> models_;
  std::vector<Provider> providers_;
  std::map<std::string, std::string, std::less<>> aliases_;  // alias → id
  std::string stand_in_;
};

}  // namespace easel::gateway
