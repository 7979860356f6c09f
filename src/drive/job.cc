#include "drive/job.h"

#include <boost/asio/co_spawn.hpp>

namespace easel::drive {

using namespace gateway;

void Job::tell(Told what) {
  // A hundred words a second need not become a hundred entries for a reader who is slow.
  bool unread = told.size() > taken;
  auto text = std::get_if<Text>(&what);
  auto last = unread ? std::get_if<Text>(&told.back()) : nullptr;
  if (text && last && text->channel == last->channel) {
    last->delta += text->delta;
    return;
  }
  auto progress = std::get_if<Progress>(&what);
  if (progress && unread && std::holds_alternative<Progress>(told.back())) {
    told.back() = std::move(*progress);
    return;
  }
  if (auto preview = std::get_if<Preview>(&what))
    for (auto& earlier : told)
      if (auto old = std::get_if<Preview>(&earlier); old && old->index == preview->index)
        earlier = Outdated{};
  told.push_back(std::move(what));
  changed.notify_all();
}

std::string Job::text(Text::Channel channel) const {
  std::string all;
  for (const auto& entry : told)
    if (auto text = std::get_if<Text>(&entry); text && text->channel == channel) all += text->delta;
  return all;
}

std::vector<KeptPicture> Job::pictures() const {
  std::vector<KeptPicture> all;
  for (const auto& entry : told)
    if (auto picture = std::get_if<KeptPicture>(&entry)) all.push_back(*picture);
  return all;
}

void Jobs::add(const std::shared_ptr<Job>& job, Executor executor) {
  std::lock_guard lock(mutex_);
  running_.insert_or_assign(job->id, Entry{job, std::move(executor), job->stop, job->key.hash});
}

void Jobs::remove(const std::string& id) {
  std::lock_guard lock(mutex_);
  running_.erase(id);
}

std::size_t Jobs::count() const {
  std::lock_guard lock(mutex_);
  return running_.size();
}

std::vector<std::string> Jobs::of(const std::string& key_hash) const {
  std::lock_guard lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, entry] : running_)
    if (entry.key_hash == key_hash) ids.push_back(id);
  return ids;
}

std::optional<Jobs::Running> Jobs::find(const std::string& id) const {
  std::lock_guard lock(mutex_);
  auto found = running_.find(id);
  if (found == running_.end()) return {};
  auto job = found->second.job.lock();
  if (!job) return {};
  return Running{std::move(job), found->second.executor};
}

void Jobs::stop_all() {
  std::lock_guard lock(mutex_);
  for (auto& [id, entry] : running_) entry.stop.request();
}

namespace {

// On the job's own loop.
Task<> wait_on_its_loop(std::weak_ptr<Job> waited) {
  auto job = waited.lock();
  if (!job) co_return;
  ++job->subscribers;  // a drawing that somebody waits for is not stopped
  while (!job->outcome) co_await job->changed.wait();
  --job->subscribers;
}

}  // namespace

Task<> Jobs::wait_for(std::string id) {
  std::weak_ptr<Job> job;
  std::optional<Executor> executor;
  {
    std::lock_guard lock(mutex_);
    auto found = running_.find(id);
    if (found == running_.end()) co_return;
    job = found->second.job;
    executor = found->second.executor;
  }
  co_await boost::asio::co_spawn(*executor, wait_on_its_loop(job), use_task);
}

}  // namespace easel::drive
