#pragma once

#include <array>
#include <atomic>
#include <string>

#include "base/budget.h"
#include "media/disk.h"
#include "runtime/workers.h"
#include "store/records.h"

namespace easel::api {

// Smaller copies of kept pictures as WebP, made when they are first asked for. They lie in the
// media folder under renditions/ as a cache: any of them, or all, may be deleted at any time. When
// together they grow over their bound, half of them go, in the order of their names, which is that
// of hashes and so no order at all. Thread-safe; everything given outlives it.
class Renditions {
 public:
  static constexpr std::array kWidths{160, 320, 640, 1280, 2048};

  Renditions(media::Disk& disk, Workers& workers, ByteBudget& budget, std::uint64_t max_bytes)
      : disk_(disk), workers_(workers), budget_(budget), max_bytes_(max_bytes) {}

  static bool is_width(int width);
  // Whether pictures of that type are read here: PNG, JPEG, WebP.
  static bool can_make(std::string_view media_type);

  // The path of the picture at one of these widths, or at its own when that is smaller. `lane`: for
  // whom the worker works. Errors: not_found (its file is gone), invalid_image, overloaded,
  // cancelled, unavailable.
  Task<Result<std::string>> get(store::Picture picture, int width, std::string lane,
                                StopToken stop);

  // All of a picture's, at once, on the calling thread: for when the picture itself goes.
  Status remove_now(const std::string& sha256);

 private:
  Task<Result<std::string>> make(store::Picture picture, int width, std::string lane,
                                 StopToken stop);
  Task<Status> keep(std::string path, std::string bytes);
  Task<Status> thin_out();

  media::Disk& disk_;
  Workers& workers_;
  ByteBudget& budget_;
  const std::uint64_t max_bytes_;
  std::atomic<std::uint64_t> added_ = 0;  // since the folder was last counted
  std::atomic<bool> counted_ = false, counting_ = false;
};

}  // namespace easel::api
