#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

// What members keep beside their rooms: stars of pictures and prompts to use again; and where a
// picture of theirs came from. Calls of a Database, in a header of their own. Inside a Store's
// read() or write(), as every other.
namespace easel::store {

struct Rating {
  std::string sha256;
  std::int64_t stars = 0;  // 1 to 5
};

Result<std::vector<Rating>> ratings(Database& database, const std::string& member_id);
// No stars take a rating away.
Status rate(Database& database, const std::string& member_id, const Rating& rating, Micros now);
// Generations of that key with a picture that the member gave at least so many stars, newest first.
Result<std::vector<std::string>> rated_generations(Database& database, const std::string& member_id,
                                                   const std::string& key_hash, std::int64_t stars,
                                                   std::int64_t at_most);

struct SavedPrompt {
  std::string id, name, body;
  Micros updated_at = 0;
};

// Last changed first.
Result<std::vector<SavedPrompt>> saved_prompts(Database& database, const std::string& member_id);
// conflict: there are a thousand already.
Status save_prompt(Database& database, const std::string& member_id, const SavedPrompt& prompt);
Status delete_prompt(Database& database, const std::string& member_id, const std::string& id);

// The newest generation that made a picture of that hash, of that key; "": of any key.
Result<std::optional<std::string>> generation_of(Database& database, const std::string& key_hash,
                                                 const std::string& sha256);
// Turns of the member's rooms that have the picture in them, oldest first: what made it, and what
// was made from it.
Result<std::vector<Turn>> turns_with(Database& database, const std::string& member_id,
                                     const std::string& sha256, std::int64_t at_most);
// All rooms, ratings and saved prompts of a member.
Status clear_shelf(Database& database, const std::string& member_id);

// How the tries at each provider of a model ("" = of all models) ended, by the hour.
struct TriesOfHour {
  std::string provider;
  std::int64_t hour = 0;  // since 1970
  std::int64_t tries = 0;
  std::int64_t failures = 0;  // that were the provider's: 401, 402, 408, 429 and 5xx
};
Result<std::vector<TriesOfHour>> tries_by_hour(Database& database, const std::string& model,
                                               Micros since);

}  // namespace easel::store
