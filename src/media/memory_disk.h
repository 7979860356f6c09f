#pragma once

#include <map>

#include "base/budget.h"
#include "media/disk.h"

namespace easel::media {

// A disk that is no disk: files in memory, taken from the byte budget, gone with it. For pictures
// of which nothing may reach a real one. One loop. Errors: overloaded when the budget is used up.
class MemoryDisk final : public Disk {
 public:
  explicit MemoryDisk(ByteBudget& budget) : budget_(budget) {}

  Task<Result<FileRef>> create(std::string path) override;
  Task<Result<FileRef>> open(std::string path) override;
  Task<Status> append(FileRef file, std::string bytes) override;
  Task<Status> sync(FileRef file) override;
  Task<Result<std::string>> read(FileRef file, std::uint64_t offset, std::size_t size) override;
  Task<Status> rename(std::string from, std::string to) override;
  Task<Status> remove(std::string path) override;
  Status remove_now(const std::string& path) override;
  Task<Result<std::vector<std::string>>> list(std::string folder) override;
  Task<Result<std::uint64_t>> size(std::string path) override;

 private:
  struct Content;
  ByteBudget& budget_;
  std::map<std::string, std::shared_ptr<Content>> files_;
};

}  // namespace easel::media
