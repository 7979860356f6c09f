#include "drive/keeper.h"

#include <gtest/gtest.h>

#include "media/testing.h"
#include "store/sim_runner.h"

namespace easel::drive {
namespace {

using namespace gateway;

// A disk that notes, for each step, whether the picture had its row by then.
struct Bench {
  media::testing::Simulation simulation;
  std::unique_ptr<store::Database> database = std::move(*store::Database::open(":memory:"));
  store::SimSqlRunner runner{*database, simulation.clock, 1};
  store::Store store{runner};
  Metrics metrics;
  Job job;
  KeeperRules rules{.max_picture_bytes = 100'000};
  std::optional<Keeper> keeper;

  Bench() {
    job.id = "gen-1";
    job.request = std::make_shared<GenerationRequest>();
    EXPECT_TRUE(database->create_key({.secret = "k", .name = "k"}, 1));
    EXPECT_TRUE(database->hold(
        {.generation_id = "gen-1", .key_hash = to_hex(sha256("k")), .model = "m", .now = 1}));
    keeper.emplace(job, simulation.disk, store, simulation.clock, metrics, rules, 0);
  }
  ~Bench() {
    simulation.drain();
    keeper.reset();
    simulation.drain();
  }
  Status take(gateway::Event event) {
    auto status = simulation.run(keeper->take(std::move(event)));
    return status ? *status : fail(internal("it did not end"));
  }
  Status picture(int index, std::string bytes) {
    TRY(take(PictureStart{.index = index}));
    TRY(take(PictureData{.index = index, .base64 = true, .bytes = base64_encode(bytes)}));
    return take(PictureEnd{.index = index});
  }
  std::vector<store::Picture> rows() { return *database->pictures("gen-1"); }
};

TEST(Keeper, TellsAPictureWhoseRowAndFileAreThere) {
  Bench bench;
  auto bytes = media::testing::png(40, 30, 50'000);
  ASSERT_TRUE(bench.picture(0, bytes));
  ASSERT_EQ(bench.job.pictures().size(), 1u);
  auto told = bench.job.pictures()[0].file;
  EXPECT_EQ(told.width, 40);
  ASSERT_EQ(bench.rows().size(), 1u);
  EXPECT_EQ(bench.rows()[0].path, told.path);
  EXPECT_TRUE(bench.simulation.disk.files().at(told.path) == bytes);
  EXPECT_EQ(bench.keeper->whole_pictures(), 1);
}

TEST(Keeper, TellsNothingThatAPowerCutCouldTake) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Bench bench;
    auto bytes = media::testing::png(40, 30, 50'000);
    ASSERT_TRUE(bench.picture(0, bytes));
    bench.simulation.disk.crash(seed);
    EXPECT_TRUE(bench.simulation.disk.files().at(bench.rows().at(0).path) == bytes);
  }
}

Task<> end_picture(Keeper& keeper) {
  auto ignored = co_await keeper.take(PictureEnd{});
  (void)ignored;
}

TEST(Keeper, HasASyncedPartBeforeTheRowNamesThePicture) {
  // Cut at every step of the way: with a row there is either the whole part or the picture.
  for (int steps = 1; steps < 60; ++steps) {
    Bench bench;
    auto bytes = media::testing::png(40, 30, 50'000);
    ASSERT_TRUE(bench.take(PictureStart{}));
    ASSERT_TRUE(bench.take(PictureData{.bytes = bytes}));
    spawn(bench.simulation.io.get_executor(), "an end", end_picture(*bench.keeper));
    for (int i = 0; i < steps; ++i) {
      bench.simulation.io.restart();
      bench.simulation.io.poll();
      bench.simulation.clock.step();
    }
    bench.simulation.disk.crash(static_cast<std::uint64_t>(steps));
    bool whole = false, placed = false;
    for (const auto& [path, content] : bench.simulation.disk.files()) {
      whole |= content == bytes;
      placed |= path.starts_with("pictures/");
    }
    if (!bench.rows().empty()) EXPECT_TRUE(whole) << "after " << steps << " steps";
    if (placed)
      EXPECT_FALSE(bench.rows().empty()) << "nobody's picture after " << steps << " steps";
  }
}

TEST(Keeper, TellsAndPlacesNoPictureWhoseRowCannotBeWritten) {
  Bench bench;
  bench.job.id = "gen-unknown";
  EXPECT_FALSE(bench.picture(0, media::testing::png(40, 30)));
  EXPECT_TRUE(bench.job.pictures().empty());
  EXPECT_EQ(bench.keeper->whole_pictures(), 0);
  bench.keeper.reset();
  bench.simulation.drain();
  EXPECT_TRUE(bench.simulation.disk.files().empty());
}

TEST(Keeper, BlamesUpstreamForAPictureThatIsTooLargeOrNone) {
  for (auto bytes : {media::testing::png(40, 30, 200'000), std::string("no picture at all")}) {
    Bench bench;
    auto status = bench.picture(0, bytes);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().kind, ErrorKind::provider_error);
    EXPECT_TRUE(bench.job.pictures().empty());
    EXPECT_TRUE(bench.rows().empty());
  }
}

TEST(Keeper, RefusesBase64ThatIsNone) {
  Bench bench;
  ASSERT_TRUE(bench.take(PictureStart{}));
  auto status = bench.take(PictureData{.base64 = true, .bytes = "!!!!"});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::provider_error);
}

TEST(Keeper, TakesOnlySoManyPictures) {
  Bench bench;
  Status status{};
  int taken = 0;
  for (; status && taken < 1000; ++taken) status = bench.take(PictureStart{.index = taken});
  EXPECT_EQ(taken, 65);
  EXPECT_EQ(status.error().kind, ErrorKind::provider_error);
}

TEST(Keeper, EndsWordsAndFieldsWithoutEnd) {
  for (bool words : {true, false}) {
    Bench bench;
    Status status{};
    int taken = 0;
    for (; status && taken < 1'000'000; ++taken)
      status = words ? bench.take(Text{.delta = "a"})
                     : bench.take(Extra{.where = "body", .fields = {{std::to_string(taken), 1}}});
    EXPECT_LT(taken, 300'000);
    EXPECT_EQ(status.error().kind, ErrorKind::provider_error);
  }
}

TEST(Keeper, APictureThatIsStartedAgainTakesThePlaceOfWhatHadCome) {
  Bench bench;
  auto draft = media::testing::png(20, 10, 90'000), bytes = media::testing::png(40, 30, 80'000);
  ASSERT_TRUE(bench.take(PictureStart{.index = 0}));
  ASSERT_TRUE(bench.take(PictureData{.index = 0, .base64 = true, .bytes = base64_encode(draft)}));
  ASSERT_TRUE(bench.picture(0, bytes));
  bench.simulation.drain();
  ASSERT_EQ(bench.job.pictures().size(), 1u);
  EXPECT_TRUE(bench.simulation.disk.files().at(bench.rows()[0].path) == bytes);
  EXPECT_EQ(bench.simulation.disk.files().size(), 1u);
}

}  // namespace
}  // namespace easel::drive
