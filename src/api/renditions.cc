#include "api/renditions.h"

#include <algorithm>
#include <cmath>

#include "base/ids.h"
#include "imaging/decode.h"
#include "imaging/scale.h"
#include "imaging/webp.h"

namespace easel::api {
namespace {

constexpr std::string_view kFolder = "renditions";

std::string path_of(const std::string& sha256, int width) {
  return std::string(kFolder) + "/" + sha256 + "-" + std::to_string(width) + ".webp";
}

Result<ByteBudget::Lease> room_for(ByteBudget& budget, std::uint64_t bytes) {
  ByteBudget::Lease lease(budget);
  if (lease.grow(static_cast<std::int64_t>(bytes))) return lease;
  return fail(Error{.kind = ErrorKind::overloaded,
                    .message = "This server has no memory left to make a smaller copy just now.",
                    .retry_after = 5});
}

// On a worker: the file comes down row by row, and only the small picture is ever whole.
Result<std::string> shrink(std::string_view file, int width, ByteBudget& budget, Job& job) {
  auto rows = TRY(imaging::open_rows(file, budget));
  width = std::min(width, rows->width);
  int height = static_cast<int>(
      std::clamp<long>(std::lround(1.0 * rows->height * width / rows->width), 1, rows->height));
  // The copy in bytes, its rows in floats, and what libwebp makes of it.
  auto lease = TRY(room_for(budget, std::uint64_t{4} * width * height * 3));
  imaging::AreaScaler scaler(rows->width, rows->height, rows->channels, width, height);
  std::vector<std::uint8_t> row(static_cast<std::size_t>(rows->width) * rows->channels);
  for (int y = 0; y < rows->height; ++y) {
    if (job.stop.requested()) return fail(ErrorKind::cancelled, "Nobody waits for it any more.");
    TRY(rows->read(row));
    scaler.push(row);
  }
  std::string out;
  TRY(imaging::encode_webp(scaler.take(), {}, job, [&](auto piece) -> Status {
    out.append(piece.begin(), piece.end());
    return {};
  }));
  return out;
}

}  // namespace

bool Renditions::is_width(int width) {
  return std::ranges::find(kWidths, width) != kWidths.end();
}

bool Renditions::can_make(std::string_view type) {
  return type == "image/png" || type == "image/jpeg" || type == "image/webp";
}

Task<Result<std::string>> Renditions::get(store::Picture picture, int width, std::string lane,
                                          StopToken stop) {
  auto path = path_of(picture.sha256, width);
  auto there = co_await disk_.size(path);
  if (there && *there > 0) co_return path;
  co_return co_await make(std::move(picture), width, std::move(lane), stop);
}

Task<Result<std::string>> Renditions::make(store::Picture picture, int width, std::string lane,
                                           StopToken stop) {
  auto size = static_cast<std::uint64_t>(picture.bytes);
  auto lease = CO_TRY(room_for(budget_, size));
  auto opened = co_await disk_.open(picture.path);
  auto source = CO_TRY(std::move(opened));
  auto read = co_await disk_.read(source, 0, size);
  auto file = std::make_shared<const std::string>(CO_TRY(std::move(read)));
  auto out = std::make_shared<std::string>();
  auto done = co_await workers_.run(std::move(lane), stop,
                                    [file, out, width, stop, this](Parallel& parallel) -> Status {
                                      Job job{.parallel = parallel, .stop = stop};
                                      *out = TRY(shrink(*file, width, budget_, job));
                                      return {};
                                    });
  CO_TRY(std::move(done));
  auto path = path_of(picture.sha256, width);
  auto kept = co_await keep(path, std::move(*out));
  CO_TRY(std::move(kept));
  co_return path;
}

Task<Status> Renditions::keep(std::string path, std::string bytes) {
  added_ += bytes.size();
  // Two who make the same copy at once write two files, and the later takes the place.
  auto part = path + "." + random_alphanumeric(12) + ".new";
  auto created = co_await disk_.create(part);
  auto file = CO_TRY(std::move(created));
  auto written = co_await disk_.append(file, std::move(bytes));
  if (written) written = co_await disk_.sync(file);
  if (written) written = co_await disk_.rename(part, path);
  if (!written) {
    (void)co_await disk_.remove(part);
    co_return written;
  }
  bool look = !counted_ || added_ > max_bytes_ / 8;
  if (!look || counting_.exchange(true)) co_return Status{};
  auto thinned = co_await thin_out();
  counting_ = false;
  co_return thinned;
}

Task<Status> Renditions::thin_out() {
  added_ = 0;
  counted_ = true;
  auto listed = co_await disk_.list(std::string(kFolder));
  auto names = CO_TRY(std::move(listed));
  std::ranges::sort(names);
  std::vector<std::pair<std::string, std::uint64_t>> files;
  std::uint64_t total = 0;
  for (const auto& name : names) {
    auto path = std::string(kFolder) + "/" + name;
    auto size = co_await disk_.size(path);
    if (!size) continue;
    total += *size;
    files.emplace_back(std::move(path), *size);
  }
  if (total <= max_bytes_ / 8 * 7) co_return Status{};  // an eighth more may come unseen
  for (const auto& [path, size] : files) {
    if (total <= max_bytes_ / 2) break;
    auto removed = co_await disk_.remove(path);
    CO_TRY(std::move(removed));
    total -= size;
  }
  co_return Status{};
}

Status Renditions::remove_now(const std::string& sha256) {
  for (int width : kWidths) TRY(disk_.remove_now(path_of(sha256, width)));
  return {};
}

}  // namespace easel::api
