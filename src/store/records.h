#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/money.h"

// What the store keeps, as plain values. Times are unix microseconds, UTC.
namespace easel::store {

using Micros = std::int64_t;

// Whatever belongs to no workspace of its own belongs to this one.
inline constexpr std::string_view kDefaultWorkspace = "00000000-0000-4000-8000-000000000000";

struct Usage {  // money spent by a key, in the running UTC day, ISO week, month, and for ever
  Money day, week, month, total;
};

// What a key may do beside spending, and what is kept of its generations.
struct KeyPolicy {
  bool logging = false;                    // prompts and answers are kept, to be read again
  bool zdr = false;                        // nothing of prompt or picture reaches the disk
  std::optional<std::int64_t> keep_hours;  // of pictures and content; 0 = until deleted
  // Of its own; none = what the configuration says.
  std::optional<std::int64_t> per_minute, pictures_per_minute, pictures_at_once;
};

struct Key {
  std::string
      hash;  // lower-case hex SHA-256 of the secret: the primary key; the secret is not kept
  std::string parent_hash{};  // the management key that made it, "" = the operator
  std::string name;
  std::string label;  // "sk-easel-v1-abc…xyz"
  Micros created_at = 0;
  std::optional<Micros> updated_at{};
  std::optional<Micros> expires_at{};
  bool disabled = false;
  bool management = false;
  std::optional<Money> limit{};  // most it may spend; none = no limit
  std::string limit_reset{};     // "daily", "weekly", "monthly", or "" = never
  Usage usage{};                 // as of now: rolled over to the running day, week and month
  Usage byok{};                  // the same, spent through the team's own accounts at providers
  bool include_byok = false;     // that counts against the limit too
  Money held{};                  // sum of open holds: its own and those of keys it made
  std::string creator{};         // creator_user_id, as whoever made it said
  std::string external_user{};
  bool deleted = false;
  std::string workspace{kDefaultWorkspace};  // its id
  KeyPolicy policy{};

  // What counts against the limit: spent in the running window of limit_reset.
  Money used_in_window() const {
    auto used = window(usage);
    return include_byok ? used + window(byok) : used;
  }
  Money window(const Usage& of) const {
    if (limit_reset == "daily") return of.day;
    if (limit_reset == "weekly") return of.week;
    if (limit_reset == "monthly") return of.month;
    return of.total;
  }
};

struct NewKey {
  std::string secret;
  std::string name;
  std::string parent_hash{};
  std::optional<Money> limit{};
  std::string limit_reset{};
  std::optional<Micros> expires_at{};
  bool management = false;
  bool include_byok = false;
  std::string creator{}, external_user{};
  std::string workspace{kDefaultWorkspace};  // its id
  KeyPolicy policy{};
};

// What GET /generations and its neighbours filter by: who asked, through which program.
struct Attribution {
  std::string user{}, session_id{};
  std::string referer{}, app{};  // HTTP-Referer, X-Title
  // What else the client said of it, such as {"trace.trace_id", "…"}; read by labels() only.
  std::vector<std::pair<std::string, std::string>> labels{};
};

// A generation from its first hold to its end. `detail` is a JSON object the store does not read
// (what GET /generation answers beyond these columns).
struct Generation {
  std::string id;
  std::string key_hash;
  std::string model;  // asked for, then the one that answered
  std::string provider;
  std::string state;  // "running", "done", "failed", "cancelled", "interrupted"
  Micros created_at = 0;
  std::optional<Micros> finished_at{};
  Money cost{};
  Money byok{};          // what it cost through a key of the team's own, beside `cost`
  bool own_key = false;  // such a key served it, or may while it runs
  std::string finish_reason{};
  std::string error{};  // message of the failure, "" when none
  std::string detail = "{}";
  std::string resume{};    // opaque token of the job upstream, "" when there is none
  std::string api_type{};  // "completions" or "image"
  Attribution by{};
  bool zdr = false;
  bool elsewhere = false;  // another node began it
  std::int64_t milliseconds = 0;
  std::int64_t prompt_tokens = 0, completion_tokens = 0, reasoning_tokens = 0, pictures_out = 0;
};

// Whether an answer reached whoever asked.
enum class Delivery { as_usual, whole, lost };

struct Picture {
  int index = 0;
  std::string sha256;      // hex, of the file's bytes
  std::string media_type;  // from the bytes: image/png …
  std::int64_t bytes = 0;
  int width = 0, height = 0;
  std::string path;                    // relative to the media folder
  std::optional<Micros> keep_until{};  // none: until deleted
};

// What a hold asks: reserve `amount` for this key and open the generation's row.
struct Hold {
  std::string generation_id;
  std::string key_hash;
  std::string model;
  Money amount;
  Micros now = 0;
  // A client's Idempotency-Key and the hash of what it sent with it; "" = none.
  std::string idempotency_key{};
  std::string request_hash{};
  std::string detail = "{}";   // the row's until it is settled
  std::string callback_url{};  // who is told of the end, "" = nobody
  std::string api_type{};
  Attribution by{};
  bool zdr = false;
  // Without an idempotency key, a generation of an equal request that was made since then, and
  // whose answer was lost on the way, is the twin; 0 = none is.
  Micros joins_since = 0;
  bool enforce_credits = false;  // the account's credit must cover it
};

// A post owed to whoever asked to be called back.
struct Callback {
  std::string generation_id;
  std::string url;
  std::string state;  // "waiting" (the generation runs), "due", "delivered", "given_up"
  int tries = 0;
  Micros next_at = 0;
};

struct HoldAnswer {
  // A twin: this idempotency key was used before for the same request. Nothing was held; the
  // generation of that id is running, or finished and can be answered again.
  std::optional<Generation> twin{};
};

// One try of a generation at one provider.
struct Attempt {
  std::string provider;  // slug
  std::string model;
  int status = 200;  // HTTP status that the try came to
  std::string error{};
  std::int64_t milliseconds = 0;
  Micros at = 0;
};

// What was asked and answered, kept for a key that logs.
struct Content {
  std::string input, output;  // JSON
  std::string words;          // of the prompt, in lower case, to search in
  std::optional<Micros> keep_until{};
};

// The end of a generation: the hold becomes the charge (cost ≤ hold or not: the truth is charged),
// or is released when cost is 0.
struct Settlement {
  std::string generation_id;
  std::string state;  // "done", "failed", "cancelled", "interrupted"
  Money cost;
  Money byok{};          // what went to the team's own account at a provider
  bool own_key = false;  // a key of the team's own served it
  std::string model, provider, finish_reason, error, detail = "{}";
  Micros now = 0;
  std::vector<Attempt> attempts{};
  std::int64_t milliseconds = 0;
  std::int64_t prompt_tokens = 0, completion_tokens = 0, reasoning_tokens = 0, pictures_out = 0;
  Delivery delivery = Delivery::as_usual;
  // What an upstream billed for nothing that anybody can fetch.
  Money loss{};
  bool may_have_billed = false;  // or perhaps up to the hold: a loss that is not certain
  std::string loss_reason{};
  std::optional<Content> content{};
};

// What a provider wants back with a picture that it made (a thought signature).
struct PictureSignature {
  std::string key_hash;
  std::string sha256;    // of the picture's bytes, hex
  std::string provider;  // slug
  std::string json;
  Micros at = 0;
};

struct LedgerEntry {
  std::int64_t id = 0;
  Micros at = 0;
  std::string key_hash;
  std::string generation_id;
  std::string kind;  // "hold" (−amount), "release" (+amount), "charge" (−amount)
  Money amount;      // signed
};

}  // namespace easel::store
