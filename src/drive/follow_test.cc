#include "drive/follow.h"

#include <gtest/gtest.h>

#include "runtime/testing.h"

namespace easel::drive {
namespace {

using easel::testing::run_on;

std::shared_ptr<Job> running(Jobs& jobs, Loop& loop) {
  auto job = std::make_shared<Job>();
  job->id = "gen-1";
  job->key.hash = "k";
  job->request = std::make_shared<const gateway::GenerationRequest>();
  jobs.add(job, loop.executor());
  return job;
}

Task<> work(Clock& clock, std::shared_ptr<Job> job) {
  for (int i = 0; i < 5; ++i) {
    co_await clock.sleep(std::chrono::milliseconds(2));
    job->tell(gateway::Text{.delta = std::to_string(i)});
    job->tell(gateway::Progress{.fraction = i / 5.0});
  }
  job->tell(KeptPicture{.index = 3});
  job->outcome.emplace();
  job->outcome->model = "a/b";
  job->changed.notify_all();
}

Task<> read_all(Jobs& jobs, std::string& text, std::vector<KeptPicture>& pictures,
                std::string& model) {
  auto copy = co_await follow(jobs, "gen-1");
  while (!copy->outcome) co_await copy->changed.wait();
  text = copy->text(gateway::Text::Channel::content);
  pictures = copy->pictures();
  model = copy->outcome->model;
}

TEST(Follow, a_copy_is_told_everything_from_the_beginning_and_gets_the_outcome) {
  Loop loop{0};
  Jobs jobs;
  auto job = running(jobs, loop);
  job->tell(gateway::Text{.delta = "before "});
  std::string text, model;
  std::vector<KeptPicture> pictures;
  spawn(loop.executor(), "work", work(loop.clock(), job));
  run_on(loop, read_all(jobs, text, pictures, model));
  EXPECT_EQ(text, "before 01234");
  ASSERT_EQ(pictures.size(), 1u);
  EXPECT_EQ(pictures[0].index, 3);
  EXPECT_EQ(model, "a/b");
}

Task<> read_and_stop(Loops& loops, Jobs& jobs, std::string& text,
                     std::vector<KeptPicture>& pictures, std::string& model, int& left) {
  co_await read_all(jobs, text, pictures, model);
  if (--left == 0) loops.stop();
}

TEST(Follow, two_on_another_loop_are_told_the_same) {
  Loops loops(2);
  Jobs jobs;
  auto job = running(jobs, loops.at(0));
  std::string text[2], model[2];
  std::vector<KeptPicture> pictures[2];
  int left = 2;
  for (int i = 0; i < 2; ++i)
    spawn(loops.at(1).executor(), "read",
          read_and_stop(loops, jobs, text[i], pictures[i], model[i], left));
  spawn(loops.at(0).executor(), "work", work(loops.at(0).clock(), job));
  loops.run();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(text[i], "01234");
    EXPECT_EQ(pictures[i].size(), 1u);
    EXPECT_EQ(model[i], "a/b");
  }
}

Task<> look(Jobs& jobs, std::string id, std::optional<Glimpse>& seen) {
  seen = co_await glimpse(jobs, id);
}

TEST(Follow, a_glimpse_says_how_far_it_is) {
  Loop loop{0};
  Jobs jobs;
  auto job = running(jobs, loop);
  std::optional<Glimpse> seen;
  run_on(loop, look(jobs, "gen-2", seen));
  EXPECT_FALSE(seen);
  run_on(loop, look(jobs, "gen-1", seen));
  EXPECT_FALSE(seen->begun);
  job->tell(gateway::Progress{.fraction = 0.5, .stage = "sky", .queue_position = 2});
  job->tell(gateway::Text{.delta = "x"});
  run_on(loop, look(jobs, "gen-1", seen));
  EXPECT_EQ(seen->key_hash, "k");
  EXPECT_EQ(seen->progress.fraction, 0.5);
  EXPECT_EQ(seen->progress.queue_position, 2);
  EXPECT_FALSE(seen->ended);
  job->outcome.emplace();
  run_on(loop, look(jobs, "gen-1", seen));
  EXPECT_TRUE(seen->ended);
}

Task<> ask_to_stop(Jobs& jobs, bool& stopped) {
  stopped = co_await cancel(jobs, "gen-1");
}

TEST(Follow, what_is_paid_for_is_not_stopped) {
  Loop loop{0};
  Jobs jobs;
  auto job = running(jobs, loop);
  bool stopped = true;
  job->paid = true;
  run_on(loop, ask_to_stop(jobs, stopped));
  EXPECT_FALSE(stopped);
  EXPECT_FALSE(job->stop.requested());
  job->paid = false;
  run_on(loop, ask_to_stop(jobs, stopped));
  EXPECT_TRUE(stopped);
  EXPECT_TRUE(job->stop.requested());
}

}  // namespace
}  // namespace easel::drive
