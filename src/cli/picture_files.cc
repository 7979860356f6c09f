#include "cli/picture_files.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "media/spool.h"

namespace easel::cli {
namespace {

using namespace gateway;

bool exists(const std::string& path) {
  struct stat info;
  return ::lstat(path.c_str(), &info) == 0;
}

// A folder or a device cannot be replaced by a picture, not even by force.
bool is_other_than_a_file(const std::string& path) {
  struct stat info;
  return ::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode);
}

Error cannot_write(const std::string& path) {
  return {.kind = ErrorKind::unavailable,
          .message = fmt::format("{} cannot be written: {}.", path, std::strerror(errno))};
}

// "A lighthouse, in a storm!" → "a-lighthouse-in-a-storm"
std::string slug(std::string_view prompt) {
  std::string out;
  for (char c : prompt.substr(0, 60)) {
    if (std::isalnum(static_cast<unsigned char>(c)))
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else if (!out.empty() && out.back() != '-')
      out += '-';
  }
  while (out.ends_with('-')) out.pop_back();
  return out.empty() ? "picture" : out;
}

Status write_all(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail(cannot_write(path));
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

}  // namespace

PictureFiles::PictureFiles(FileOptions options) : options_(std::move(options)) {}

PictureFiles::~PictureFiles() {
  for (auto& [index, file] : arriving_) {
    ::close(file.fd);
    ::unlink(file.temporary.c_str());
  }
}

std::string PictureFiles::path(int index, std::string_view extension) const {
  std::string name =
      options_.out.empty() ? slug(options_.prompt) + "." + std::string(extension) : options_.out;
  if (options_.count <= 1 && index == 0) return name;
  auto dot = name.rfind('.');
  if (dot == name.npos || name.find('/', dot) != name.npos) dot = name.size();
  return name.substr(0, dot) + "-" + std::to_string(index + 1) + name.substr(dot);
}

Status PictureFiles::check() const {
  for (int i = 0; i < options_.count; ++i) {
    auto name = path(i, "png");
    if (name.ends_with('/') || is_other_than_a_file(name))
      return fail(ErrorKind::conflict, name + " is not a file; --out names the file to write.");
    if (!options_.force && exists(name))
      return fail(ErrorKind::conflict, name + " exists already; --force overwrites it.");
  }
  auto name = path(0, "png");
  auto slash = name.rfind('/');
  std::string folder = slash == name.npos ? "." : slash == 0 ? "/" : name.substr(0, slash);
  if (::access(folder.c_str(), W_OK) != 0) return fail(cannot_write(name));
  return {};
}

Task<Status> PictureFiles::take(Event event) {
  if (auto start = std::get_if<PictureStart>(&event)) co_return begin(start->index);
  if (auto piece = std::get_if<PictureData>(&event)) co_return data(*piece);
  if (auto end = std::get_if<PictureEnd>(&event)) co_return finish(end->index);
  if (auto progress = std::get_if<Progress>(&event)) show_bar(progress->fraction, progress->stage);
  if (auto text = std::get_if<Text>(&event)) words_ += text->delta;
  if (auto extra = std::get_if<Extra>(&event))
    if (auto seed = extra->fields.if_contains("seed"); seed && seed->is_int64())
      seed_ = std::to_string(seed->get_int64());
  co_return Status{};
}

Status PictureFiles::begin(int index) {
  Arriving file{.temporary = fmt::format("{}.{}.part", path(index, "png"), ::getpid())};
  file.fd = ::open(file.temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file.fd < 0) return fail(cannot_write(file.temporary));
  arriving_.insert_or_assign(index, std::move(file));
  return {};
}

Status PictureFiles::data(const PictureData& data) {
  auto found = arriving_.find(data.index);
  if (found == arriving_.end()) return fail(internal("picture data without a start"));
  Arriving& file = found->second;
  std::string decoded;
  if (data.base64) TRY(file.decoder.decode(data.bytes, decoded));
  std::string_view bytes = data.base64 ? std::string_view(decoded) : data.bytes;
  constexpr std::size_t kHead = 64 * 1024;
  if (file.head.size() < kHead) file.head += bytes.substr(0, kHead - file.head.size());
  file.size += bytes.size();
  return write_all(file.fd, bytes, file.temporary);
}

Status PictureFiles::finish(int index) {
  auto found = arriving_.find(index);
  if (found == arriving_.end()) return fail(internal("a picture ended without a start"));
  Arriving& file = found->second;
  auto what = media::sniff(file.head);
  if (!what) return fail(ErrorKind::invalid_image, "What came back is not a picture.");
  std::string name = path(index, what->extension);
  if (!options_.force && exists(name))
    return fail(ErrorKind::conflict, name + " exists already; --force overwrites it.");
  ::close(file.fd);
  file.fd = -1;
  if (::rename(file.temporary.c_str(), name.c_str()) != 0) return fail(cannot_write(name));
  clear_bar();
  fmt::print("{}  {}x{}  {:.1f} MB\n", name, what->width, what->height,
             static_cast<double>(file.size) / 1e6);
  std::fflush(stdout);
  arriving_.erase(found);
  ++written_;
  return {};
}

void PictureFiles::show_bar(double fraction, std::string_view stage) {
  if (!options_.bar) return;
  constexpr int kWidth = 30;
  int full = static_cast<int>(std::lround(std::clamp(fraction, 0.0, 1.0) * kWidth));
  fmt::print(stderr, "\r[{:<{}}] {:3.0f} %  {:<24}",
             std::string(static_cast<std::size_t>(full), '#'), kWidth, fraction * 100,
             stage.substr(0, 24));
  std::fflush(stderr);
  bar_shown_ = true;
}

void PictureFiles::clear_bar() {
  if (bar_shown_) fmt::print(stderr, "\r{:70}\r", "");
  bar_shown_ = false;
}

void PictureFiles::end() {
  clear_bar();
  if (!options_.bar) return;
  if (!words_.empty()) fmt::print(stderr, "{}\n", words_);
  if (!seed_.empty()) fmt::print(stderr, "Seed {}.\n", seed_);
}

}  // namespace easel::cli
