#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

#include "runtime/loop.h"
#include "runtime/task.h"

// For tests: run a coroutine to its end and get what it returns (or throws).
namespace easel::testing {

template <class T>
Task<> keep_result(Task<T> task, std::optional<T>& result) {
  result.emplace(co_await std::move(task));
}

// On an io_context of the caller's; other tasks on it run meanwhile. Throws when the task has not
// ended in `limit`.
inline void run_on(boost::asio::io_context& io, Task<> task,
                   std::chrono::seconds limit = std::chrono::seconds(60)) {
  bool done = false;
  std::exception_ptr error;
  boost::asio::co_spawn(io.get_executor(), std::move(task), [&](std::exception_ptr thrown) {
    error = thrown;
    done = true;
  });
  io.restart();
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!done) {
    if (io.run_one_until(deadline) == 0) throw std::runtime_error("the task did not end in time");
  }
  if (error) std::rethrow_exception(error);
}

template <class T>
  requires(!std::is_void_v<T>)
T run_on(boost::asio::io_context& io, Task<T> task,
         std::chrono::seconds limit = std::chrono::seconds(60)) {
  std::optional<T> result;
  run_on(io, keep_result(std::move(task), result), limit);
  return std::move(*result);
}

template <class T>
T run_on(Loop& loop, Task<T> task, std::chrono::seconds limit = std::chrono::seconds(60)) {
  return run_on(loop.io(), std::move(task), limit);
}

// On a fresh io_context, which is destroyed (with whatever still sleeps on it) before this returns.
template <class T>
T run(Task<T> task, std::chrono::seconds limit = std::chrono::seconds(60)) {
  boost::asio::io_context io(1);
  return run_on(io, std::move(task), limit);
}

}  // namespace easel::testing
