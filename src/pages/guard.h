#pragma once

#include <map>
#include <mutex>
#include <string>

#include "runtime/clock.h"

namespace easel::pages {

// Slows down who guesses passwords: ten wrong ones for a name, and that name waits a quarter of an
// hour. Thread-safe; one for all loops.
class Guard {
 public:
  bool may_try(const std::string& name, Time now);
  void wrong(const std::string& name, Time now);
  void right(const std::string& name);

 private:
  struct Tries {
    int wrong = 0;
    Time until{};
  };
  std::mutex mutex_;
  std::map<std::string, Tries> tries_;
};

}  // namespace easel::pages
