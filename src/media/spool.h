#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/result.h"
#include "media/disk.h"
#include "runtime/task.h"

// Where a picture lands while it arrives, before anybody is told of it. Small memory first (64
// KiB), then a named file "parts/<generation>.<index>.part". finish() makes it durable under its
// content's hash, "pictures/<first two hex digits>/<sha256>.<ext>"; from then on it is a kept
// picture.
namespace easel::media {

struct Finished {
  std::string path;        // relative to the media folder
  std::string sha256;      // hex
  std::string media_type;  // sniffed from the bytes: image/png, image/jpeg, image/webp, image/gif,
                           // image/avif, image/svg+xml
  std::uint64_t bytes = 0;
  int width = 0, height = 0;  // 0 when the format does not tell (svg without size)
};

// One picture on its way. One coroutine at a time. Dropping it before finish() removes the file (by
// a task on the loop that wrote it). An id that could not be a file name fails the first append.
class Spool {
 public:
  Spool(Disk& disk, std::string generation_id, int index, std::uint64_t max_bytes);
  Spool(Spool&&) noexcept;
  ~Spool();

  // payload_too_large over max_bytes ("The picture is larger than … MB."); unavailable from the
  // disk.
  Task<Status> append(std::string_view bytes);
  std::uint64_t size() const;
  // The end, in two steps, so that whoever keeps account can write down the picture's name between
  // them: after seal() a crash is survived by the part, after place() by the kept picture, and
  // recover_parts() takes a sealed part to the very place that seal() named.
  // seal: checks that the bytes are a picture of a known kind with readable dimensions and that its
  // end is there (else invalid_image), and syncs them. place: moves them there. Equal bytes share
  // one file.
  Task<Result<Finished>> seal();
  Task<Status> place();
  // Where the bytes of a sealed picture lie until it is placed.
  const std::string& part() const;
  // Both, where nothing lies between.
  Task<Result<Finished>> finish();
  Task<> discard();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Kind and dimensions from the first bytes of a file (64 KiB are enough for every kind but a JPEG
// with very long metadata). None: not a picture this house knows.
struct Sniffed {
  std::string media_type;
  std::string extension;
  int width = 0, height = 0;
};
std::optional<Sniffed> sniff(std::string_view head);

// Reads a kept picture in order, in pieces.
class Reader {
 public:
  static Task<Result<Reader>> open(Disk& disk, std::string path);
  // At most `size` bytes; empty at the end.
  Task<Result<std::string>> read(std::size_t size);

 private:
  Disk* disk_ = nullptr;
  Disk::FileRef file_;
  std::uint64_t offset_ = 0;
};

// At start: every "parts/*.part" left by a crash. A complete picture (its end marker is there: PNG
// IEND, JPEG EOI, WebP/GIF length or trailer) whose generation is in `wanted` is finished; the rest
// is removed. Returns what was finished.
struct Recovered {
  std::string generation_id;
  int index = 0;
  Finished picture;
};
Task<Result<std::vector<Recovered>>> recover_parts(Disk& disk, std::vector<std::string> wanted);

}  // namespace easel::media
