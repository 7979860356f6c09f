#pragma once

#include "api/presets.h"
#include "api/route_parts.h"
#include "store/store.h"

// Presets as the store keeps them, and their routes: /presets and what lies under it.
namespace easel::api {

// A team's own go before those of the whole account; the designated version counts.
class StoredPresets final : public PresetSource {
 public:
  StoredPresets(store::Store& store, Clock& clock) : store_(store), clock_(clock) {}
  Task<Result<std::optional<Preset>>> find(store::Key key, std::string slug) override;

 private:
  store::Store& store_;
  Clock& clock_;
};

// The preset that a request's body makes: its fields that say how, not what, is to be answered, and
// its system prompt wherever the dialect has it. Errors: invalid_request, naming the field.
Result<Preset> preset_from(const boost::json::object& document);

void add_preset_routes(const AddRoute& add, House& house);

}  // namespace easel::api
