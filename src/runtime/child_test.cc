#include "runtime/child.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <thread>

#include "runtime/testing.h"

namespace easel {
namespace {

using namespace std::chrono_literals;
using testing::run_on;

struct Bench {
  Loop loop{0};
  std::vector<std::string> lines;

  Result<std::unique_ptr<Child>> start(std::vector<std::string> command) {
    return Child::start(loop.executor(),
                        {.command = std::move(command),
                         .on_line = [this](std::string_view line) { lines.emplace_back(line); }});
  }
  std::unique_ptr<Child> shell(const std::string& script) {
    return std::move(*start({"sh", "-c", script}));
  }
  void until_line(std::size_t count) {
    while (lines.size() < count) loop.io().run_one();
  }
};

bool lives(pid_t pid) {
  return ::kill(pid, 0) == 0;
}

}  // namespace

TEST(Child, its_lines_are_heard_from_both_outputs_and_its_end_is_told) {
  Bench bench;
  auto child = bench.shell("echo one; printf 'a bar\\r' >&2; echo two; exit 3");
  run_on(bench.loop.io(), child->ended());
  bench.until_line(3);
  EXPECT_EQ(bench.lines, (std::vector<std::string>{"one", "a bar", "two"}));
  EXPECT_EQ(child->ending(), "with exit code 3");
  EXPECT_FALSE(child->running());
}

TEST(Child, one_that_cannot_be_run_is_an_error_that_names_it) {
  Bench bench;
  auto child = bench.start({"/no/such/engine", "-m", "x"});
  ASSERT_FALSE(child);
  EXPECT_EQ(child.error().message, "/no/such/engine cannot be run: No such file or directory.");
  EXPECT_FALSE(bench.start({}));
  EXPECT_FALSE(bench.start({"/etc"}));
}

TEST(Child, stopping_asks_first_and_then_kills) {
  Bench bench;
  auto polite = bench.shell("sleep 100");
  run_on(bench.loop.io(), polite->stop(bench.loop.clock(), 30s));
  EXPECT_EQ(polite->ending(), "by signal 15");
  auto stubborn = bench.shell("trap '' TERM; echo ready; while :; do sleep 0.05; done");
  bench.until_line(1);
  run_on(bench.loop.io(), stubborn->stop(bench.loop.clock(), 100ms));
  EXPECT_EQ(stubborn->ending(), "by signal 9");
}

TEST(Child, dropping_it_kills_it_and_leaves_no_zombie) {
  Bench bench;
  auto child = bench.shell("sleep 100");
  auto pid = child->pid();
  ASSERT_TRUE(lives(pid));
  child.reset();
  EXPECT_FALSE(lives(pid));
  EXPECT_EQ(::waitpid(pid, nullptr, WNOHANG), -1);
}

TEST(Child, it_gets_no_secret_of_the_environment_and_no_file_of_this_process) {
  ::setenv("SOME_API_KEY", "top-secret", 1);
  ::setenv("SOME_SETTING", "plain", 1);
  Bench bench;
  auto child = bench.shell("env; ls /proc/self/fd | wc -l; cat; echo end");
  run_on(bench.loop.io(), child->ended());
  while (bench.lines.empty() || bench.lines.back() != "end") bench.loop.io().run_one();
  std::string all;
  for (const auto& line : bench.lines) all += line + "\n";
  EXPECT_FALSE(all.contains("top-secret"));
  EXPECT_TRUE(all.contains("SOME_SETTING=plain\n"));
  EXPECT_TRUE(all.contains("\n4\nend\n")) << all;  // the three, and the folder that ls reads
}

TEST(Child, a_line_without_end_is_cut) {
  Bench bench;
  auto child = bench.shell("head -c 100000 /dev/zero | tr '\\0' x; echo; echo end");
  bench.until_line(2);
  EXPECT_EQ(bench.lines[0].size(), 4096u);
  EXPECT_EQ(bench.lines[1], "end");
}

}  // namespace easel
