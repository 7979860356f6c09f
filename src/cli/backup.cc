#include "cli/backup.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <array>
#include <filesystem>
#include <memory>

#include "base/hash.h"
#include "base/ids.h"
#include "cli/zip_out.h"
#include "store/backup.h"
#include "store/database.h"

namespace easel::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDatabase = "easel.db";
constexpr const char* kMedia = "media/";

// A name that is free beside a file; what lies there is gone with this.
class Beside {
 public:
  explicit Beside(const std::string& file) : path_(file + "." + random_alphanumeric(8)) {}
  ~Beside() {
    std::error_code none;
    fs::remove_all(path_, none);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Opened {
  struct Discard {
    void operator()(zip_t* zip) const { zip_discard(zip); }
  };
  std::unique_ptr<zip_t, Discard> zip;

  static Result<Opened> open(const std::string& file) {
    int code = 0;
    auto zip = zip_open(file.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (zip) return Opened{.zip{zip}};
    return fail(invalid("", file + " is not a backup that can be read."));
  }
};

// One file of the archive, onto the disk for good; its SHA-256.
Result<std::string> unpack(zip_t* zip, const std::string& name, const std::string& to) {
  auto bad = [&](const char* what) {
    return fail(ErrorKind::unavailable, name + " of the backup " + what + ".");
  };
  std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> from(zip_fopen(zip, name.c_str(), 0),
                                                         zip_fclose);
  if (!from) return bad("is missing");
  int fd = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return bad("cannot be written");
  Sha256 sum;
  std::array<char, 65536> piece;
  zip_int64_t size = 0;
  bool good = true;
  while (good && (size = zip_fread(from.get(), piece.data(), piece.size())) > 0) {
    sum.update({piece.data(), static_cast<std::size_t>(size)});
    good = ::write(fd, piece.data(), static_cast<std::size_t>(size)) == size;
  }
  good = ::fsync(fd) == 0 && good;
  ::close(fd);
  if (size < 0) return bad("is damaged");
  if (!good) return bad("cannot be written");
  return to_hex(sum.finish());
}

// A path of a row leads nowhere but into the media folder.
bool is_inside(const fs::path& path) {
  if (path.empty() || path.is_absolute()) return false;
  for (const auto& part : path)
    if (part == "..") return false;
  return true;
}

Status unpack_pictures(zip_t* zip, const std::string& folder, int& missing) {
  for (const auto& file : TRY(store::kept_files(folder + "/" + kDatabase))) {
    if (!is_inside(file.path))
      return fail(invalid("", "The database in it names a file outside of its folder."));
    auto name = kMedia + file.path;
    if (zip_name_locate(zip, name.c_str(), 0) < 0) {
      ++missing;
      continue;
    }
    auto to = folder + "/" + name;
    std::error_code error;
    fs::create_directories(fs::path(to).parent_path(), error);
    auto sum = TRY(unpack(zip, name, to));
    if (sum != file.sha256) return fail(invalid("", file.path + " of the backup is damaged."));
  }
  return {};
}

// A picture may reach its end while the others are packed: then once more, without it.
Status pack(const std::string& out, const std::string& copy, const std::string& media,
            std::size_t& packed) {
  auto files = TRY(store::kept_files(copy));
  auto zip = TRY(ZipOut::create(out));
  TRY(zip.add_file(kDatabase, copy));
  packed = 0;
  for (const auto& file : files) {
    std::error_code none;
    if (!fs::exists(media + file.path, none)) continue;
    TRY(zip.add_file(kMedia + file.path, media + file.path));
    ++packed;
  }
  return zip.close();
}

}  // namespace

Status backup(const Backup& options, const std::string& media) {
  constexpr int kTries = 3;
  std::error_code none;
  if (fs::exists(options.out, none))
    return fail(ErrorKind::unavailable, options.out + " is there already.");
  Beside copy(options.out);
  TRY(store::copy_database(options.data + "/" + kDatabase, copy.path()));
  TRY(store::check_copy(copy.path()));
  std::size_t packed = 0;
  Status done;
  for (int i = 0; i < kTries; ++i) {
    done = pack(options.out, copy.path(), media + "/", packed);
    if (done) break;
  }
  TRY(std::move(done));
  fmt::print("{}: the database and {} pictures.\n", options.out, packed);
  return {};
}

Status restore(const Restore& options) {
  std::error_code error;
  if (fs::exists(options.data, error) && !fs::is_empty(options.data, error))
    return fail(ErrorKind::unavailable,
                options.data + " is not empty; a backup is restored into an empty folder.");
  auto opened = TRY(Opened::open(options.file));
  auto folder = fs::path(options.data).lexically_normal().string();
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  Beside making(folder);
  if (::mkdir(making.path().c_str(), 0700) != 0)
    return fail(ErrorKind::unavailable, making.path() + " cannot be made.");
  auto database = making.path() + "/" + kDatabase;
  TRY(unpack(opened.zip.get(), kDatabase, database));
  TRY(store::check_copy(database));
  int missing = 0;
  TRY(unpack_pictures(opened.zip.get(), making.path(), missing));
  TRY(store::Database::open(database));  // brought to this program's schema
  fs::remove(folder, error);             // the empty one
  if (::rename(making.path().c_str(), folder.c_str()) != 0)
    return fail(ErrorKind::unavailable, folder + " cannot be made.");
  fmt::print("{}: restored{}.\n", folder,
             missing > 0 ? fmt::format("; {} pictures had reached their end", missing) : "");
  return {};
}

}  // namespace easel::cli
