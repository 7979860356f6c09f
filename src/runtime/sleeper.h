#pragma once

#include <functional>
#include <memory>

#include "runtime/task.h"

namespace easel {

// One suspended coroutine that no Asio operation holds: what Event, Clock::sleep and Workers are
// made of. One shot: one wait(), one wake(). Loop thread only; another thread posts a wake().
//
// The loop's io_context knows every sleeper, so that a coroutine that still sleeps when the loop is
// destroyed is destroyed with it, even when it owns the very thing that would have woken it.
// Cancelling the wait (Asio's cancellation slot) wakes it early.
class Sleeper : public std::enable_shared_from_this<Sleeper> {
 public:
  explicit Sleeper(Executor executor) : executor_(std::move(executor)) {}
  Sleeper(const Sleeper&) = delete;
  ~Sleeper();

  // Returns at once when wake() was called before. Keep the shared_ptr in the awaiting frame.
  Task<> wait();
  // Resumes the coroutine inside this call; see post_wake() when the caller is not done yet.
  void wake();
  // Resumes it from the loop, on a fresh stack. From any thread, while the loop lives.
  void post_wake();

  Executor executor() const { return executor_; }

 private:
  class Registry;
  void park(std::move_only_function<void()> resume);
  void unlink();

  Executor executor_;
  std::move_only_function<void()> resume_;
  bool woken_ = false;
  Registry* registry_ = nullptr;
  Sleeper* previous_ = nullptr;
  Sleeper* next_ = nullptr;
};

}  // namespace easel
