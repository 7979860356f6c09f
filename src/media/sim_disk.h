#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "media/disk.h"
#include "runtime/clock.h"

namespace easel::media {

// The simulated twin of the real disk: files in memory, every call takes a seeded time, and a crash
// loses what a power cut may lose. One loop, one thread.
//
// What survives a crash, as on a journalling file system:
//   bytes       what was synced, and a random part of what was appended after;
//   names       creations, renames and removals in the order they were made, all up to the last
//               sync() or returned rename(), and a random number of those after.
class SimDisk final : public Disk {
 public:
  SimDisk(Clock& clock, std::uint64_t seed);

  // The power goes. Calls that were under way end in an error, as do later calls on files that were
  // open. The same seed at the same state loses the same.
  void crash(std::uint64_t seed);

  // Room for this many bytes in all files together; an append beyond it fails like a full disk.
  void set_capacity(std::uint64_t bytes) { capacity_ = bytes; }
  std::uint64_t used() const;

  // What a person would see in the folder, at once and without a loop.
  std::map<std::string, std::string> files() const;
  // Bytes that appear from outside, durable.
  void put(const std::string& path, std::string bytes);

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
  struct Content {
    std::string bytes;
    std::size_t synced = 0;
  };
  using ContentRef = std::shared_ptr<Content>;
  struct Handle;
  // One change of the names: `path` now means `content`, or nothing. A rename is two at once.
  struct Change {
    std::string path;
    ContentRef content;
    std::string also_gone;
  };

  // Takes a while; false when the power went meanwhile.
  Task<bool> pass_time();
  void apply(Change change);
  static void apply(std::map<std::string, ContentRef>& names, const Change& change);
  void names_are_durable();

  Clock& clock_;
  std::mt19937_64 random_;
  std::uint64_t epoch_ = 0;  // crashes so far
  std::uint64_t capacity_ = UINT64_MAX;
  std::map<std::string, ContentRef> names_, durable_names_;
  std::vector<Change> pending_;  // from durable_names_ to names_
};

}  // namespace easel::media
