#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

// Guardrails, the keys they hold for, and codes that become keys: calls of a Database, in a header
// of their own. Inside a Store's read() or write(), as every other.
namespace easel::store {

// What keys may ask for beyond their own limits. The budget is of each key by itself.
struct Guardrail {
  std::string id{}, owner_hash{}, name{}, description{};
  std::optional<Money> limit{};
  std::string limit_reset{};  // "daily", "weekly", "monthly", or "" = never
  bool include_byok = false;  // what goes to the team's own accounts counts too
  std::string rules = "{}";   // a JSON object that the store does not read
  Micros created_at = 0;
  std::optional<Micros> updated_at{};
  std::string default_of{};  // the workspace for all whose keys it holds; "" = for those assigned
};

struct GuardrailKey {
  std::string id{}, guardrail_id{}, key_hash{};
  std::string key_name{}, key_label{};  // as the key has them; not written
  std::string assigned_by{};
  Micros created_at = 0;
};

// It holds for the keys that a member uses.
struct GuardrailMember {
  std::string id{}, guardrail_id{}, member_id{}, assigned_by{};
  Micros created_at = 0;
};

Result<std::vector<Guardrail>> guardrails(Database& database);  // oldest first
Result<std::vector<Guardrail>> guardrails_of(Database& database, const std::string& key_hash);
// As a whole, by its id. conflict: there are a thousand already.
Status save_guardrail(Database& database, const Guardrail& guardrail);
Status delete_guardrail(Database& database, const std::string& id);
Result<std::vector<GuardrailMember>> guardrail_members(Database& database);
// How many were not before, or were; not_found: one of them is nobody.
Result<std::int64_t> assign_guardrail(Database& database,
                                      const std::vector<GuardrailMember>& members);
Result<std::int64_t> unassign_members(Database& database, const std::string& id,
                                      const std::vector<std::string>& member_ids);
Result<std::vector<GuardrailKey>> guardrail_keys(Database& database);
// How many were not assigned, or were, before.
Result<std::int64_t> assign_guardrail(Database& database, const std::vector<GuardrailKey>& keys);
Result<std::int64_t> unassign_guardrail(Database& database, const std::string& id,
                                        const std::vector<std::string>& key_hashes);

// A code of OAuth's PKCE. `id` is the SHA-256 of the code, which is not kept.
struct OauthCode {
  std::string id{};
  std::string made_by{};  // hash of a management key
  std::string callback_url{}, challenge{}, challenge_method{}, key_label{};
  std::optional<Money> limit{};
  std::string limit_reset{};
  std::optional<Micros> key_expires_at{};
  Micros created_at = 0;
};

Status save_code(Database& database, const OauthCode& code);
// Once: whoever comes second gets none, and so does whoever comes after ten minutes.
Result<std::optional<OauthCode>> take_code(Database& database, const std::string& id, Micros now);

}  // namespace easel::store
