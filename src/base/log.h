#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <string_view>

// The log: one line per event on stderr, written by a thread of its own. Callable from any thread;
// never blocks a loop: when the writer cannot keep up, the oldest lines are dropped. Line breaks in
// a message are shown as \n, so that one event stays one line whatever a client sent. Never log
// keys, prompts or pictures.
namespace easel::log {

enum class Level { debug, info, warn, error, off };

void set_level(Level level);  // info at first
bool enabled(Level level);
void write(Level level, std::string_view message);

// Writes what is queued before returning; for the end of the process.
void flush();

template <class... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::debug))
    write(Level::debug, fmt::vformat(format, fmt::make_format_args(args...)));
}
template <class... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::info))
    write(Level::info, fmt::vformat(format, fmt::make_format_args(args...)));
}
template <class... Args>
void warn(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::warn))
    write(Level::warn, fmt::vformat(format, fmt::make_format_args(args...)));
}
template <class... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::error))
    write(Level::error, fmt::vformat(format, fmt::make_format_args(args...)));
}

// Call in a catch block: an exception reached `where`, which means that there is a bug. Logged at
// error level with what it says, and counted.
void bug(std::string_view where);
std::uint64_t bugs();  // since the process began

}  // namespace easel::log
