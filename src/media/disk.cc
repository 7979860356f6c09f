#include "media/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>

#include "media/place.h"

namespace easel::media {
namespace {

namespace fs = std::filesystem;

Error cannot(const char* what, const std::string& path, int code) {
  if (code == ENOENT) return {.kind = ErrorKind::not_found, .message = "There is no such file."};
  Error error{.kind = ErrorKind::unavailable};
  if (code == ENOSPC || code == EDQUOT) {
    error.message = "The data folder is full.";
  } else {
    error.message = "A file of the data folder cannot be " + std::string(what) + ": " +
                    std::strerror(code) + ".";
  }
  error.detail = path;
  return error;
}

struct Descriptor final : Disk::File {
  Descriptor(int fd, std::string path) : fd(fd), path(std::move(path)) {}
  ~Descriptor() override { ::close(fd); }
  const int fd;
  const std::string path;
};

const Descriptor& descriptor(const Disk::FileRef& file) {
  return static_cast<const Descriptor&>(*file);
}

Status sync_folder(const fs::path& folder) {
  int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return fail(cannot("opened", folder, errno));
  int code = ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  if (code != 0) return fail(cannot("synced", folder, code));
  return {};
}

Status make_folders(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) return sync_folder(folder.parent_path());
  if (errno == EEXIST) return {};
  if (errno != ENOENT) return fail(cannot("made", folder, errno));
  TRY(make_folders(folder.parent_path()));
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return fail(cannot("made", folder, errno));
  }
  return sync_folder(folder.parent_path());
}

Result<Disk::FileRef> open_file(const std::string& path, int flags, const char* what) {
  int fd = ::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return fail(cannot(what, path, errno));
  return std::make_shared<Descriptor>(fd, path);
}

Status write_all(const Descriptor& file, std::string_view bytes) {
  while (!bytes.empty()) {
    auto written = ::write(file.fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(cannot("written", file.path, errno));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<std::string> read_at(const Descriptor& file, std::uint64_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t filled = 0;
  while (filled < size) {
    auto got =
        ::pread(file.fd, bytes.data() + filled, size - filled, static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(cannot("read", file.path, errno));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

std::vector<std::string> list_folder(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code ec;
  for (auto it = fs::directory_iterator(folder, ec); !ec && it != fs::directory_iterator();
       it.increment(ec)) {
    names.push_back(it->path().filename());
  }
  std::ranges::sort(names);
  return names;
}

// Runs blocking work on the I/O threads. The answer lives on the heap: the thread may outlive the
// awaiting frame.
template <class T, class F>
Task<Result<T>> elsewhere(IoThreads& threads, F fn) {
  auto answer = std::make_shared<std::optional<T>>();
  Status status = co_await threads.run([answer, fn = std::move(fn)]() -> Status {
    answer->emplace(TRY(fn()));
    return {};
  });
  if (!status) co_return fail(std::move(status).error());
  co_return std::move(**answer);
}

class FolderDisk final : public Disk {
 public:
  FolderDisk(std::string root, IoThreads& threads, std::string parts)
      : root_(std::move(root)), parts_(std::move(parts)), threads_(threads) {}

  Task<Result<FileRef>> create(std::string path) override {
    auto full = CO_TRY(resolve(path));
    Result<FileRef> file = co_await elsewhere<FileRef>(threads_, [full]() -> Result<FileRef> {
      TRY(make_folders(fs::path(full).parent_path()));
      return open_file(full, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, "made");
    });
    co_return file;
  }

  Task<Result<FileRef>> open(std::string path) override {
    auto full = CO_TRY(resolve(path));
    Result<FileRef> file = co_await elsewhere<FileRef>(
        threads_, [full] { return open_file(full, O_RDONLY, "opened"); });
    co_return file;
  }

  Task<Status> append(FileRef file, std::string bytes) override {
    return threads_.run([file = std::move(file), bytes = std::move(bytes)] {
      return write_all(descriptor(file), bytes);
    });
  }

  Task<Status> sync(FileRef file) override {
    return threads_.run([file = std::move(file)]() -> Status {
      const auto& open = descriptor(file);
      if (::fsync(open.fd) != 0) return fail(cannot("synced", open.path, errno));
      return sync_folder(fs::path(open.path).parent_path());
    });
  }

  Task<Result<std::string>> read(FileRef file, std::uint64_t offset, std::size_t size) override {
    return elsewhere<std::string>(threads_, [file = std::move(file), offset, size] {
      return read_at(descriptor(file), offset, size);
    });
  }

  Task<Status> rename(std::string from, std::string to) override {
    auto source = CO_TRY(resolve(from));
    auto target = CO_TRY(resolve(to));
    Status done = co_await threads_.run([source, target]() -> Status {
      auto folder = fs::path(target).parent_path();
      TRY(make_folders(folder));
      if (::rename(source.c_str(), target.c_str()) != 0) {
        return fail(cannot("moved", source, errno));
      }
      TRY(sync_folder(folder));
      return sync_folder(fs::path(source).parent_path());
    });
    co_return done;
  }

  Task<Status> remove(std::string path) override {
    return threads_.run([this, path = std::move(path)] { return remove_now(path); });
  }

  Status remove_now(const std::string& path) override {
    auto full = TRY(resolve(path));
    if (::unlink(full.c_str()) != 0 && errno != ENOENT) {
      return fail(cannot("removed", full, errno));
    }
    return {};
  }

  Task<Result<std::vector<std::string>>> list(std::string folder) override {
    using Names = std::vector<std::string>;
    auto full = CO_TRY(resolve(folder));
    Result<Names> names = co_await elsewhere<Names>(
        threads_, [full]() -> Result<Names> { return list_folder(full); });
    co_return names;
  }

  Task<Result<std::uint64_t>> size(std::string path) override {
    auto full = CO_TRY(resolve(path));
    Result<std::uint64_t> bytes =
        co_await elsewhere<std::uint64_t>(threads_, [full]() -> Result<std::uint64_t> {
          struct stat info{};
          if (::stat(full.c_str(), &info) != 0) return fail(cannot("read", full, errno));
          return static_cast<std::uint64_t>(info.st_size);
        });
    co_return bytes;
  }

 private:
  Result<std::string> resolve(const std::string& path) const {
    if (!is_valid_path(path)) return fail(internal("a bad media path: " + path));
    auto head = path.substr(0, path.find('/'));
    if (head != kPartsFolder) return root_ + "/" + path;
    return root_ + "/" + parts_ + path.substr(head.size());
  }

  const std::string root_, parts_;
  IoThreads& threads_;
};

}  // namespace

bool is_valid_path(std::string_view path) {
  if (path.empty() || path.size() > 255) return false;
  bool part_begins = true;
  for (unsigned char c : path) {
    if (c == '/' || c == '.') {
      if (part_begins) return false;
      part_begins = c == '/';
      continue;
    }
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!plain && c != '_' && c != '-') return false;
    part_begins = false;
  }
  return !part_begins;
}

Result<std::unique_ptr<Disk>> make_disk(const std::string& root, IoThreads& threads,
                                        const std::string& parts) {
  auto full = fs::absolute(root).lexically_normal();
  if (!full.has_filename()) full = full.parent_path();
  auto made = make_folders(full);
  if (!made) return fail(std::move(made).error());
  if (!fs::is_directory(full)) return fail(cannot("used as a folder", full, ENOTDIR));
  return std::make_unique<FolderDisk>(full, threads, parts);
}

}  // namespace easel::media
