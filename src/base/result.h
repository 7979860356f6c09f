#pragma once

#include <expected>
#include <utility>

#include "base/error.h"

// Result<T>: a value or an Error. Exceptions are bugs and are caught at the edge of a connection or
// a job; everything that can be expected to fail returns this.
namespace easel {

template <class T>
using Result = std::expected<T, Error>;

using Status = Result<void>;

inline std::unexpected<Error> fail(Error error) {
  return std::unexpected(std::move(error));
}
inline std::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return std::unexpected(Error{.kind = kind, .message = std::move(message)});
}

}  // namespace easel

// TRY(expr): the value of a Result, or leave this function with its error.
// CO_TRY(co_await expr): the same in a coroutine. One co_await per statement.
// Both also take Status; the statement then has no value.
#define TRY(...)                                                \
  ({                                                            \
    auto easel_result_ = (__VA_ARGS__);                         \
    if (!easel_result_) [[unlikely]]                            \
      return std::unexpected(std::move(easel_result_).error()); \
    std::move(easel_result_).value();                           \
  })

#define CO_TRY(...)                                                \
  ({                                                               \
    auto easel_result_ = (__VA_ARGS__);                            \
    if (!easel_result_) [[unlikely]]                               \
      co_return std::unexpected(std::move(easel_result_).error()); \
    std::move(easel_result_).value();                              \
  })
