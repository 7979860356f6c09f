#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "store/sim_vfs.h"
#include "store/testing.h"

// The power goes at every single write and sync of a day in the life of an account.
namespace easel::store {
namespace {

using namespace testing;

constexpr Micros kHourly = 3'600'000'000;

std::unique_ptr<Database> open_on(SimVfs& vfs) {
  return open("easel.db", {.vfs = vfs.name(), .exclusive = true});
}

Money nano(std::int64_t amount) {
  return Money::nano(amount);
}

// What was promised: each call that returned well, and what it did to the sums.
struct Promised {
  Money credits;
  std::set<std::string> done, losses, contents, feedback;
  std::set<std::string> forgotten;
};

Settlement ending(const std::string& id, Money cost) {
  auto end = settlement_of(id, cost);
  end.pictures_out = 1;
  end.content = Content{.input = "{}", .output = "{}", .words = id};
  return end;
}

// Stops at the first call that fails, as a server would; or, where the disk is back after a moment,
// says it once more.
Promised live(Database& database, bool once_more = false) {
  Promised all;
  std::vector<std::function<bool()>> day;
  for (int i = 0; i < 3; ++i) {
    auto id = "g" + std::to_string(i);
    day.push_back([&database, &all, i] {
      Credit credit{.id = "c" + std::to_string(i), .at = kNow, .amount = nano(100)};
      if (!database.add_credit(credit)) return false;
      all.credits += credit.amount;
      return true;
    });
    day.push_back([&database, id] {
      auto hold = hold_of(id, "child", nano(20));
      hold.enforce_credits = true;
      hold.request_hash = "r" + id;
      hold.by.labels = {{"trace.trace_id", id}};
      return database.hold(hold).has_value();
    });
    day.push_back([&database, &all, id, i] {
      auto end = ending(id, nano(i == 1 ? 0 : 7));
      if (i == 1) {
        end.state = "failed";
        end.loss = nano(3);
      }
      if (!database.settle(end)) return false;
      all.done.insert(id);
      all.contents.insert(id);
      if (i == 1) all.losses.insert(id);
      return true;
    });
  }
  day.push_back([&database, &all] {
    if (!database.add_feedback({.id = "f", .generation_id = "g0", .category = "other"}))
      return false;
    all.feedback.insert("g0");
    return true;
  });
  day.push_back([&database] {
    return database.change_key(hash_of("child"), {.limit = nano(500)}, kNow).has_value();
  });
  day.push_back([&database, &all] {
    auto remove = [](const std::string&) -> Status { return {}; };
    if (!database.forget({.generation_id = "g2"}, kNow, 10, remove)) return false;
    all.forgotten.insert("g2");
    return true;
  });
  for (auto& step : day)
    if (!step() && !(once_more && step())) break;
  return all;
}

void audit(Database& database, const Promised& promised, int k) {
  auto account = database.account().value();
  Money credits, spent;
  auto rows = database.credits(100).value();
  for (const auto& credit : rows) credits += credit.amount;
  EXPECT_EQ(account.credits, credits) << k;
  EXPECT_GE(credits, promised.credits) << k;
  SumsQuery whole{.since = 0, .before = kNow / kHourly * kHourly + 24 * kHourly};
  auto sums = database.sums(whole).value();
  for (const auto& row : sums) spent += row.sums.spent;
  auto lead = database.find_key(hash_of("lead"), kNow).value();
  EXPECT_EQ(account.spent, spent) << k;
  EXPECT_EQ(account.spent, lead->usage.total) << k;
  EXPECT_EQ(account.held, lead->held) << k;
  std::int64_t ended = 0;
  for (int i = 0; i < 3; ++i) {
    auto id = "g" + std::to_string(i);
    bool forgotten = promised.forgotten.contains(id);
    auto row = database.find_generation(id).value();
    if (promised.done.contains(id) && !forgotten && i != 2) EXPECT_TRUE(row) << k << id;
    if (forgotten) EXPECT_FALSE(row || *database.content(id)) << k;
    if (promised.contents.contains(id) && i != 2) EXPECT_TRUE(*database.content(id)) << k;
    // Whole or not at all: whatever of a settlement is there, all of it is.
    if (row && row->state != "running") EXPECT_EQ(row->pictures_out, 1) << k;
    Money ledger;
    for (const auto& entry : *database.ledger(id)) ledger += entry.amount;
    if (row) EXPECT_EQ(ledger, row->state == "running" ? nano(-20) : Money() - row->cost) << k;
    if (row && row->state == "running") continue;
    if (row || forgotten) ++ended;
  }
  for (const auto& id : promised.feedback) EXPECT_EQ(database.feedback(id)->size(), 1u) << k;
  EXPECT_GE(database.losses(0)->size(), promised.losses.size()) << k;
  std::int64_t counted = sums.empty() ? 0 : sums.front().sums.requests;
  EXPECT_GE(counted, static_cast<std::int64_t>(promised.done.size())) << k;
  EXPECT_LE(counted, static_cast<std::int64_t>(promised.done.size()) + 1) << k;
  EXPECT_LE(ended, counted) << k;
}

}  // namespace

TEST(PowerCut, AtEveryWriteOfADayWhatWasPromisedIsThereAndTheSumsAreSquare) {
  bool cut = true;
  int k = 1;
  for (; cut && k < 2000; ++k) {
    SimVfs vfs(static_cast<std::uint64_t>(k));
    auto before = open_on(vfs);
    auto lead = make_key(*before, "lead", nano(1000));
    ASSERT_TRUE(before->create_key(
        {.secret = "child", .name = "child", .parent_hash = lead.hash, .limit = nano(1000)}, kNow));
    vfs.fail_after_steps(k);
    auto promised = live(*before);
    cut = promised.forgotten.empty();
    vfs.crash(static_cast<std::uint64_t>(k) * 7919);
    before.reset();
    auto after = open_on(vfs);
    audit(*after, promised, k);
    if (HasFailure()) return;
  }
  EXPECT_FALSE(cut);
  EXPECT_GT(k, 30) << "there were that many places to cut";
}

// A full disk or an error at one write or sync, whichever: the call fails as a whole, the next one
// works, and the sums are square before and after a crash.
TEST(DiskTrouble, AtEveryWriteOfADayLeavesTheBooksSquareAndTheNextCallWorking) {
  const int stride = std::getenv("EASEL_SHORT") ? 7 : 1;
  for (int code : {SQLITE_FULL, SQLITE_IOERR_WRITE}) {
    bool refused = true;
    int k = 1;
    for (; refused && k < 2000; k += stride) {
      SimVfs vfs(static_cast<std::uint64_t>(k));
      auto database = open_on(vfs);
      auto lead = make_key(*database, "lead", nano(1000));
      ASSERT_TRUE(database->create_key(
          {.secret = "child", .name = "child", .parent_hash = lead.hash, .limit = nano(1000)},
          kNow));
      vfs.refuse_step(k, code);
      auto promised = live(*database, true);
      refused = vfs.refused();
      EXPECT_TRUE(promised.forgotten.contains("g2")) << "the day went to its end, " << k;
      audit(*database, promised, k);
      vfs.crash(static_cast<std::uint64_t>(k) * 7919);
      database.reset();
      audit(*open_on(vfs), promised, k);
      if (HasFailure()) return;
    }
    EXPECT_FALSE(refused);
    EXPECT_GT(k, 30) << "there were that many places";
  }
}

}  // namespace easel::store
