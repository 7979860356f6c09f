#include "drive/follow.h"

#include <boost/asio/co_spawn.hpp>

namespace easel::drive {
namespace {

using boost::asio::co_spawn;

// What follows was told from `next` on; waits until there is something. On the job's own loop.
struct News {
  std::vector<Told> told;
  std::optional<Outcome> outcome;
};
Task<News> news(std::shared_ptr<Job> job, std::size_t next) {
  while (job->told.size() <= next && !job->outcome) co_await job->changed.wait();
  News news;
  for (; next < job->told.size(); ++next) news.told.push_back(job->told[next]);
  job->taken = std::max(job->taken, next);
  news.outcome = job->outcome;
  co_return news;
}

Task<Glimpse> look(std::shared_ptr<Job> job) {
  Glimpse seen{.key_hash = job->key.hash,
               .created = job->created,
               .keep_answer = job->keep_answer || !job->idempotency_key.empty(),
               .ended = job->outcome.has_value(),
               .paid = job->paid,
               .begun = !job->told.empty()};
  for (std::size_t i = 0; i < job->told.size(); ++i) {
    if (auto progress = std::get_if<gateway::Progress>(&job->told[i])) seen.progress = *progress;
    if (auto preview = std::get_if<gateway::Preview>(&job->told[i]))
      seen.previews[preview->index] = i + 1;
  }
  seen.text = job->text(gateway::Text::Channel::content);
  co_return seen;
}

Task<std::optional<gateway::Preview>> look_at_preview(std::shared_ptr<Job> job, int picture) {
  for (const auto& told : job->told)
    if (auto preview = std::get_if<gateway::Preview>(&told); preview && preview->index == picture)
      co_return *preview;
  co_return std::nullopt;
}

Task<std::shared_ptr<Job>> copy_head(std::shared_ptr<Job> job) {
  auto copy = std::make_shared<Job>();
  copy->id = job->id;
  copy->created = job->created;
  copy->key = job->key;
  copy->request = job->request;
  copy->candidates = job->candidates;
  copy->door = job->door;
  co_return copy;
}

Task<> keep_up(Executor home, std::shared_ptr<Job> job, std::shared_ptr<Job> copy) {
  std::size_t next = 0;
  while (!copy->outcome) {
    auto [failed, more] = co_await co_spawn(home, news(job, next), use_task);
    if (failed) co_return;
    next += more.told.size();
    for (auto& told : more.told) copy->tell(std::move(told));
    copy->outcome = std::move(more.outcome);
    copy->changed.notify_all();
  }
}

Task<bool> stop(std::shared_ptr<Job> job) {
  if (job->paid || job->outcome) co_return false;
  job->stop.request();
  job->changed.notify_all();
  co_return true;
}

}  // namespace

Task<std::optional<Glimpse>> glimpse(Jobs& jobs, std::string id) {
  auto running = jobs.find(id);
  if (!running) co_return std::nullopt;
  auto [failed, seen] = co_await co_spawn(running->executor, look(running->job), use_task);
  if (failed) co_return std::nullopt;
  co_return std::move(seen);
}

Task<std::optional<gateway::Preview>> newest_preview(Jobs& jobs, std::string id,
                                                     std::string key_hash, int picture) {
  auto running = jobs.find(id);
  if (!running || running->job->key.hash != key_hash) co_return std::nullopt;
  auto [failed, preview] =
      co_await co_spawn(running->executor, look_at_preview(running->job, picture), use_task);
  if (failed) co_return std::nullopt;
  co_return std::move(preview);
}

Task<std::shared_ptr<Job>> follow(Jobs& jobs, std::string id) {
  auto running = jobs.find(id);
  if (!running) co_return nullptr;
  auto [failed, copy] = co_await co_spawn(running->executor, copy_head(running->job), use_task);
  if (failed) co_return nullptr;
  auto here = co_await current_executor();
  spawn(here, "follower", keep_up(running->executor, running->job, copy));
  co_return copy;
}

Task<bool> cancel(Jobs& jobs, std::string id) {
  auto running = jobs.find(id);
  if (!running) co_return false;
  auto [failed, asked] = co_await co_spawn(running->executor, stop(running->job), use_task);
  co_return !failed && asked;
}

}  // namespace easel::drive
