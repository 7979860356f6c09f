#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace easel {

// Every coroutine of the house runs on one io_context, which one thread runs: a loop. The executor
// is the concrete type, never any_io_executor (twice as fast, and a third of the compile time).
using Executor = boost::asio::io_context::executor_type;

// A coroutine that starts when awaited. It runs, and resumes, on the loop of whoever awaits it.
// Parameters are taken by value, or by reference to what outlives the whole request; a lambda that
// captures is never a coroutine; one co_await per statement.
template <class T = void>
using Task = boost::asio::awaitable<T, Executor>;

// Completion token for Asio operations: auto [ec, n] = co_await socket.async_read_some(buf,
// use_task);
inline constexpr auto use_task = boost::asio::as_tuple(boost::asio::use_awaitable_t<Executor>{});

// Starts a task on a loop and forgets it. An exception that leaves it is a bug: it is logged and
// counted, and the process goes on. `name` is for that log line.
void spawn(Executor executor, const char* name, Task<> task);

// The executor of the running coroutine.
Task<Executor> current_executor();

}  // namespace easel
