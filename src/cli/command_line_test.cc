#include "cli/command_line.h"

#include <gtest/gtest.h>

#include <vector>

namespace easel::cli {
namespace {

Result<Command> read(std::vector<std::string> words) {
  words.insert(words.begin(), "easel");
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  return read_command_line(static_cast<int>(pointers.size()), pointers.data());
}

TEST(CommandLine, ReadsADrawing) {
  auto command = read({"draw", "a lighthouse in a storm", "-o", "out.png", "--aspect", "16:9",
                       "--size", "2K", "--seed", "-7", "-n", "2", "--force"});
  ASSERT_TRUE(command);
  auto draw = std::get<Draw>(*command);
  EXPECT_EQ(draw.prompt, "a lighthouse in a storm");
  EXPECT_EQ(draw.out, "out.png");
  EXPECT_EQ(draw.aspect, "16:9");
  EXPECT_EQ(draw.size, "2K");
  EXPECT_EQ(draw.seed, -7);
  EXPECT_EQ(draw.count, 2);
  EXPECT_TRUE(draw.force);
  EXPECT_EQ(draw.model, "easel/painter-1");
}

TEST(CommandLine, ReadsAServerAndItsFolder) {
  auto command = read({"serve", "--listen", "[::1]:0", "--data", "somewhere"});
  ASSERT_TRUE(command);
  EXPECT_EQ(std::get<Serve>(*command).listen, "[::1]:0");
  EXPECT_EQ(std::get<Serve>(*command).data, "somewhere");
  EXPECT_EQ(std::get<Serve>(*read({"serve"})).listen, "127.0.0.1:8080");
}

TEST(CommandLine, ReadsKeys) {
  auto create = read({"keys", "create", "--name", "me", "--limit", "5", "--limit-reset", "daily"});
  ASSERT_TRUE(create);
  EXPECT_EQ(std::get<KeysCreate>(*create).wishes.name, "me");
  EXPECT_EQ(std::get<KeysCreate>(*create).wishes.limit, "5");
  EXPECT_EQ(std::get<KeysRevoke>(*read({"keys", "revoke", "me"})).which, "me");
  EXPECT_TRUE(std::holds_alternative<KeysList>(*read({"keys", "list"})));
}

TEST(CommandLine, SaysInOneLineWhatIsWrong) {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"frobnicate"},
      {"draw"},
      {"draw", "x", "-n", "0"},
      {"draw", "x", "-n", "11"},
      {"draw", "x", "-n", "two"},
      {"draw", "x", "--seed", "abc"},
      {"draw", "x", "--seed", "1.5"},
      {"draw", "x", "--seed", "99999999999999999999"},
      {"draw", "x", "--threads", "-5"},
      {"draw", "x", "y"},
      {"draw", "x", "--nothing"},
      {"serve", "extra"},
      {"serve", "--data"},
      {"keys"},
      {"keys", "create"},
      {"keys", "create", "--name", "x", "--limit-reset", "hourly"},
      {"keys", "revoke"},
      {"version", "extra"}};
  for (const auto& words : wrong) {
    auto command = read(words);
    ASSERT_FALSE(command) << testing::PrintToString(words);
    EXPECT_EQ(command.error().message.find('\n'), std::string::npos);
    EXPECT_NE(command.error().message.find("easel help"), std::string::npos);
  }
}

TEST(CommandLine, EndsWith2ForWrongUseAnd1ForFailure) {
  EXPECT_EQ(exit_code({}), 0);
  EXPECT_EQ(exit_code(fail(invalid("", "wrong"))), 2);
  EXPECT_EQ(exit_code(fail(ErrorKind::unavailable, "full")), 1);
  EXPECT_EQ(exit_code(fail(ErrorKind::conflict, "exists")), 1);
}

}  // namespace
}  // namespace easel::cli
