#include "imaging/read_picture.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "imaging/decode.h"
#include "imaging/scale.h"

namespace easel::imaging {
namespace {

// Numbers of a file, that may end anywhere.
class Reader {
 public:
  Reader(std::string_view bytes, bool big) : bytes_(bytes), big_(big) {}

  std::optional<std::uint32_t> number(std::size_t at, std::size_t size) const {
    if (at > bytes_.size() || bytes_.size() - at < size) return {};
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
      value = value << 8 | static_cast<unsigned char>(bytes_[at + (big_ ? i : size - 1 - i)]);
    return value;
  }

 private:
  std::string_view bytes_;
  bool big_;
};

// The TIFF structure that EXIF is: the first directory's orientation.
int in_tiff(std::string_view tiff) {
  constexpr std::uint32_t kOrientation = 0x0112;
  if (!tiff.starts_with("II*") && !tiff.starts_with("MM")) return 1;
  const Reader reader(tiff, tiff.front() == 'M');
  const auto directory = reader.number(4, 4);
  const auto entries = directory ? reader.number(*directory, 2) : std::nullopt;
  for (std::size_t i = 0; entries && i < *entries; ++i) {
    const std::size_t at = *directory + 2 + i * 12;
    const auto tag = reader.number(at, 2);
    if (!tag) return 1;
    if (*tag != kOrientation) continue;
    const auto value = reader.number(at + 8, 2).value_or(1);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

std::string_view without_name(std::string_view exif) {
  constexpr std::string_view kName("Exif\0\0", 6);
  return exif.starts_with(kName) ? exif.substr(kName.size()) : exif;
}

int in_jpeg(std::string_view file) {
  const Reader reader(file, true);
  std::size_t at = 2;
  for (;;) {
    const auto marker = reader.number(at, 2), length = reader.number(at + 2, 2);
    if (!marker || !length || *length < 2 || *marker >> 8 != 0xff || *marker == 0xffda) return 1;
    const auto body = file.substr(std::min(file.size(), at + 4), *length - 2);
    if (*marker == 0xffe1 && body.starts_with("Exif")) return in_tiff(without_name(body));
    at += 2 + *length;
  }
}

int in_png(std::string_view file) {
  const Reader reader(file, true);
  for (std::size_t at = 8;;) {
    const auto length = reader.number(at, 4);
    if (!length || at + 8 > file.size()) return 1;
    const auto name = file.substr(at + 4, 4);
    if (name == "eXIf") return in_tiff(file.substr(at + 8, *length));
    if (name == "IEND") return 1;
    at += std::size_t{*length} + 12;
  }
}

int in_webp(std::string_view file) {
  const Reader reader(file, false);
  for (std::size_t at = 12;;) {
    const auto length = reader.number(at + 4, 4);
    if (!length || at + 8 > file.size()) return 1;
    if (file.substr(at, 4) == "EXIF") return in_tiff(without_name(file.substr(at + 8, *length)));
    at += 8 + std::size_t{*length} + (*length & 1);
  }
}

}  // namespace

int orientation_of(std::string_view file) {
  if (file.starts_with("\xff\xd8")) return in_jpeg(file);
  if (file.starts_with("\x89PNG")) return in_png(file);
  if (file.starts_with("RIFF")) return in_webp(file);
  return 1;
}

Bitmap upright(Bitmap picture, int orientation) {
  if (orientation <= 1 || orientation > 8) return picture;
  const bool lies = orientation >= 5;  // on its side
  const bool mirror_x =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool mirror_y =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Bitmap out(lies ? picture.height : picture.width, lies ? picture.width : picture.height,
             picture.channels);
  const auto channels = static_cast<std::size_t>(picture.channels);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) {
      int column = lies ? y : x, row = lies ? x : y;
      if (mirror_x) column = picture.width - 1 - column;
      if (mirror_y) row = picture.height - 1 - row;
      std::copy_n(picture.row(row).begin() + static_cast<std::ptrdiff_t>(column * picture.channels),
                  channels, out.row(y).begin() + static_cast<std::ptrdiff_t>(x * picture.channels));
    }
  return out;
}

Result<Bitmap> read_picture(std::string_view file, std::int64_t most_pixels, ByteBudget& budget) {
  auto rows = TRY(open_rows(file, budget));
  const double pixels = static_cast<double>(rows->width) * rows->height;
  const double by = std::min(1.0, std::sqrt(static_cast<double>(most_pixels) / pixels));
  const int width = std::max(1, static_cast<int>(rows->width * by));
  const int height = std::max(1, static_cast<int>(rows->height * by));
  std::vector<std::uint8_t> row(static_cast<std::size_t>(rows->width) * rows->channels);
  Bitmap out;
  if (by == 1) {
    out = Bitmap(width, height, rows->channels);
    for (int y = 0; y < height; ++y) TRY(rows->read(out.row(y)));
  } else {
    AreaScaler scaler(rows->width, rows->height, rows->channels, width, height);
    for (int y = 0; y < rows->height; ++y) {
      TRY(rows->read(row));
      scaler.push(row);
    }
    out = scaler.take();
  }
  return upright(std::move(out), orientation_of(file));
}

}  // namespace easel::imaging
