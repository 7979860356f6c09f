#include "media/memory_disk.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace easel::media {
namespace {

Task<> work(MemoryDisk& disk, ByteBudget& budget, std::string& read, std::optional<Error>& full) {
  auto file = co_await disk.create("parts/a.part");
  Status good = co_await disk.append(*file, "0123456789");
  EXPECT_TRUE(good);
  EXPECT_EQ(budget.left(), 10);
  Status moved = co_await disk.rename("parts/a.part", "pictures/a");
  EXPECT_TRUE(moved);
  auto gone = co_await disk.open("parts/a.part");
  EXPECT_FALSE(gone);
  auto again = co_await disk.open("pictures/a");
  auto piece = co_await disk.read(*again, 4, 100);
  read = *piece;
  Status refused = co_await disk.append(*file, "01234567890");
  if (!refused) full = refused.error();
  file->reset();
  again->reset();
  (void)disk.remove_now("pictures/a");
  EXPECT_EQ(budget.left(), 20);
}

}  // namespace

TEST(MemoryDisk, files_are_read_moved_and_paid_for_from_the_budget_until_they_go) {
  ByteBudget budget(20);
  MemoryDisk disk(budget);
  std::string read;
  std::optional<Error> full;
  boost::asio::io_context io;
  spawn(io.get_executor(), "test", work(disk, budget, read, full));
  io.run();
  EXPECT_EQ(read, "456789");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->kind, ErrorKind::overloaded);
}

}  // namespace easel::media
