#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "runtime/testing.h"
#include "store/sim_runner.h"
#include "store/testing.h"

namespace easel::store {
namespace {

using namespace testing;
using easel::testing::run;

std::unique_ptr<SqlRunner> threads_on(const std::string& file) {
  auto runner = make_sql_threads(file, 2);
  if (!runner) throw std::runtime_error(runner.error().message);
  return std::move(*runner);
}

struct Tally {
  std::atomic<int> held{0}, refused{0}, wrong_thread{0};
};

Task<> one_request(Store& store, std::string id, std::thread::id thread, Tally& tally) {
  auto held = co_await store.hold(hold_of(id, "k", Money::dollars(1)));
  if (std::this_thread::get_id() != thread) ++tally.wrong_thread;
  if (!held) {
    ++tally.refused;
    co_return;
  }
  ++tally.held;
  auto settled = co_await store.settle(settlement_of(id, Money::nano(7)));
  EXPECT_TRUE(settled);
}

TEST(SqlThreads, AThousandHoldsFromSeveralLoopsAreSquareAndShareCommits) {
  Place place;
  auto file = place.uri();
  make_key(*open(file), "k");
  auto runner = threads_on(file);
  Store store(*runner);
  Tally tally;
  std::vector<std::thread> loops;
  for (int loop = 0; loop < 4; ++loop) {
    loops.emplace_back([&, loop] {
      boost::asio::io_context io(1);
      for (int i = 0; i < 250; ++i) {
        auto id = "gen-" + std::to_string(loop) + "-" + std::to_string(i);
        boost::asio::co_spawn(io, one_request(store, id, std::this_thread::get_id(), tally),
                              boost::asio::detached);
      }
      // Sleepers do not keep a loop alive by themselves.
      auto guard = boost::asio::make_work_guard(io);
      while (tally.held + tally.refused < 1000 || runner->stats().pieces < 2000) {
        io.run_one_for(std::chrono::milliseconds(5));
      }
      io.run_for(std::chrono::milliseconds(50));
    });
  }
  for (auto& loop : loops) loop.join();
  EXPECT_EQ(tally.held, 1000);
  EXPECT_EQ(tally.wrong_thread, 0);
  auto stats = runner->stats();
  EXPECT_EQ(stats.pieces, 2000u);
  EXPECT_LT(stats.commits, 200u);
  auto key = **open(file)->find_key(hash_of("k"), kNow);
  EXPECT_EQ(key.usage.total, Money::nano(7000));
  EXPECT_EQ(key.held, Money());
}

TEST(SqlThreads, APiecesErrorIsItsOwn) {
  Place place;
  auto runner = threads_on(place.uri());
  auto bad = run(runner->write([](Database& database) -> Status {
    make_key(database, "undone");
    return fail(ErrorKind::conflict, "no");
  }));
  EXPECT_EQ(bad.error().kind, ErrorKind::conflict);
  auto thrown = run(runner->write([](Database&) -> Status { throw std::runtime_error("bug"); }));
  EXPECT_EQ(thrown.error().kind, ErrorKind::internal);
  Store store(*runner);
  auto keys = run(store.read([](Database& database) { return database.list_keys(kNow); }));
  EXPECT_TRUE(keys->empty());
}

TEST(SqlThreads, ADatabaseInMemoryServesReadsAndWrites) {
  auto runner = threads_on(":memory:");
  Store store(*runner);
  ASSERT_TRUE(run(store.create_key({.secret = "s", .name = "n"}, kNow)));
  auto key = run(store.find_key(hash_of("s"), kNow));
  ASSERT_TRUE(*key);
  EXPECT_EQ((*key)->name, "n");
}

TEST(SqlThreads, ANewKeyOfAnotherProcessIsSeenWhileServing) {
  Place place;
  auto file = place.uri();
  auto runner = threads_on(file);
  Store store(*runner);
  auto epoch = *run(store.key_epoch());
  make_key(*open(file), "cli");
  EXPECT_TRUE(*run(store.find_key(hash_of("cli"), kNow)));
  EXPECT_GT(*run(store.key_epoch()), epoch);
}

TEST(SimSqlRunner, ServesAStoreOnTheLoop) {
  boost::asio::io_context io(1);
  auto clock = make_clock(io.get_executor());
  auto database = open_fresh();
  SimSqlRunner runner(*database, *clock, 7);
  Store store(runner);
  using easel::testing::run_on;
  ASSERT_TRUE(run_on(io, store.create_key({.secret = "s", .name = "n"}, kNow)));
  EXPECT_TRUE(run_on(io, store.hold(hold_of("g", "s", Money::nano(3)))));
  EXPECT_EQ(run_on(io, store.running())->size(), 1u);
  EXPECT_EQ(runner.stats().commits, 2u);
}

}  // namespace
}  // namespace easel::store
