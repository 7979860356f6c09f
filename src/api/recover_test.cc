#include <gtest/gtest.h>

#include "api/generate.h"
#include "base/hash.h"
#include "base/log.h"
#include "media/testing.h"
#include "store/sim_runner.h"

namespace easel::api {
namespace {

struct Bench {
  media::testing::Simulation simulation;
  std::unique_ptr<store::Database> database = std::move(*store::Database::open(":memory:"));
  store::SimSqlRunner runner{*database, simulation.clock, 1};
  store::Store store{runner};
  gateway::Catalog catalog = *gateway::Catalog::builtin();

  Bench() {
    log::set_level(log::Level::off);
    EXPECT_TRUE(database->create_key({.secret = "k", .name = "k"}, 1));
    store::Hold hold{.generation_id = "gen-1",
                     .key_hash = to_hex(sha256("k")),
                     .model = "black-forest-labs/flux.2-pro",
                     .amount = Money::dollars(1),
                     .now = 1};
    EXPECT_TRUE(database->hold(hold));
  }
  void add_row(const std::string& bytes) {
    store::Picture row{.sha256 = "ab",
                       .media_type = "image/png",
                       .bytes = static_cast<std::int64_t>(bytes.size()),
                       .width = 4,
                       .height = 4,
                       .path = "pictures/ab/ab.png"};
    EXPECT_TRUE(database->add_picture("gen-1", row));
  }
  store::Generation recovered() {
    auto status = simulation.run(
        recover(store, simulation.disk, simulation.clock, catalog, drive::KeeperRules{}));
    EXPECT_TRUE(status && *status);
    EXPECT_EQ((*database->find_key(to_hex(sha256("k")), 2))->held, Money());
    return **database->find_generation("gen-1");
  }
};

TEST(Recover, ClosesAGenerationWithoutAPictureAsInterrupted) {
  Bench bench;
  auto row = bench.recovered();
  EXPECT_EQ(row.state, "interrupted");
  EXPECT_EQ(row.cost, Money());
}

TEST(Recover, KeepsAPictureThatIsInItsPlace) {
  Bench bench;
  auto bytes = media::testing::png(4, 4);
  bench.add_row(bytes);
  bench.simulation.disk.put("pictures/ab/ab.png", bytes);
  EXPECT_EQ(bench.recovered().state, "done");
}

TEST(Recover, KeepsAPartThatIsWhole) {
  Bench bench;
  bench.simulation.disk.put("parts/gen-1.0.part", media::testing::png(4, 4));
  EXPECT_EQ(bench.recovered().state, "done");
  EXPECT_EQ(bench.database->pictures("gen-1")->size(), 1u);
}

TEST(Recover, ChargesNothingForARowWhosePictureIsNotThere) {
  Bench bench;
  bench.add_row(media::testing::png(4, 4));
  auto row = bench.recovered();
  EXPECT_EQ(row.state, "interrupted");
  EXPECT_EQ(row.cost, Money());
}

TEST(Recover, DoesNotTakeACutPartForAPicture) {
  Bench bench;
  auto bytes = media::testing::png(4, 4);
  bench.add_row(bytes);
  bench.simulation.disk.put("parts/gen-1.0.part", bytes.substr(0, bytes.size() - 5));
  EXPECT_EQ(bench.recovered().state, "interrupted");
  EXPECT_TRUE(bench.simulation.disk.files().empty());
}

}  // namespace
}  // namespace easel::api
