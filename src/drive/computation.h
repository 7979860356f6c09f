#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/job.h"
#include "gateway/event.h"
#include "providers/provider.h"
#include "runtime/task.h"
#include "runtime/workers.h"

namespace easel::drive {

// A computation on a worker and the loop that takes its events. The worker waits while a megabyte
// of events is not yet taken, so a slow disk holds the drawing back and memory stays small.
class Computation {
 public:
  Computation(Workers& workers, Executor executor, std::string lane, StopToken stop,
              std::function<Status(Job&, const providers::Emit&)> work);
  // Abandons what still runs; the worker notices at its next event or question.
  ~Computation();

  void start();
  // The events so far; false: the computation has ended and these are the last.
  Task<bool> next(gateway::Events& events);
  void abandon();
  const Status& status() const;  // once next() gave false

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace easel::drive
