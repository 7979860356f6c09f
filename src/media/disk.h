#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "runtime/task.h"
#include "runtime/workers.h"

namespace easel::media {

// The seam to files, so that a simulation can lose what was not synced. Paths are relative to one
// root folder and checked: parts of [A-Za-z0-9._-], none beginning with '.', joined by '/'. Errors:
// unavailable ("The data folder is full.", "… cannot be written: Permission denied"), not_found.
class Disk {
 public:
  // An open file; dropping it closes it. Calls on one file follow one another.
  class File {
   public:
    virtual ~File() = default;
  };
  using FileRef = std::shared_ptr<File>;

  virtual ~Disk() = default;
  virtual Task<Result<FileRef>> create(std::string path) = 0;  // new or truncated; makes folders
  virtual Task<Result<FileRef>> open(std::string path) = 0;    // for reading
  virtual Task<Status> append(FileRef file, std::string bytes) = 0;
  virtual Task<Status> sync(FileRef file) = 0;  // durable when it returns
  // At most `size` bytes at `offset`; shorter only at the end of the file.
  virtual Task<Result<std::string>> read(FileRef file, std::uint64_t offset, std::size_t size) = 0;
  // Atomic, and durable when it returns (folder synced too).
  virtual Task<Status> rename(std::string from, std::string to) = 0;
  virtual Task<Status> remove(std::string path) = 0;  // absent is fine
  // The same at once, on the calling thread, whichever it is.
  virtual Status remove_now(const std::string& path) = 0;
  virtual Task<Result<std::vector<std::string>>> list(
      std::string folder) = 0;  // file names; absent = none
  virtual Task<Result<std::uint64_t>> size(std::string path) = 0;
};

bool is_valid_path(std::string_view path);

// Real files under `root` (created when missing, mode 0700; files 0600). `parts`: what the folder
// of pictures on their way is really called, where several servers share the root and each has its
// own.
Result<std::unique_ptr<Disk>> make_disk(const std::string& root, IoThreads& threads,
                                        const std::string& parts = "parts");

}  // namespace easel::media
