#pragma once

#include <string>

namespace easel::api {

// Who judges what is asked and what is made ([moderation] in docs/configuration.md).
struct ModerationRules {
  std::string url{};           // of an endpoint in OpenAI's shape; "" = nobody judges
  std::string credential{};    // goes to that address alone; "" = it needs none
  std::string model{};         // "" = the endpoint's own
  bool before = true;          // what is asked
  bool after = false;          // what was made, before anybody gets it
  bool pictures = false;       // its model looks at pictures too
  bool open = false;           // what it does not answer about passes; else it is refused
  bool keeps_nothing = false;  // requests with zero data retention may be shown to it

  friend bool operator==(const ModerationRules&, const ModerationRules&) = default;
  bool any() const { return !url.empty() && (before || after); }
};

}  // namespace easel::api
