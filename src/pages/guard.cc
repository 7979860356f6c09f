#include "pages/guard.h"

namespace easel::pages {
namespace {

constexpr int kTries = 10;
constexpr std::size_t kMostNames = 10'000;
constexpr std::chrono::minutes kWait{15};

}  // namespace

bool Guard::may_try(const std::string& name, Time now) {
  std::lock_guard lock(mutex_);
  auto found = tries_.find(name);
  if (found == tries_.end()) return true;
  if (found->second.until <= now) {
    tries_.erase(found);
    return true;
  }
  return found->second.wrong < kTries;
}

void Guard::wrong(const std::string& name, Time now) {
  std::lock_guard lock(mutex_);
  if (tries_.size() >= kMostNames)
    std::erase_if(tries_, [&](auto& t) { return t.second.until <= now; });
  if (tries_.size() >= kMostNames) return;
  auto& tries = tries_[name];
  ++tries.wrong;
  tries.until = now + kWait;
}

void Guard::right(const std::string& name) {
  std::lock_guard lock(mutex_);
  tries_.erase(name);
}

}  // namespace easel::pages
