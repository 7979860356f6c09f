#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fleet/limits.h"

// Limits that several servers share, counted in Redis by one script (limits.lua).
namespace easel::fleet {

// redis://[user:password@]host[:port][/database], or unix:///path of its socket.
struct RedisAddress {
  std::string host{}, socket{};  // one of them
  int port = 6379, database = 0;
  std::string user{}, password{};
};
std::optional<RedisAddress> parse_redis(std::string_view url);

struct RedisOptions {
  // Redis's own clock counts, so that those of the servers need not agree. Tests bring theirs.
  bool its_clock = true;
};

// When Redis cannot be asked (refused, or silent for a second), this server limits by what it has
// seen itself, says so once in the log, and asks Redis again every five seconds. What runs
// meanwhile is not counted by the others. The places of a server that died count for thirty seconds
// more. Redis is asked on threads of its own; an unreachable one delays nothing but the first
// request. `url` is one that parse_redis() takes.
std::unique_ptr<Limits> make_redis_limits(const std::string& url, LimitRules rules,
                                          RedisOptions options = {});

}  // namespace easel::fleet
