#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "runtime/clock.h"
#include "runtime/task.h"

namespace easel {

// A program that this one runs and watches. It has a process group of its own, no standard input,
// none of this process's files, and none of its environment variables that hold a secret (…_KEY,
// …_TOKEN, …_SECRET, …_PASSWORD). It dies with this process, however that ends.
//
// Everything happens on one loop. Start it on a thread that lives as long as the process (loop 0's
// is the main one): the kernel ends a child together with the thread that made it. Dropping it
// kills it.
class Child {
 public:
  struct Order {
    std::vector<std::string> command;  // a path, or a name to be looked for in PATH; its arguments
    // Each line of its output, on the loop: ended by \n or \r, cut at 4 KiB, without its end.
    std::function<void(std::string_view)> on_line{};
  };
  // Errors: unavailable, "… cannot be run: No such file or directory."
  static Result<std::unique_ptr<Child>> start(Executor executor, Order order);
  ~Child();

  pid_t pid() const;
  bool running() const;
  // How it ended: "with exit code 3", "by signal 9"; "" while it runs.
  const std::string& ending() const;
  Task<> ended();    // resumes when it has ended
  void terminate();  // SIGTERM to its group
  void kill();       // SIGKILL
  // SIGTERM, and SIGKILL when that was not enough; resumes when it has ended.
  Task<> stop(Clock& clock, Duration grace);

 private:
  struct State;
  explicit Child(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace easel
