#include "cli/picture_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "media/testing.h"

namespace easel::cli {
namespace {

using namespace gateway;
namespace fs = std::filesystem;

std::string content(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

struct Folder : media::testing::TempFolder {
  std::string at(const std::string& name) const { return path() + "/" + name; }
  int entries() const {
    return static_cast<int>(std::distance(fs::directory_iterator(path()), {}));
  }
};

Status write(PictureFiles& files, std::string bytes) {
  Status status{};
  for (gateway::Event event :
       {gateway::Event(PictureStart{}), gateway::Event(PictureData{.bytes = bytes}),
        gateway::Event(PictureEnd{})})
    if (status) status = easel::testing::run(files.take(std::move(event)));
  return status;
}

TEST(PictureFiles, WritesAPictureWholeUnderItsName) {
  Folder folder;
  PictureFiles files({.prompt = "x", .out = folder.at("a.png")});
  ASSERT_TRUE(files.check());
  auto bytes = media::testing::png(8, 8);
  ASSERT_TRUE(write(files, bytes));
  EXPECT_EQ(content(folder.at("a.png")), bytes);
  EXPECT_EQ(folder.entries(), 1);
}

TEST(PictureFiles, NeverOverwriteWithoutForce) {
  Folder folder;
  std::ofstream(folder.at("a.png")) << "precious";
  EXPECT_FALSE(PictureFiles({.prompt = "x", .out = folder.at("a.png")}).check());
  EXPECT_TRUE(PictureFiles({.prompt = "x", .out = folder.at("a.png"), .force = true}).check());
  // Also when it came to be while the picture was drawn.
  PictureFiles late({.prompt = "x", .out = folder.at("a.png")});
  EXPECT_FALSE(write(late, media::testing::png(8, 8)));
  EXPECT_EQ(content(folder.at("a.png")), "precious");
}

TEST(PictureFiles, LeaveAStrangersPartAlone) {
  Folder folder;
  std::ofstream(folder.at("a.png.part")) << "precious";
  PictureFiles files({.prompt = "x", .out = folder.at("a.png")});
  ASSERT_TRUE(write(files, media::testing::png(8, 8)));
  EXPECT_EQ(content(folder.at("a.png.part")), "precious");
}

TEST(PictureFiles, DoNotReplaceAFolderOrADeviceEvenByForce) {
  Folder folder;
  fs::create_directory(folder.at("folder"));
  ASSERT_EQ(::mkfifo(folder.at("pipe").c_str(), 0600), 0);
  for (auto name : {"folder", "pipe", "folder/"})
    EXPECT_FALSE(PictureFiles({.prompt = "x", .out = folder.at(name), .force = true}).check())
        << name;
}

TEST(PictureFiles, LeaveNothingBehindWhenAPictureIsNoneOrIsCut) {
  Folder folder;
  {
    PictureFiles files({.prompt = "x", .out = folder.at("a.png")});
    EXPECT_FALSE(write(files, "no picture"));
    PictureFiles cut({.prompt = "x", .out = folder.at("b.png")});
    EXPECT_TRUE(easel::testing::run(cut.take(PictureStart{})));
  }
  EXPECT_EQ(folder.entries(), 0);
}

}  // namespace
}  // namespace easel::cli
