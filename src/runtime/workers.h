#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/job.h"
#include "base/result.h"
#include "runtime/task.h"

namespace easel {

// The threads that work on pixels (drawing, codecs, hashing): long computations, no I/O. A fair,
// bounded queue: each lane (an API key) gets its turn, whatever another lane has queued. A running
// computation may spread loops over idle workers through the Parallel it is given; a lone one gets
// all of them, two get one each.
class Workers {
 public:
  virtual ~Workers() = default;
  // Waits for a turn, runs fn(parallel) on a worker, and resumes on the caller's loop.
  // Errors: overloaded (the queue is full); cancelled (stop was requested before the turn came).
  // An exception from fn is logged and comes back as internal.
  // `on_queue(position)` is called on the caller's loop: 0 = running now, n = n turns to wait; a
  // long wait is told in larger steps.
  virtual Task<Status> run(std::string lane, StopToken stop,
                           std::move_only_function<Status(Parallel&)> fn,
                           std::function<void(int)> on_queue = {}) = 0;
};

// threads 0 = one per core. max_queued: computations waiting, all lanes together.
// The destructor stops taking work, waits for what runs, and drops what is queued.
std::unique_ptr<Workers> make_workers(int threads, int max_queued);

// Threads for calls that block on the machine (files, name look-up, SQL): short, never computing.
class IoThreads {
 public:
  virtual ~IoThreads() = default;
  // Runs fn elsewhere, resumes on the caller's loop with what it returned.
  virtual Task<Status> run(std::move_only_function<Status()> fn) = 0;
};

std::unique_ptr<IoThreads> make_io_threads(int threads);

}  // namespace easel
