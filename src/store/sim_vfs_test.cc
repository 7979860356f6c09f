#include "store/sim_vfs.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "store/testing.h"

namespace easel::store {
namespace {

using namespace testing;

std::unique_ptr<Database> open_on(SimVfs& vfs) {
  return open("easel.db", {.vfs = vfs.name(), .exclusive = true});
}

TEST(SimVfs, KeepsADatabaseThatWasClosed) {
  SimVfs vfs(1);
  make_key(*open_on(vfs), "k");
  EXPECT_EQ(open_on(vfs)->list_keys(kNow)->size(), 1u);
  EXPECT_GT(vfs.syncs(), 0u);
}

TEST(SimVfs, ADatabaseOfBeforeTheCrashMeetsErrors) {
  SimVfs vfs(1);
  auto before = open_on(vfs);
  make_key(*before, "k");
  vfs.crash(2);
  auto refused = before->create_key({.secret = "late", .name = "late"}, kNow);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  before.reset();
  EXPECT_EQ(open_on(vfs)->list_keys(kNow)->size(), 1u);
}

// The heart of the simulation: whatever the crash keeps of the unsynced writes, what was committed
// is there, what was not is not, and the accounts are square.
RC_GTEST_PROP(SimVfs, ACommitSurvivesAnyCrashAndNothingElseAppears, ()) {
  SimVfs vfs(*rc::gen::arbitrary<std::uint64_t>());
  std::vector<std::string> committed;
  const auto crashes = *rc::gen::inRange(1, 5);
  int number = 0;
  for (int i = 0; i < crashes; ++i) {
    auto database = open_on(vfs);
    if (i == 0) make_key(*database, "k");
    const auto commits = *rc::gen::inRange(0, 12);
    for (int j = 0; j < commits; ++j) {
      const auto id = "gen-" + std::to_string(number++);
      RC_ASSERT(database->hold(hold_of(id, "k", Money::nano(5))).has_value());
      committed.push_back(id);
    }
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto under_way = "gen-" + std::to_string(number++);
    const auto when = *rc::gen::inRange(0, 3);
    if (when == 0) {  // inside a transaction
      (void)database->transaction([&]() -> Status {
        (void)database->hold(hold_of(under_way, "k", Money::nano(5)));
        vfs.crash(seed);
        return {};
      });
    } else if (when == 1) {  // inside the commit itself: nobody was told that it is there
      vfs.fail_after_syncs(*rc::gen::inRange(0, 2));
      if (database->hold(hold_of(under_way, "k", Money::nano(5)))) committed.push_back(under_way);
      vfs.crash(seed);
    } else {
      vfs.crash(seed);
    }
    database.reset();

    auto after = open_on(vfs);
    std::size_t found = 0;
    for (const auto& id : committed) found += after->find_generation(id)->has_value();
    RC_ASSERT(found == committed.size());
    auto running = *after->running();
    if (when != 1) RC_ASSERT(running.size() == committed.size());
    // A commit that failed half way may be there or not, but wholly.
    if (running.size() > committed.size()) committed.push_back(under_way);
    RC_ASSERT(running.size() == committed.size());
    const auto held = (**after->find_key(hash_of("k"), kNow)).held;
    RC_ASSERT(held.nano() == 5 * static_cast<std::int64_t>(committed.size()));
  }
}

TEST(SimVfs, ADyingDiskIsToldAsUnavailable) {
  SimVfs vfs(3);
  auto database = open_on(vfs);
  make_key(*database, "k");
  vfs.fail_after_syncs(0);
  auto refused = database->hold(hold_of("g", "k", Money::nano(1)));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable) << refused.error().detail;
}

}  // namespace
}  // namespace easel::store
