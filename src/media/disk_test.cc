#include "media/disk.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "media/spool.h"
#include "media/testing.h"

namespace easel::media {
namespace {

using easel::testing::run;
using testing::png;
using testing::TempFolder;

struct OnDisk {
  TempFolder folder;
  std::unique_ptr<IoThreads> threads = make_io_threads(2);
  std::unique_ptr<Disk> disk = std::move(*make_disk(folder.path() + "/media", *threads));
  std::string full(const std::string& path) const { return folder.path() + "/media/" + path; }
};

Task<Result<Finished>> write_picture(Disk& disk, std::string id, std::string bytes) {
  Spool spool(disk, std::move(id), 0, 1 << 24);
  CO_TRY(co_await spool.append(bytes));
  Result<Finished> finished = co_await spool.finish();
  co_return finished;
}

Task<Result<std::string>> write_and_read(Disk& disk) {
  auto file = CO_TRY(co_await disk.create("a/b/c.txt"));
  CO_TRY(co_await disk.append(file, "hello "));
  CO_TRY(co_await disk.append(file, "world"));
  CO_TRY(co_await disk.sync(file));
  CO_TRY(co_await disk.rename("a/b/c.txt", "d/e.txt"));
  auto again = CO_TRY(co_await disk.open("d/e.txt"));
  auto tail = CO_TRY(co_await disk.read(again, 6, 100));
  auto beyond = CO_TRY(co_await disk.read(again, 100, 10));
  EXPECT_EQ(beyond, "");
  auto size = CO_TRY(co_await disk.size("d/e.txt"));
  EXPECT_EQ(size, 11u);
  co_return tail;
}

// A spool that is dropped half way, and its loop afterwards.
Task<> drop_half(Disk& disk) {
  Spool spool(disk, "gen-1", 0, 1 << 24);
  Status status = co_await spool.append(png(9, 9, 200'000));
  EXPECT_TRUE(status);
  auto parts = co_await disk.list("parts");
  EXPECT_EQ(parts->size(), 1u);
}

TEST(Disk, WritesMovesReadsAndMakesPrivateFiles) {
  OnDisk on;
  auto tail = run(write_and_read(*on.disk));
  ASSERT_TRUE(tail) << tail.error().message;
  EXPECT_EQ(*tail, "world");
  struct stat info{};
  ASSERT_EQ(stat(on.full("d/e.txt").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  ASSERT_EQ(stat(on.full("d").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST(Disk, PathsCannotLeaveTheFolder) {
  OnDisk on;
  for (const auto* path :
       {"../x", "a/../../x", "/etc/passwd", "a//b", "a/", "", ".", "a/.b", "ä", "a b", "a\\b"}) {
    EXPECT_FALSE(is_valid_path(path)) << path;
    EXPECT_EQ(run(on.disk->open(path)).error().kind, ErrorKind::internal) << path;
    EXPECT_FALSE(run(on.disk->create(path))) << path;
    EXPECT_FALSE(run(on.disk->remove(path))) << path;
    EXPECT_FALSE(run(on.disk->rename("ok", path))) << path;
  }
  EXPECT_FALSE(is_valid_path(std::string(256, 'a')));
  EXPECT_FALSE(is_valid_path(std::string_view("a\0b", 3)));
  EXPECT_TRUE(is_valid_path("parts/gen-1790000000-AbZ09xyz.0.part"));
}

TEST(Disk, AbsentThingsAreNotFoundAbsentFoldersAreEmpty) {
  OnDisk on;
  EXPECT_EQ(run(on.disk->open("nothing")).error().kind, ErrorKind::not_found);
  EXPECT_EQ(run(on.disk->size("nothing")).error().kind, ErrorKind::not_found);
  EXPECT_TRUE(run(on.disk->remove("nothing")));
  EXPECT_TRUE(run(on.disk->list("nothing"))->empty());
}

TEST(Disk, DoesNotFollowALinkOutOfTheFolder) {
  OnDisk on;
  std::ofstream(on.folder.path() + "/secret") << "secret";
  std::filesystem::create_symlink("../secret", on.full("link"));
  EXPECT_FALSE(run(on.disk->open("link")));
}

TEST(Disk, SaysWhyAFolderCannotBeMade) {
  TempFolder folder;
  std::ofstream(folder.path() + "/file") << "x";
  auto threads = make_io_threads(1);
  auto disk = make_disk(folder.path() + "/file/media", *threads);
  ASSERT_FALSE(disk);
  EXPECT_EQ(disk.error().kind, ErrorKind::unavailable);
}

TEST(Disk, ASpooledPictureIsARealFile) {
  OnDisk on;
  auto bytes = png(640, 480, 200'000);
  auto finished = run(write_picture(*on.disk, "gen-1790000000-AbZ09xyz", bytes));
  ASSERT_TRUE(finished) << finished.error().message;
  EXPECT_EQ(std::filesystem::file_size(on.full(finished->path)), bytes.size());
  EXPECT_TRUE(std::filesystem::is_empty(on.full("parts")));
}

TEST(Disk, ADroppedSpoolRemovesItsPart) {
  OnDisk on;
  boost::asio::io_context io(1);
  auto guard = boost::asio::make_work_guard(io);
  easel::testing::run_on(io, drop_half(*on.disk));
  for (int i = 0; i < 200 && !std::filesystem::is_empty(on.full("parts")); ++i) {
    io.run_one_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(std::filesystem::is_empty(on.full("parts")));
}

}  // namespace
}  // namespace easel::media
