#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "api/house.h"
#include "api/json_body.h"
#include "http/server.h"

// Presets: settings that an account keeps under a name, and a request takes by it.
namespace easel::api {

struct Preset {
  std::string system_prompt{};   // "" = none
  boost::json::object config{};  // fields of a request: model, temperature, provider …
};

// Where the presets of an account are. The house without one has none.
class PresetSource {
 public:
  virtual ~PresetSource() = default;
  // None: the key's account has no such preset, or it is not in use.
  virtual Task<Result<std::optional<Preset>>> find(store::Key key, std::string slug) = 0;
};

// The preset that a request's document names: "@preset/slug" or "author/model@preset/slug" as
// `model`, or "slug" as `preset`; "" = none. Takes the name out of the document.
std::string take_preset_name(boost::json::object& document);

// Fields of the request stay, others are the preset's; `tools` are joined. The system prompt goes
// where the document's dialect has it: `instructions`, `system`, or a message before the others.
void fill_in(boost::json::object& document, Preset preset);

// What `image_config` says becomes the fields of the image doors, where these are not given.
void spread_image_config(boost::json::object& document);

// take_preset_name() and fill_in() on a document. Errors: not_found (no such preset), those of the
// source.
Task<Status> apply_preset(House& house, const store::Key& key, boost::json::object& document);

// The same on a body that was fed. Errors: those of the body, too.
Task<Status> apply_preset(House& house, const store::Key& key, JsonBody& body);

// The whole body of `in`, with the preset that it names.
template <class Body>
Task<Status> read_body(House& house, const store::Key& key, http::Request& in, Body& body) {
  auto fed = co_await feed_body(in, body);
  CO_TRY(std::move(fed));
  co_return co_await apply_preset(house, key, body);
}

}  // namespace easel::api
