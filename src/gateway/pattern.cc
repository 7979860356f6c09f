#include "gateway/pattern.h"

namespace easel::gateway {

// Greedy, going back to the last star only: linear but for that one.
bool matches(std::string_view id, std::string_view pattern) {
  std::size_t at = 0, in = 0, star = pattern.npos, resume = 0;
  while (at < id.size()) {
    if (in < pattern.size() && pattern[in] == '*') {
      star = in++;
      resume = at;
    } else if (in < pattern.size() && pattern[in] == id[at]) {
      ++in, ++at;
    } else if (star != pattern.npos) {
      in = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (in < pattern.size() && pattern[in] == '*') ++in;
  return in == pattern.size();
}

}  // namespace easel::gateway
