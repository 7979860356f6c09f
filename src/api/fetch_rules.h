#pragma once

#include <chrono>
#include <cstdint>

namespace easel::api {

// What this house fetches from, and posts to, for its clients.
struct FetchRules {
  bool allow_private = false;                   // also addresses that only this network can reach
  std::uint64_t most_bytes = 20u << 20;         // of one picture
  std::chrono::milliseconds most_time{20'000};  // for one picture, redirects included
  int redirects = 3;
};

}  // namespace easel::api
