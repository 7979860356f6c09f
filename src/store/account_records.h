#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/records.h"

// What accounts are made of and asked about, as plain values. Times are unix microseconds, UTC.
namespace easel::store {

// What changes of a key; absent = stays.
struct KeyChange {
  std::optional<std::string> name{};
  std::optional<bool> disabled{};
  std::optional<std::optional<Money>> limit{};
  std::optional<std::string> limit_reset{};
  std::optional<bool> include_byok{};
  std::optional<std::optional<Micros>> expires_at{};
  std::optional<KeyPolicy> policy{};
};

struct KeyFilter {
  std::string parent_hash{};     // only those that this key made; "" = all
  std::string workspace{};       // only those of this workspace; "" = all
  bool management = true;        // management keys too
  bool include_disabled = true;  // disabled and expired ones too
  std::int64_t offset = 0;
  std::int64_t at_most = 1'000'000;
};

struct Credit {
  std::string id;
  Micros at = 0;
  Money amount;  // < 0: taken back
  std::string note;
  std::string made_by;  // hash of a management key, or "operator"
};

// credits − spent − held is what is left.
struct Account {
  Money credits, spent, held;
};

struct Loss {
  std::string generation_id;
  Micros at = 0;
  Money amount;
  bool certain = true;  // false: it may have billed up to this much
  std::string reason;
};

// Absent or "" = any.
struct GenerationFilter {
  std::string key_hash{}, parent_hash{};
  std::string model{}, provider{}, state{}, user{}, session_id{}, app{};
  std::vector<std::pair<std::string, std::string>> labels{};  // all of them
  std::optional<Micros> since{}, before{};
  std::string text{};  // in the prompt, where content is kept; its letters' case means nothing
  // The last one seen: those that are older follow, newest first.
  std::optional<Micros> cursor_at{};
  std::string cursor_id{};
  std::int64_t at_most = 50;
};

struct Feedback {
  std::string id, generation_id, key_hash, category, comment;
  Micros at = 0;
};

// Sums over generations that have ended.
struct Sums {
  std::int64_t requests = 0, failures = 0;
  Money spent, byok;
  std::int64_t prompt_tokens = 0, completion_tokens = 0, reasoning_tokens = 0;
  std::int64_t pictures = 0, milliseconds = 0;

  Sums& operator+=(const Sums& other);
};

enum class Dimension { key, model, provider, api_type, app, user, session, state };
enum class Step { none, minute, hour, day };

struct SumsFilter {
  Dimension field;
  enum class Test { eq, neq, in, not_in, gt, gte, lt, lte } test = Test::eq;
  std::vector<std::string> values;
};

struct SumsQuery {
  Micros since = 0, before = 0;  // by when the generation began; whole steps are given
  Step step = Step::none;
  std::vector<Dimension> by{};  // at most two
  std::vector<SumsFilter> filters{};
  std::string parent_hash{};  // only keys that this one made, and itself
  std::int64_t at_most = 100'000;
};

struct SumsRow {
  std::int64_t step = 0;  // minutes, hours or days since 1970
  std::array<std::string, 2> by{};
  Sums sums{};
};

// Whose things are to be forgotten: what it cost stays in the accounts, what it was goes.
struct Forgetting {
  std::string generation_id{}, key_hash{}, user{};  // exactly one
};

}  // namespace easel::store
