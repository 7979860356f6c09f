#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

// How pixel code meets threads without knowing them. A long computation gets a Job: it asks it
// whether to go on, spreads loops over whatever threads are free, and tells how far it is. Nothing
// here blocks on I/O, and nothing here knows a loop, a socket or a request.
namespace easel {

// Asked from any thread; set once, never cleared. Copies share one flag.
class StopToken {
 public:
  StopToken() : flag_(std::make_shared<std::atomic<bool>>(false)) {}
  bool requested() const { return flag_->load(std::memory_order_relaxed); }
  void request() const { flag_->store(true, std::memory_order_relaxed); }

 private:
  std::shared_ptr<std::atomic<bool>> flag_;
};

// Threads that are willing to share a loop. The calling thread always takes part, so a loop ends
// even when every other thread is busy. Which thread runs which index is not defined: a body must
// give the same bytes whichever it is, so it writes only to what its own index owns.
class Parallel {
 public:
  virtual ~Parallel() = default;
  // Runs body(0) … body(count - 1), each once, and returns when all have returned. Bodies must not
  // throw. May be called from inside a body (the inner loop then runs mostly on this thread).
  virtual void for_each(int count, const std::function<void(int)>& body) = 0;
  virtual int width() const = 0;  // how many threads may take part, this one included
};

// A Parallel of its own `threads` threads (0 = as many as the machine has), for the command line,
// tests and benchmarks. The server shares its workers instead (runtime/workers.h).
std::unique_ptr<Parallel> make_threads(int threads);

// What one computation needs from its surroundings. All references outlive the computation.
struct Job {
  Parallel& parallel;
  StopToken stop{};
  // fraction 0…1 of the whole, never going back, and the name of the stage ("sky", "terrain", …).
  // Called on the computing thread; must return quickly.
  std::function<void(double fraction, std::string_view stage)> progress = [](double,
                                                                             std::string_view) {};
};

}  // namespace easel
