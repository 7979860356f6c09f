#include "imaging/png.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <string>

namespace easel::imaging {
namespace {

constexpr int kBandRows = 64;
constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kChunkData = kPiece - 12;  // length, type and CRC share the piece

using Bytes = std::vector<std::uint8_t>;
using Sink = std::function<Status(std::span<const std::uint8_t>)>;

// The last band ends the deflate stream; every other one ends on a byte boundary (Z_SYNC_FLUSH), so
// that bands made apart can be laid end to end.
struct Band {
  Bytes deflated;
  uLong adler = 1;
  z_off_t raw_size = 0;
  bool failed = false;
};

void put_u32(Bytes& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}

Bytes make_chunk(std::string_view type, std::span<const std::uint8_t> data) {
  Bytes out;
  out.reserve(data.size() + 12);
  put_u32(out, static_cast<std::uint32_t>(data.size()));
  out.insert(out.end(), type.begin(), type.end());
  out.insert(out.end(), data.begin(), data.end());
  const uLong crc = crc32(0, out.data() + 4, static_cast<uInt>(out.size() - 4));
  put_u32(out, static_cast<std::uint32_t>(crc));
  return out;
}

int paeth(int left, int up, int corner) {
  const int guess = left + up - corner;
  const int by_left = std::abs(guess - left);
  const int by_up = std::abs(guess - up);
  const int by_corner = std::abs(guess - corner);
  if (by_left <= by_up && by_left <= by_corner) return left;
  return by_up <= by_corner ? up : corner;
}

// Filters one row three ways (Sub, Up, Paeth) and keeps the one with the smallest sum of absolute
// differences, the heuristic of the PNG specification (12.7).
class RowFilter {
 public:
  RowFilter(std::size_t row_bytes, int channels) : channels_(channels) {
    for (auto& row : tried_) row.resize(row_bytes);
  }

  void append(std::span<const std::uint8_t> row, std::span<const std::uint8_t> above, Bytes& out) {
    std::array<long, 3> cost{};
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool first = i < static_cast<std::size_t>(channels_);
      const int left = first ? 0 : row[i - channels_];
      const int up = above.empty() ? 0 : above[i];
      const int corner = first || above.empty() ? 0 : above[i - channels_];
      const std::array<int, 3> predicted{left, up, paeth(left, up, corner)};
      for (int k = 0; k < 3; ++k) {
        tried_[k][i] = static_cast<std::uint8_t>(row[i] - predicted[k]);
        cost[k] += std::abs(static_cast<std::int8_t>(tried_[k][i]));
      }
    }
    constexpr std::array<std::uint8_t, 3> kTypes{1, 2, 4};
    const auto best = std::min_element(cost.begin(), cost.end()) - cost.begin();
    out.push_back(kTypes[best]);
    out.insert(out.end(), tried_[best].begin(), tried_[best].end());
  }

 private:
  int channels_;
  std::array<Bytes, 3> tried_;
};

Band deflate_band(const Bitmap& bitmap, int first_row, int level) {
  const int end_row = std::min(bitmap.height, first_row + kBandRows);
  const std::size_t row_bytes = bitmap.row(0).size();
  Bytes raw;
  raw.reserve((row_bytes + 1) * (end_row - first_row));
  RowFilter filter(row_bytes, bitmap.channels);
  for (int y = first_row; y < end_row; ++y) {
    filter.append(bitmap.row(y), y > 0 ? bitmap.row(y - 1) : std::span<const std::uint8_t>{}, raw);
  }

  Band band;
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    band.failed = true;
    return band;
  }
  band.deflated.resize(deflateBound(&stream, raw.size()) + 64);
  stream.next_in = raw.data();
  stream.avail_in = static_cast<uInt>(raw.size());
  stream.next_out = band.deflated.data();
  stream.avail_out = static_cast<uInt>(band.deflated.size());
  const bool last = end_row == bitmap.height;
  const int done = deflate(&stream, last ? Z_FINISH : Z_SYNC_FLUSH);
  band.failed = done != (last ? Z_STREAM_END : Z_OK) || stream.avail_in != 0;
  band.deflated.resize(band.deflated.size() - stream.avail_out);
  deflateEnd(&stream);
  band.adler = adler32(1, raw.data(), static_cast<uInt>(raw.size()));
  band.raw_size = static_cast<z_off_t>(raw.size());
  return band;
}

// Collects compressed bytes and lets them go as IDAT chunks of at most one piece.
class IdatWriter {
 public:
  explicit IdatWriter(const Sink& sink) : sink_(sink) {}

  Status write(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
      const std::size_t n = std::min(bytes.size(), kChunkData - pending_.size());
      pending_.insert(pending_.end(), bytes.begin(),
                      bytes.begin() + static_cast<std::ptrdiff_t>(n));
      bytes = bytes.subspan(n);
      if (pending_.size() == kChunkData) TRY(flush());
    }
    return {};
  }

  Status flush() {
    if (pending_.empty()) return {};
    const Bytes chunk = make_chunk("IDAT", pending_);
    pending_.clear();
    return sink_(chunk);
  }

 private:
  const Sink& sink_;
  Bytes pending_;
};

Status write_in_pieces(std::span<const std::uint8_t> bytes, const Sink& sink) {
  while (!bytes.empty()) {
    const auto piece = bytes.first(std::min(bytes.size(), kPiece));
    TRY(sink(piece));
    bytes = bytes.subspan(piece.size());
  }
  return {};
}

Status write_head(const Bitmap& bitmap, const PngOptions& options, const Sink& sink) {
  constexpr std::array<std::uint8_t, 8> kSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  Bytes head(kSignature.begin(), kSignature.end());
  Bytes ihdr;
  put_u32(ihdr, static_cast<std::uint32_t>(bitmap.width));
  put_u32(ihdr, static_cast<std::uint32_t>(bitmap.height));
  const std::uint8_t colour_type = bitmap.channels == 4 ? 6 : bitmap.channels == 3 ? 2 : 0;
  for (const int byte : {8, int{colour_type}, 0, 0, 0})
    ihdr.push_back(static_cast<std::uint8_t>(byte));
  const Bytes chunk = make_chunk("IHDR", ihdr);
  head.insert(head.end(), chunk.begin(), chunk.end());
  TRY(sink(head));
  for (const auto& [keyword, value] : options.text) {
    Bytes data(keyword.begin(), keyword.end());
    data.push_back(0);
    data.insert(data.end(), value.begin(), value.end());
    TRY(write_in_pieces(make_chunk("tEXt", data), sink));
  }
  if (!options.xmp.empty()) {
    constexpr std::string_view kHead("XML:com.adobe.xmp\0\0\0\0\0", 22);  // not compressed
    Bytes data(kHead.begin(), kHead.end());
    data.insert(data.end(), options.xmp.begin(), options.xmp.end());
    TRY(write_in_pieces(make_chunk("iTXt", data), sink));
  }
  if (!options.exif.empty())
    TRY(write_in_pieces(make_chunk("eXIf", Bytes(options.exif.begin(), options.exif.end())), sink));
  return {};
}

Status check(const Bitmap& bitmap, const PngOptions& options) {
  const bool shape = bitmap.width > 0 && bitmap.height > 0 &&
                     (bitmap.channels == 1 || bitmap.channels == 3 || bitmap.channels == 4);
  const auto size = static_cast<std::size_t>(std::max(bitmap.width, 0)) *
                    static_cast<std::size_t>(std::max(bitmap.height, 0)) *
                    static_cast<std::size_t>(std::max(bitmap.channels, 0));
  if (!shape || bitmap.pixels.size() != size) return fail(internal("encode_png: not a bitmap"));
  if (options.level < 1 || options.level > 9) return fail(internal("encode_png: level not 1…9"));
  for (const auto& [keyword, value] : options.text) {
    if (keyword.empty() || keyword.size() > 79 || keyword.find('\0') != std::string::npos ||
        value.find('\0') != std::string::npos) {
      return fail(internal("encode_png: not a tEXt keyword and text"));
    }
  }
  return {};
}

Status stopped() {
  return fail(ErrorKind::cancelled, "The picture was cancelled.");
}

}  // namespace

Status encode_png(const Bitmap& bitmap, const PngOptions& options, Job& job, const Sink& sink) {
  TRY(check(bitmap, options));
  if (job.stop.requested()) return stopped();
  TRY(write_head(bitmap, options, sink));

  IdatWriter idat(sink);
  constexpr std::array<std::uint8_t, 2> kZlibHead{0x78, 0x5e};
  TRY(idat.write(kZlibHead));
  const int bands = (bitmap.height + kBandRows - 1) / kBandRows;
  const int batch = std::max(1, job.parallel.width());
  uLong adler = 1;
  for (int first = 0; first < bands; first += batch) {
    if (job.stop.requested()) return stopped();
    std::vector<Band> made(static_cast<std::size_t>(std::min(batch, bands - first)));
    job.parallel.for_each(static_cast<int>(made.size()), [&](int i) {
      made[i] = deflate_band(bitmap, (first + i) * kBandRows, options.level);
    });
    for (const Band& band : made) {
      if (band.failed) return fail(internal("encode_png: zlib refused a band"));
      TRY(idat.write(band.deflated));
      adler = adler32_combine(adler, band.adler, band.raw_size);
    }
  }
  Bytes tail;
  put_u32(tail, static_cast<std::uint32_t>(adler));
  TRY(idat.write(tail));
  TRY(idat.flush());
  return sink(make_chunk("IEND", {}));
}

Result<std::vector<std::uint8_t>> encode_png(const Bitmap& bitmap, const PngOptions& options,
                                             Job& job) {
  Bytes out;
  TRY(encode_png(bitmap, options, job, [&](std::span<const std::uint8_t> piece) -> Status {
    out.insert(out.end(), piece.begin(), piece.end());
    return {};
  }));
  return out;
}

}  // namespace easel::imaging
