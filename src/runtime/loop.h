#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <initializer_list>
#include <memory>
#include <vector>

#include "runtime/clock.h"
#include "runtime/task.h"

namespace easel {

// One thread's io_context, clock and name. The objects of a loop belong to its thread.
class Loop {
 public:
  explicit Loop(int index);

  int index() const { return index_; }
  boost::asio::io_context& io() { return io_; }
  Executor executor() { return io_.get_executor(); }
  Clock& clock() { return *clock_; }
  // From any thread.
  void post(std::move_only_function<void()> fn);

 private:
  friend class Loops;
  int index_;
  boost::asio::io_context io_;
  std::unique_ptr<Clock> clock_;
};

// All loops of the process. run() starts a thread for each but the first, which runs on the caller,
// and returns after stop(), once every loop has run dry of ready handlers.
class Loops {
 public:
  explicit Loops(int count);
  ~Loops();

  int size() const { return static_cast<int>(loops_.size()); }
  Loop& at(int index) { return *loops_[static_cast<std::size_t>(index)]; }
  void run();
  void stop();  // from any thread

 private:
  std::vector<std::unique_ptr<Loop>> loops_;
};

// Calls fn on `loop` once for each of these signals that the process gets.
void on_signals(Loop& loop, std::initializer_list<int> signals, std::function<void()> fn);

}  // namespace easel
