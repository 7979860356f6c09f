#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/records.h"

// What a team shares, as plain values. `owner_hash`: the limited management key whose team has it,
// "" = everybody of the account.
namespace easel::store {

struct PresetVersion {
  std::string id{};
  std::int64_t version = 1;
  std::string creator{};        // hash of a key
  std::string system_prompt{};  // "" = none
  std::string config = "{}";    // a JSON object: fields of a request
  Micros created_at = 0;
};

struct Preset {
  std::string id{}, owner_hash{}, slug{}, name{}, description{};
  std::string status = "active";  // "active", "disabled", "archived"
  std::string creator{};          // hash of a key
  Micros created_at = 0, updated_at = 0;
  std::optional<Micros> status_updated_at{};
  PresetVersion designated{};  // what requests get
};

// What changes of a preset; absent = stays.
struct PresetChange {
  std::optional<std::string> name{}, description{}, status{};
  std::optional<std::int64_t> designated{};  // a version that there is
};

// A credential of the team at a provider. The secret is sealed; the store never sees it open.
struct OwnKey {
  std::string id{}, owner_hash{};
  std::string provider{};  // slug
  std::string name{};      // "" = none
  std::string label{};     // enough to recognise it by
  std::string sealed{};    // base/vault.h; its id is bound to it
  bool disabled = false;
  bool fallback = false;  // behind the house's own credential
  bool required = false, only = false;
  std::optional<bool> declared_zdr{};
  // JSON arrays, "" = everything.
  std::string allowed_models{}, allowed_keys{}, allowed_users{};
  std::int64_t sort_order = 0;
  Micros created_at = 0;
};

}  // namespace easel::store
