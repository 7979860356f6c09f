#include "drive/job.h"

#include <gtest/gtest.h>

#include "runtime/testing.h"

namespace easel::drive {
namespace {

using namespace gateway;
using easel::testing::run_on;

std::string text_at(const Job& job, std::size_t index) {
  return std::get<Text>(job.told.at(index)).delta;
}

TEST(Job, JoinsWordsThatNobodyTookYet) {
  Job job;
  job.tell(Text{.delta = "a "});
  job.tell(Text{.delta = "red "});
  job.tell(Text{.channel = Text::Channel::reasoning, .delta = "hm"});
  ASSERT_EQ(job.told.size(), 2u);
  EXPECT_EQ(text_at(job, 0), "a red ");
  EXPECT_EQ(job.text(Text::Channel::content), "a red ");
  EXPECT_EQ(job.text(Text::Channel::reasoning), "hm");
}

TEST(Job, LeavesWhatWasTakenAsItIs) {
  Job job;
  job.subscribers = 1;
  job.tell(Text{.delta = "a"});
  job.taken = 1;
  job.tell(Text{.delta = "b"});
  job.tell(Text{.delta = "c"});
  ASSERT_EQ(job.told.size(), 2u);
  EXPECT_EQ(text_at(job, 0), "a");
  EXPECT_EQ(text_at(job, 1), "bc");
}

TEST(Job, KeepsTheLatestProgressForASlowReader) {
  Job job;
  job.subscribers = 1;
  for (int i = 0; i < 100'000; ++i) job.tell(Progress{.fraction = i / 100'000.0});
  EXPECT_EQ(job.told.size(), 1u);
}

TEST(Job, EmptiesAPreviewWhoseSuccessorCame) {
  Job job;
  job.tell(Preview{.index = 0, .bytes = "rough"});
  job.tell(Preview{.index = 1, .bytes = "other"});
  job.tell(Preview{.index = 0, .bytes = "finer"});
  ASSERT_EQ(job.told.size(), 3u);
  EXPECT_TRUE(std::holds_alternative<Outdated>(job.told[0]));
  EXPECT_EQ(std::get<Preview>(job.told[1]).bytes, "other");
  EXPECT_EQ(std::get<Preview>(job.told[2]).bytes, "finer");
}

TEST(Job, ListsItsPicturesInOrder) {
  Job job;
  job.tell(KeptPicture{.index = 0});
  job.tell(Text{.delta = "between"});
  job.tell(KeptPicture{.index = 1});
  ASSERT_EQ(job.pictures().size(), 2u);
  EXPECT_EQ(job.pictures()[1].index, 1);
}

Task<> end_soon(Clock& clock, std::shared_ptr<Job> job, int& subscribers) {
  co_await clock.sleep(std::chrono::milliseconds(20));
  subscribers = job->subscribers;
  job->outcome.emplace();
  job->changed.notify_all();
}

TEST(Jobs, WhoWaitsForAJobCountsAsASubscriber) {
  Loop loop{0};
  Jobs jobs;
  auto job = std::make_shared<Job>();
  job->id = "gen-1";
  jobs.add(job, loop.executor());
  int during = -1;
  spawn(loop.executor(), "end", end_soon(loop.clock(), job, during));
  run_on(loop, jobs.wait_for("gen-1"));
  EXPECT_EQ(during, 1);
  EXPECT_EQ(job->subscribers, 0);
  jobs.remove("gen-1");
  run_on(loop, jobs.wait_for("gen-1"));  // at once
}

TEST(Jobs, AreAllAskedToStop) {
  Loop loop{0};
  Jobs jobs;
  auto job = std::make_shared<Job>();
  job->id = "gen-1";
  jobs.add(job, loop.executor());
  EXPECT_EQ(jobs.count(), 1u);
  jobs.stop_all();
  EXPECT_TRUE(job->stop.requested());
}

}  // namespace
}  // namespace easel::drive
