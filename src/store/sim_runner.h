#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>

#include "runtime/clock.h"
#include "store/store.h"

namespace easel::store {

// The simulated twin of the SQL threads: blocking work runs on the loop itself, after a seeded
// delay, writes in the order they came. Between a commit and the moment its caller hears of it
// passes time too, so that a crash can fall there. A crash is a new Database and a new runner.
class SimSqlRunner final : public SqlRunner {
 public:
  SimSqlRunner(Database& database, Clock& clock, std::uint64_t seed)
      : database_(database), clock_(clock), random_(seed), free_at_(clock.now()) {}

  Task<Status> write(std::move_only_function<Status(Database&)> work) override {
    free_at_ = std::max(free_at_, clock_.now()) + delay();
    const auto wait = free_at_ - clock_.now();
    co_await clock_.sleep(wait);
    auto done = database_.transaction([&] { return work(database_); });
    ++stats_.pieces;
    if (done) ++stats_.commits;
    co_await clock_.sleep(delay());
    co_return done;
  }

  Task<Status> read(std::move_only_function<Status(Database&)> work) override {
    co_await clock_.sleep(delay());
    auto done = work(database_);
    co_await clock_.sleep(delay());
    co_return done;
  }

  SqlStats stats() const override { return stats_; }

 private:
  Duration delay() { return std::chrono::microseconds(1 + random_() % 3000); }

  Database& database_;
  Clock& clock_;
  std::mt19937_64 random_;
  Time free_at_;
  SqlStats stats_;
};

}  // namespace easel::store
