#include "media/sim_disk.h"

#include <algorithm>
#include <utility>

namespace easel::media {
namespace {

Error power_went() {
  return {.kind = ErrorKind::unavailable, .message = "The power went.", .detail = "simulated"};
}

Error no_such_file() {
  return {.kind = ErrorKind::not_found, .message = "There is no such file."};
}

std::size_t up_to(std::mt19937_64& random, std::size_t most) {
  return static_cast<std::size_t>(random() % (most + 1));
}

}  // namespace

struct SimDisk::Handle final : Disk::File {
  Handle(ContentRef content, std::uint64_t epoch) : content(std::move(content)), epoch(epoch) {}
  const ContentRef content;
  const std::uint64_t epoch;
};

SimDisk::SimDisk(Clock& clock, std::uint64_t seed) : clock_(clock), random_(seed) {}

Task<bool> SimDisk::pass_time() {
  const auto epoch = epoch_;
  // Mostly quick; now and then the queue of a busy disk.
  const auto slow = random_() % 50 == 0;
  const auto microseconds = std::chrono::microseconds(1 + random_() % (slow ? 50'000 : 500));
  co_await clock_.sleep(microseconds);
  co_return epoch == epoch_;
}

void SimDisk::apply(std::map<std::string, ContentRef>& names, const Change& change) {
  if (change.content) {
    names[change.path] = change.content;
  } else {
    names.erase(change.path);
  }
  if (!change.also_gone.empty()) names.erase(change.also_gone);
}

void SimDisk::apply(Change change) {
  apply(names_, change);
  pending_.push_back(std::move(change));
}

void SimDisk::names_are_durable() {
  durable_names_ = names_;
  pending_.clear();
}

void SimDisk::crash(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  ++epoch_;
  const auto kept = up_to(random, pending_.size());
  for (std::size_t i = 0; i < kept; ++i) apply(durable_names_, pending_[i]);
  pending_.clear();
  // Fresh contents: those who hold the old ones are of the time before.
  names_.clear();
  for (const auto& [path, content] : durable_names_) {
    auto left = content->synced + up_to(random, content->bytes.size() - content->synced);
    names_[path] = std::make_shared<Content>(Content{content->bytes.substr(0, left), left});
  }
  durable_names_ = names_;
}

std::uint64_t SimDisk::used() const {
  std::uint64_t sum = 0;
  for (const auto& [path, content] : names_) sum += content->bytes.size();
  return sum;
}

std::map<std::string, std::string> SimDisk::files() const {
  std::map<std::string, std::string> all;
  for (const auto& [path, content] : names_) all[path] = content->bytes;
  return all;
}

void SimDisk::put(const std::string& path, std::string bytes) {
  const auto size = bytes.size();
  apply({path, std::make_shared<Content>(Content{std::move(bytes), size}), {}});
  names_are_durable();
}

Task<Result<Disk::FileRef>> SimDisk::create(std::string path) {
  if (!is_valid_path(path)) co_return fail(internal("a bad media path: " + path));
  bool alive = co_await pass_time();
  if (!alive) co_return fail(power_went());
  auto content = std::make_shared<Content>();
  apply({std::move(path), content, {}});
  co_return std::make_shared<Handle>(std::move(content), epoch_);
}

Task<Result<Disk::FileRef>> SimDisk::open(std::string path) {
  bool alive = co_await pass_time();
  if (!alive) co_return fail(power_went());
  auto found = names_.find(path);
  if (found == names_.end()) co_return fail(no_such_file());
  co_return std::make_shared<Handle>(found->second, epoch_);
}

Task<Status> SimDisk::append(FileRef file, std::string bytes) {
  const auto& handle = static_cast<const Handle&>(*file);
  bool alive = co_await pass_time();
  if (!alive || handle.epoch != epoch_) co_return fail(power_went());
  const auto used_now = used();
  const auto room = capacity_ > used_now ? capacity_ - used_now : 0;
  const bool fits = bytes.size() <= room;
  handle.content->bytes.append(bytes, 0, static_cast<std::size_t>(fits ? bytes.size() : room));
  if (!fits) co_return fail(ErrorKind::unavailable, "The data folder is full.");
  co_return Status();
}

Task<Status> SimDisk::sync(FileRef file) {
  const auto& handle = static_cast<const Handle&>(*file);
  // What was appended before this call is what it promises.
  const auto size = handle.content->bytes.size();
  bool alive = co_await pass_time();
  if (!alive || handle.epoch != epoch_) co_return fail(power_went());
  handle.content->synced = std::max(handle.content->synced, size);
  names_are_durable();
  co_return Status();
}

Task<Result<std::string>> SimDisk::read(FileRef file, std::uint64_t offset, std::size_t size) {
  const auto& handle = static_cast<const Handle&>(*file);
  bool alive = co_await pass_time();
  if (!alive || handle.epoch != epoch_) co_return fail(power_went());
  const auto& bytes = handle.content->bytes;
  if (offset >= bytes.size()) co_return std::string();
  co_return bytes.substr(static_cast<std::size_t>(offset), size);
}

Task<Status> SimDisk::rename(std::string from, std::string to) {
  if (!is_valid_path(to)) co_return fail(internal("a bad media path: " + to));
  bool alive = co_await pass_time();
  if (!alive) co_return fail(power_went());
  auto found = names_.find(from);
  if (found == names_.end()) co_return fail(no_such_file());
  if (from != to) apply({std::move(to), found->second, std::move(from)});
  // The name has changed for everybody; now the folder is synced.
  alive = co_await pass_time();
  if (!alive) co_return fail(power_went());
  names_are_durable();
  co_return Status();
}

Task<Status> SimDisk::remove(std::string path) {
  bool alive = co_await pass_time();
  if (!alive) co_return fail(power_went());
  if (names_.contains(path)) apply({std::move(path), nullptr, {}});
  co_return Status();
}

Status SimDisk::remove_now(const std::string& path) {
  if (names_.contains(path)) apply({path, nullptr, {}});
  return {};
}

Task<Result<std::vector<std::string>>> SimDisk::list(std::string folder) {
  bool alive = co_await pass_time();
  if (!alive) co_return fail(power_went());
  folder += '/';
  std::vector<std::string> found;
  for (const auto& [path, content] : names_) {
    if (!path.starts_with(folder)) continue;
    auto name = path.substr(folder.size());
    if (name.find('/') == std::string::npos) found.push_back(std::move(name));
  }
  co_return found;
}

Task<Result<std::uint64_t>> SimDisk::size(std::string path) {
  bool alive = co_await pass_time();
  if (!alive) co_return fail(power_went());
  auto found = names_.find(path);
  if (found == names_.end()) co_return fail(no_such_file());
  co_return found->second->bytes.size();
}

}  // namespace easel::media
