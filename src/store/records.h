#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/money.h"

// What the store keeps, as plain values. Times are unix microseconds, UTC.
namespace easel::store {

using Micros = std::int64_t;

struct Usage {  // money spent by a key, in the running UTC day, ISO week, month, and for ever
  Money day, week, month, total;
};

struct Key {
  std::string
      hash;  // lower-case hex SHA-256 of the secret: the primary key; the secret is not kept
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
  Money held{};                  // sum of its open holds

  // What counts against the limit: spent in the running window of limit_reset.
  Money used_in_window() const {
    if (limit_reset == "daily") return usage.day;
    if (limit_reset == "weekly") return usage.week;
    if (limit_reset == "monthly") return usage.month;
    return usage.total;
  }
};

struct NewKey {
  std::string secret;
  std::string name;
  std::optional<Money> limit{};
  std::string limit_reset{};
  std::optional<Micros> expires_at{};
  bool management = false;
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
  std::string finish_reason{};
  std::string error{};  // message of the failure, "" when none
  std::string detail = "{}";
  std::string resume{};  // opaque token of the job upstream, "" when there is none
};

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

// The end of a generation: the hold becomes the charge (cost ≤ hold or not: the truth is charged),
// or is released when cost is 0.
struct Settlement {
  std::string generation_id;
  std::string state;  // "done", "failed", "cancelled", "interrupted"
  Money cost;
  std::string model, provider, finish_reason, error, detail = "{}";
  Micros now = 0;
  std::vector<Attempt> attempts{};
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
