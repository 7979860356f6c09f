#include "media/memory_disk.h"

namespace easel::media {

struct MemoryDisk::Content : Disk::File {
  explicit Content(ByteBudget& budget) : lease(budget) {}
  ByteBudget::Lease lease;
  std::string bytes;
};

namespace {

Error nothing_there(const std::string& path) {
  return {.kind = ErrorKind::not_found, .message = "There is no " + path + "."};
}

}  // namespace

Task<Result<Disk::FileRef>> MemoryDisk::create(std::string path) {
  auto content = std::make_shared<Content>(budget_);
  files_[path] = content;
  co_return content;
}

Task<Result<Disk::FileRef>> MemoryDisk::open(std::string path) {
  auto found = files_.find(path);
  if (found == files_.end()) co_return fail(nothing_there(path));
  co_return found->second;
}

Task<Status> MemoryDisk::append(FileRef file, std::string bytes) {
  auto& content = static_cast<Content&>(*file);
  if (!content.lease.grow(static_cast<std::int64_t>(bytes.size())))
    co_return fail(Error{.kind = ErrorKind::overloaded,
                         .message = "This server has no memory left for a picture that must not "
                                    "be written down; try again soon.",
                         .retry_after = 5});
  content.bytes += bytes;
  co_return Status{};
}

Task<Status> MemoryDisk::sync(FileRef) {
  co_return Status{};
}

Task<Result<std::string>> MemoryDisk::read(FileRef file, std::uint64_t offset, std::size_t size) {
  const auto& bytes = static_cast<Content&>(*file).bytes;
  co_return offset < bytes.size() ? bytes.substr(offset, size) : std::string();
}

Task<Status> MemoryDisk::rename(std::string from, std::string to) {
  auto found = files_.find(from);
  if (found == files_.end()) co_return fail(nothing_there(from));
  auto content = std::move(found->second);
  files_.erase(found);
  files_[to] = std::move(content);
  co_return Status{};
}

Task<Status> MemoryDisk::remove(std::string path) {
  co_return remove_now(path);
}

Status MemoryDisk::remove_now(const std::string& path) {
  files_.erase(path);
  return {};
}

Task<Result<std::vector<std::string>>> MemoryDisk::list(std::string folder) {
  std::vector<std::string> names;
  for (const auto& [path, content] : files_)
    if (path.starts_with(folder + "/")) names.push_back(path.substr(folder.size() + 1));
  co_return names;
}

Task<Result<std::uint64_t>> MemoryDisk::size(std::string path) {
  auto found = files_.find(path);
  if (found == files_.end()) co_return fail(nothing_there(path));
  co_return found->second->bytes.size();
}

}  // namespace easel::media
