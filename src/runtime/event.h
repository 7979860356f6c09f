#pragma once

#include <functional>
#include <list>

#include "runtime/clock.h"
#include "runtime/task.h"

namespace easel {

// "Something changed, look again", between coroutines of one loop. Waiting does not consume
// anything: the waiter re-checks its condition, as with a condition variable. Not thread-safe;
// another thread posts to the loop and notifies there. When an Event is destroyed, its waiters are
// woken; they must not touch it again (keep it alive by owning what holds it).
class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  ~Event();

  void notify_all();
  Task<> wait();
  // True: notified. False: the time came first.
  Task<bool> wait_until(Clock& clock, Time deadline);

 private:
  struct Waiter;
  std::list<std::shared_ptr<Waiter>> waiters_;
};

}  // namespace easel
