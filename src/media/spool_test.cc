#include "media/spool.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "media/testing.h"

namespace easel::media {
namespace {

using testing::png;
using testing::Simulation;

constexpr std::uint64_t kMost = 32 * 1024 * 1024;

Task<Result<Finished>> spool_all(Disk& disk, std::string id, std::string bytes, std::size_t piece,
                                 std::uint64_t most = kMost) {
  Spool spool(disk, std::move(id), 0, most);
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    CO_TRY(co_await spool.append(std::string_view(bytes).substr(at, piece)));
  }
  Result<Finished> finished = co_await spool.finish();
  co_return finished;
}

Task<Result<std::string>> read_all(Disk& disk, std::string path) {
  auto reader = CO_TRY(co_await Reader::open(disk, std::move(path)));
  std::string all;
  for (;;) {
    auto piece = CO_TRY(co_await reader.read(1000));
    if (piece.empty()) co_return all;
    all += piece;
  }
}

TEST(Spool, ASmallPictureLiesUnderItsHashWithWhatItsBytesTell) {
  Simulation sim;
  auto bytes = png(1024, 768);
  auto finished = **sim.run(spool_all(sim.disk, "gen-1-Ab", bytes, 7));
  auto hash = to_hex(sha256(bytes));
  EXPECT_EQ(finished.sha256, hash);
  EXPECT_EQ(finished.path, "pictures/" + hash.substr(0, 2) + "/" + hash + ".png");
  EXPECT_EQ(finished.media_type, "image/png");
  EXPECT_EQ(finished.bytes, bytes.size());
  EXPECT_EQ(finished.width, 1024);
  EXPECT_EQ(finished.height, 768);
  EXPECT_EQ(**sim.run(read_all(sim.disk, finished.path)), bytes);
  EXPECT_EQ(sim.disk.files().size(), 1u);
}

RC_GTEST_PROP(Spool, AnySplitOfAnySizeGivesTheSamePicture, ()) {
  Simulation sim(*rc::gen::arbitrary<std::uint64_t>());
  const auto bytes = png(30, 40, *rc::gen::inRange<std::size_t>(0, 300'000));
  const auto piece = *rc::gen::inRange<std::size_t>(500, 200'000);
  const auto finished = **sim.run(spool_all(sim.disk, "gen-1", bytes, piece));
  RC_ASSERT(finished.sha256 == to_hex(sha256(bytes)));
  RC_ASSERT(sim.disk.files().at(finished.path) == bytes);
  sim.disk.crash(7);
  RC_ASSERT(sim.disk.files().at(finished.path) == bytes);
}

TEST(Spool, EqualBytesShareOneFile) {
  Simulation sim;
  auto first = **sim.run(spool_all(sim.disk, "gen-1", png(5, 5, 90'000), 4096));
  auto second = **sim.run(spool_all(sim.disk, "gen-2", png(5, 5, 90'000), 9999));
  EXPECT_EQ(first.path, second.path);
  EXPECT_EQ(sim.disk.files().size(), 1u);
}

TEST(Spool, WhatIsNoPictureIsRefusedAndLeavesNothing) {
  Simulation sim;
  for (const auto& bytes : {std::string(), std::string("<html>502</html>"),
                            std::string(100'000, 'x'), png(0, 0), png(0, 0, 100'000)}) {
    auto refused = *sim.run(spool_all(sim.disk, "gen-1", bytes, 4096));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid_image);
    sim.drain();
    EXPECT_TRUE(sim.disk.files().empty());
  }
}

TEST(Spool, ALargerPictureThanAllowedSaysSo) {
  Simulation sim;
  const std::uint64_t most = 2 * 1024 * 1024;
  auto refused = *sim.run(spool_all(sim.disk, "gen-1", png(9, 9, most), 50'000, most));
  EXPECT_EQ(refused.error().kind, ErrorKind::payload_too_large);
  EXPECT_EQ(refused.error().message, "The picture is larger than 2 MB.");
  sim.drain();
  EXPECT_TRUE(sim.disk.files().empty());
}

TEST(Spool, AFullDiskSaysSoAndTheNextPictureHasItsRoomAgain) {
  Simulation sim;
  sim.disk.set_capacity(200'000);
  auto refused = *sim.run(spool_all(sim.disk, "gen-1", png(9, 9, 300'000), 50'000));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(refused.error().message, "The data folder is full.");
  sim.drain();
  EXPECT_EQ(sim.disk.used(), 0u);
  EXPECT_TRUE(*sim.run(spool_all(sim.disk, "gen-2", png(9, 9, 150'000), 50'000)));
}

TEST(Spool, AnIdThatIsNoFileNameIsRefused) {
  Simulation sim;
  for (const auto* id : {"../../etc/passwd", "a/../b", "", "gen 1", "gen\n", ".hidden"}) {
    auto refused = *sim.run(spool_all(sim.disk, id, png(9, 9), 4096));
    ASSERT_FALSE(refused) << id;
    EXPECT_EQ(refused.error().kind, ErrorKind::internal);
  }
  EXPECT_TRUE(sim.disk.files().empty());
}

TEST(Spool, AJpegBehindLongMetadataIsStillMeasured) {
  Simulation sim;
  std::string segment = "\xFF\xE1\xFF\xFF" + std::string(65'533, 'm');
  std::string bytes = "\xFF\xD8" + segment + segment + segment;
  bytes += std::string("\xFF\xC2\x00\x11\x08\x01\x00\x02\x00\x03zzzzzzzzz\xFF\xD9", 22);
  auto finished = **sim.run(spool_all(sim.disk, "gen-1", bytes, 10'000));
  EXPECT_EQ(finished.media_type, "image/jpeg");
  EXPECT_EQ(finished.width, 512);
  EXPECT_EQ(finished.height, 256);
}

TEST(Recover, FinishesAWholePictureOfAWantedGeneration) {
  Simulation sim;
  auto bytes = png(64, 32, 130'000);
  sim.disk.put("parts/gen-1.2.part", bytes);
  auto recovered = **sim.run(recover_parts(sim.disk, {"gen-0", "gen-1"}));
  ASSERT_EQ(recovered.size(), 1u);
  EXPECT_EQ(recovered[0].generation_id, "gen-1");
  EXPECT_EQ(recovered[0].index, 2);
  EXPECT_EQ(recovered[0].picture.width, 64);
  EXPECT_EQ(sim.disk.files().at(recovered[0].picture.path), bytes);
  EXPECT_EQ(sim.disk.files().size(), 1u);
}

TEST(Recover, RemovesCutUnwantedAndStrangeParts) {
  Simulation sim;
  auto whole = png(64, 32, 1000);
  sim.disk.put("parts/gen-1.0.part", whole.substr(0, whole.size() - 1));
  sim.disk.put("parts/gen-2.0.part", whole);
  sim.disk.put("parts/gen-1.x.part", whole);
  sim.disk.put("parts/nothing.part", whole);
  sim.disk.put("parts/gen-1.7.part", "");
  sim.disk.put("pictures/aa/kept.png", whole);
  EXPECT_TRUE((**sim.run(recover_parts(sim.disk, {"gen-1"}))).empty());
  EXPECT_EQ(sim.disk.files().size(), 1u);
}

TEST(Recover, KnowsTheEndOfEveryKind) {
  using namespace std::string_literals;
  using testing::be32;
  using testing::le32;
  auto body = std::string(200, 'b');
  auto avif = be32(20) + "ftypavif\0\0\0\0avif"s + be32(48) + "meta\0\0\0\0"s + be32(36) + "iprp" +
              be32(28) + "ipco" + be32(20) + "ispe" + be32(0) + be32(4) + be32(5) + be32(208) +
              "mdat" + body;
  const std::vector<std::string> samples{
      png(3, 3),
      "\xFF\xD8\xFF\xC0\x00\x11\x08\x01\x00\x02\x00\x03"s + body + "\xFF\xD9",
      "GIF89a\x01\x00\x01\x00"s + body + ";",
      "RIFF" + le32(218) + "WEBPVP8L" + le32(206) + "\x2F" + le32(77) + body + "\0"s,
      "<svg width='3' height='4'>" + body + "</svg>\n",
      avif,
  };
  for (const auto& bytes : samples) {
    Simulation sim;
    sim.disk.put("parts/g.0.part", bytes);
    EXPECT_EQ((**sim.run(recover_parts(sim.disk, {"g"}))).size(), 1u) << bytes.substr(0, 16);
    sim.disk.put("parts/g.0.part", bytes.substr(0, bytes.size() - 9));
    EXPECT_EQ((**sim.run(recover_parts(sim.disk, {"g"}))).size(), 0u) << bytes.substr(0, 16);
  }
}

// The power goes at any moment of a spool's life. After it, recovery finds the whole picture or
// nothing; what finish() had told of is there.
RC_GTEST_PROP(Recover, AfterAnyCrashThereIsAWholePictureOrNone, ()) {
  const auto bytes = png(64, 32, 200'000);
  Simulation sim(*rc::gen::arbitrary<std::uint64_t>());
  std::optional<Result<Finished>> told;
  {
    // A process of its own: it dies with its loop.
    boost::asio::io_context process(1);
    boost::asio::co_spawn(
        process, easel::testing::keep_result(spool_all(sim.disk, "gen-1", bytes, 50'000), told),
        [](std::exception_ptr) {});
    const auto steps = *rc::gen::inRange(0, 12);
    for (int i = 0; i < steps; ++i) {
      process.poll();
      sim.clock.step();
    }
    process.poll();
    sim.disk.crash(*rc::gen::arbitrary<std::uint64_t>());
  }
  const auto recovered = **sim.run(recover_parts(sim.disk, {"gen-1"}));
  for (const auto& [path, content] : sim.disk.files()) {
    RC_ASSERT(path.starts_with("pictures/"));
    RC_ASSERT(content == bytes);
  }
  RC_ASSERT(recovered.size() + (told ? 1u : 0u) <= 1u);
  if (told) RC_ASSERT(sim.disk.files().contains((*told)->path));
}

}  // namespace
}  // namespace easel::media
