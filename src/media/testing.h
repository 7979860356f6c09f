#pragma once

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "media/sim_disk.h"
#include "runtime/sim_clock.h"
#include "runtime/testing.h"

// Helpers of the tests beside this file.
namespace easel::media::testing {

class TempFolder {
 public:
  TempFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "easel-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

using StepClock = SimClock;

// A loop on a StepClock with a simulated disk.
struct Simulation {
  explicit Simulation(std::uint64_t seed = 1) : disk(clock, seed) {}

  // Runs the task to its end, or `steps` timers at most; none: it has not ended.
  template <class T>
  std::optional<T> run(Task<T> task, int steps = 1'000'000) {
    std::optional<T> result;
    boost::asio::co_spawn(io, easel::testing::keep_result(std::move(task), result),
                          [](std::exception_ptr) {});
    go(steps, [&] { return result.has_value(); });
    return result;
  }
  void run(Task<> task) {
    bool done = false;
    boost::asio::co_spawn(io, std::move(task), [&](std::exception_ptr) { done = true; });
    go(1'000'000, [&] { return done; });
  }
  // Everything that is left, e.g. what destructors started.
  void drain() {
    go(1'000'000, [] { return false; });
  }

  StepClock clock;
  boost::asio::io_context io{1};
  SimDisk disk;

 private:
  template <class Done>
  void go(int steps, Done done) {
    for (;;) {
      io.restart();
      io.poll();
      if (done() || steps-- == 0 || !clock.step()) return;
    }
  }
};

inline std::string be32(std::uint32_t n) {
  return {static_cast<char>(n >> 24), static_cast<char>(n >> 16), static_cast<char>(n >> 8),
          static_cast<char>(n)};
}

inline std::string le32(std::uint32_t n) {
  auto bytes = be32(n);
  return {bytes.rbegin(), bytes.rend()};
}

// Looks like a PNG of that size: what lies between head and end is noise.
inline std::string png(std::uint32_t width, std::uint32_t height, std::size_t noise = 100,
                       char fill = 'n') {
  using namespace std::string_literals;
  return "\x89PNG\r\n\x1A\n"s + be32(13) + "IHDR" + be32(width) + be32(height) +
         "\x08\x02\x00\x00\x00"s + "crcc" + be32(static_cast<std::uint32_t>(noise)) + "IDAT" +
         std::string(noise, fill) + "crcc" + be32(0) + "IEND\xAE\x42\x60\x82";
}

}  // namespace easel::media::testing
