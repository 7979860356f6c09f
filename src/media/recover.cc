#include <algorithm>
#include <charconv>

#include "base/log.h"
#include "media/place.h"

namespace easel::media {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

struct PartName {
  std::string generation_id;
  int index = 0;
};

// "<generation>.<index>.part"
std::optional<PartName> parse_name(std::string_view name) {
  constexpr std::string_view kEnding = ".part";
  if (!name.ends_with(kEnding)) return std::nullopt;
  name.remove_suffix(kEnding.size());
  auto dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  PartName part{std::string(name.substr(0, dot)), 0};
  auto digits = name.substr(dot + 1);
  auto [end, code] = std::from_chars(digits.begin(), digits.end(), part.index);
  if (code != std::errc() || end != digits.end() || part.index < 0) return std::nullopt;
  return part;
}

std::uint32_t number(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// The boxes of the file, end to end, must fill it exactly.
Task<Result<bool>> boxes_fill(Disk& disk, Disk::FileRef file, std::uint64_t size) {
  std::uint64_t at = 0;
  while (at < size) {
    auto head = CO_TRY(co_await disk.read(file, at, 16));
    if (head.size() < 8) co_return false;
    std::uint64_t length = number(head, 0);
    if (length == 0) co_return false;  // "to the end of the file": cannot tell a cut one
    if (length == 1) {
      if (head.size() < 16) co_return false;
      length = std::uint64_t{number(head, 8)} << 32 | number(head, 12);
    }
    if (length < 8 || length > size - at) co_return false;
    at += length;
  }
  co_return true;
}

// Is the end there? Only for what a crash left: a file that was cut has no end marker.
Task<Result<bool>> is_complete(Disk& disk, Disk::FileRef file, std::string type, std::string head,
                               std::uint64_t size) {
  if (type == "image/avif") {
    Result<bool> filled = co_await boxes_fill(disk, file, size);
    co_return filled;
  }
  auto from = size > kTail ? size - kTail : 0;
  auto tail = CO_TRY(co_await disk.read(file, from, kTail));
  co_return has_its_end(type, head, tail, size);
}

struct Examined {
  Sniffed kind;
  std::string sha256;
  std::uint64_t bytes = 0;
};

// None: not a whole picture. The file is synced when it is one.
Task<Result<std::optional<Examined>>> examine(Disk& disk, std::string path) {
  auto size = CO_TRY(co_await disk.size(path));
  auto file = CO_TRY(co_await disk.open(path));
  auto head = CO_TRY(co_await disk.read(file, 0, kPiece));
  auto kind = sniff(head);
  if (!kind && size > kPiece) kind = CO_TRY(co_await sniff_file(disk, path));
  if (!kind) co_return std::nullopt;
  bool complete = CO_TRY(co_await is_complete(disk, file, kind->media_type, head, size));
  if (!complete) co_return std::nullopt;

  Sha256 hash;
  for (std::uint64_t at = 0; at < size;) {
    auto piece = CO_TRY(co_await disk.read(file, at, kPiece));
    if (piece.empty()) co_return std::nullopt;
    hash.update(piece);
    at += piece.size();
  }
  CO_TRY(co_await disk.sync(file));
  co_return Examined{std::move(*kind), to_hex(hash.finish()), size};
}

}  // namespace

Task<Result<std::vector<Recovered>>> recover_parts(Disk& disk, std::vector<std::string> wanted) {
  std::vector<Recovered> recovered;
  auto names = CO_TRY(co_await disk.list(std::string(kPartsFolder)));
  for (const auto& name : names) {
    auto path = std::string(kPartsFolder) + "/" + name;
    if (!is_valid_path(path)) {
      log::warn("media: an unknown file in the parts folder is left alone");
      continue;
    }
    auto part = parse_name(name);
    std::optional<Examined> whole;
    if (part && std::ranges::find(wanted, part->generation_id) != wanted.end()) {
      whole = CO_TRY(co_await examine(disk, path));
    }
    if (!whole) {
      CO_TRY(co_await disk.remove(path));
      continue;
    }
    auto picture =
        CO_TRY(co_await put_in_place(disk, path, whole->kind, whole->sha256, whole->bytes));
    recovered.push_back({part->generation_id, part->index, std::move(picture)});
  }
  co_return recovered;
}

}  // namespace easel::media
