#include "runtime/loop.h"

#include <pthread.h>

#include <boost/asio/basic_signal_set.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <csignal>
#include <string>
#include <thread>
#include <utility>

#include "base/log.h"

namespace easel {

namespace asio = boost::asio;

// The hint 1 promises that one thread runs the loop (others only post), which spares its wake-ups.
Loop::Loop(int index) : index_(index), io_(1), clock_(make_clock(io_.get_executor())) {}

void Loop::post(std::move_only_function<void()> fn) {
  asio::post(io_, [fn = std::move(fn)]() mutable { fn(); });
}

namespace {

// A handler that throws is a bug; the loop goes on with the next one.
void run_until_stopped(asio::io_context& io) {
  auto work = asio::make_work_guard(io);
  while (!io.stopped()) {
    try {
      io.run();
    } catch (...) {
      log::bug("a loop");
    }
  }
}

// What was ready when the loop was told to stop still runs; what keeps making new work does not
// hold the process up.
void run_dry(asio::io_context& io) {
  constexpr int kMostHandlers = 10'000;
  io.restart();
  for (int i = 0; i < kMostHandlers; ++i) {
    try {
      if (io.poll_one() == 0) return;
    } catch (...) {
      log::bug("a loop that stops");
    }
  }
}

}  // namespace

Loops::Loops(int count) {
  // A peer that has gone is an error code of the write, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  for (int i = 0; i < count; ++i) loops_.push_back(std::make_unique<Loop>(i));
}

Loops::~Loops() = default;

void Loops::run() {
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < loops_.size(); ++i) {
    threads.emplace_back([this, i] {
      pthread_setname_np(pthread_self(), ("loop-" + std::to_string(i)).c_str());
      run_until_stopped(loops_[i]->io_);
      run_dry(loops_[i]->io_);
    });
  }
  run_until_stopped(loops_[0]->io_);
  run_dry(loops_[0]->io_);
}

void Loops::stop() {
  for (auto& loop : loops_) loop->io_.stop();
}

namespace {

using Signals = asio::basic_signal_set<Executor>;

void wait_for_signal(std::shared_ptr<Signals> signals, std::function<void()> fn) {
  auto& set = *signals;
  set.async_wait([signals = std::move(signals), fn = std::move(fn)](boost::system::error_code error,
                                                                    int) mutable {
    if (error) return;
    fn();
    wait_for_signal(std::move(signals), std::move(fn));
  });
}

}  // namespace

void on_signals(Loop& loop, std::initializer_list<int> signals, std::function<void()> fn) {
  auto set = std::make_shared<Signals>(loop.executor());
  for (int signal : signals) set->add(signal);
  wait_for_signal(std::move(set), std::move(fn));
}

}  // namespace easel
