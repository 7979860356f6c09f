#include "media/place.h"

namespace easel::media {

std::string part_path(const std::string& generation_id, int index) {
  return std::string(kPartsFolder) + "/" + generation_id + "." + std::to_string(index) + ".part";
}

Error not_a_picture() {
  return {
      .kind = ErrorKind::invalid_image,
      .message = "What the provider sent is not a picture (PNG, JPEG, WebP, GIF, AVIF or SVG)."};
}

Task<Result<std::optional<Sniffed>>> sniff_file(Disk& disk, std::string path) {
  auto file = CO_TRY(co_await disk.open(std::move(path)));
  for (std::size_t size : {64 * 1024, 1024 * 1024, 4 * 1024 * 1024}) {
    auto head = CO_TRY(co_await disk.read(file, 0, size));
    auto kind = sniff(head);
    if (kind || head.size() < size) co_return kind;
  }
  co_return std::nullopt;
}

Finished named(Sniffed kind, std::string sha256, std::uint64_t bytes) {
  return {.path = "pictures/" + sha256.substr(0, 2) + "/" + sha256 + "." + kind.extension,
          .sha256 = sha256,
          .media_type = kind.media_type,
          .bytes = bytes,
          .width = kind.width,
          .height = kind.height};
}

Task<Result<Finished>> put_in_place(Disk& disk, std::string part, Sniffed kind, std::string sha256,
                                    std::uint64_t bytes) {
  auto finished = named(std::move(kind), std::move(sha256), bytes);
  CO_TRY(co_await disk.rename(std::move(part), finished.path));
  co_return finished;
}

}  // namespace easel::media
