#include "runtime/event.h"

#include <iterator>
#include <utility>

#include "runtime/sleeper.h"

namespace easel {

// In the event's list until it is notified, times out, or its frame is destroyed; whichever comes
// first takes it out, so that the outcome is decided once.
struct Event::Waiter {
  explicit Waiter(Executor executor) : sleeper(std::make_shared<Sleeper>(std::move(executor))) {}

  std::shared_ptr<Sleeper> sleeper;
  Event* event = nullptr;  // null once it is out of the list
  std::list<std::shared_ptr<Waiter>>::iterator place;
  bool notified = false;

  void leave() {
    if (event) std::exchange(event, nullptr)->waiters_.erase(place);
  }
};

namespace {

// Takes a waiter out of its list when the awaiting frame goes, however it goes.
template <class Waiter>
struct Leaving {
  std::shared_ptr<Waiter> waiter;
  ~Leaving() { waiter->leave(); }
};

}  // namespace

Event::~Event() {
  notify_all();
}

void Event::notify_all() {
  auto woken = std::move(waiters_);
  waiters_.clear();
  for (auto& waiter : woken) waiter->event = nullptr;
  for (auto& waiter : woken) {
    waiter->notified = true;
    waiter->sleeper->post_wake();
  }
}

Task<> Event::wait() {
  Executor executor = co_await current_executor();
  Leaving<Waiter> leaving{std::make_shared<Waiter>(executor)};
  auto& waiter = *leaving.waiter;
  waiter.event = this;
  waiter.place = waiters_.insert(waiters_.end(), leaving.waiter);
  co_await waiter.sleeper->wait();
}

Task<bool> Event::wait_until(Clock& clock, Time deadline) {
  Executor executor = co_await current_executor();
  Leaving<Waiter> leaving{std::make_shared<Waiter>(executor)};
  auto& waiter = *leaving.waiter;
  waiter.event = this;
  waiter.place = waiters_.insert(waiters_.end(), leaving.waiter);
  auto timer = clock.at(deadline, [waiter = leaving.waiter] {
    if (!waiter->event) return;
    auto keep = waiter;
    keep->leave();
    keep->sleeper->post_wake();
  });
  co_await waiter.sleeper->wait();
  co_return waiter.notified;
}

}  // namespace easel
