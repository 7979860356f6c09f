#include "base/log.h"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <thread>

namespace easel::log {
namespace {

constexpr std::size_t kQueuedLines = 8192;

struct Writer {
  std::shared_ptr<spdlog::details::thread_pool> thread =
      std::make_shared<spdlog::details::thread_pool>(kQueuedLines, 1);
  std::shared_ptr<spdlog::async_logger> logger = std::make_shared<spdlog::async_logger>(
      "easel", std::make_shared<spdlog::sinks::stderr_sink_mt>(), thread,
      spdlog::async_overflow_policy::overrun_oldest);

  Writer() {
    logger->set_level(spdlog::level::trace);
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    logger->flush_on(spdlog::level::info);
  }
};

Writer& writer() {
  static Writer instance;
  return instance;
}

std::atomic<Level> threshold{Level::info};
std::atomic<std::uint64_t> bug_count{0};

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warn:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
    case Level::off:
      return spdlog::level::off;
  }
  return spdlog::level::off;
}

std::string one_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  for (char c : text) {
    if (c == '\n') {
      line += "\\n";
    } else {
      line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    }
  }
  return line;
}

}  // namespace

void set_level(Level level) {
  threshold.store(level, std::memory_order_relaxed);
}

bool enabled(Level level) {
  return level != Level::off && level >= threshold.load(std::memory_order_relaxed);
}

void write(Level level, std::string_view message) {
  writer().logger->log(to_spdlog(level), one_line(message));
}

void flush() {
  writer().logger->flush();
  // spdlog's asynchronous flush only queues the wish; the queue is short-lived, so wait for it.
  while (writer().thread->queue_size() > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void bug(std::string_view where) {
  bug_count.fetch_add(1, std::memory_order_relaxed);
  try {
    throw;
  } catch (const std::exception& exception) {
    error("exception in {}: {}", where, exception.what());
  } catch (...) {
    error("exception of an unknown type in {}", where);
  }
}

std::uint64_t bugs() {
  return bug_count.load(std::memory_order_relaxed);
}

}  // namespace easel::log
