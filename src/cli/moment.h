#pragma once

#include <chrono>

#include "store/records.h"

namespace easel::cli {

inline store::Micros now() {
  auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

}  // namespace easel::cli
