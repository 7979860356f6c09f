#include "runtime/task.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <exception>

#include "base/log.h"

namespace easel {

namespace asio = boost::asio;

void spawn(Executor executor, const char* name, Task<> task) {
  asio::co_spawn(executor, std::move(task), [name](std::exception_ptr error) {
    if (!error) return;
    try {
      std::rethrow_exception(error);
    } catch (...) {
      log::bug(name);
    }
  });
}

Task<Executor> current_executor() {
  Executor executor = co_await asio::this_coro::executor;
  co_return executor;
}

}  // namespace easel
