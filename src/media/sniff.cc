#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>

#include "media/place.h"
#include "media/spool.h"

// What a picture is, from its first bytes: never from what somebody calls it. Every number read
// here was written by a stranger; the readers answer zero past the end instead of reading there.
namespace easel::media {
namespace {

class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  std::size_t size() const { return bytes_.size(); }
  std::uint32_t at(std::size_t i) const {
    return i < bytes_.size() ? static_cast<unsigned char>(bytes_[i]) : 0;
  }
  std::uint32_t be16(std::size_t i) const { return at(i) << 8 | at(i + 1); }
  std::uint32_t be32(std::size_t i) const { return be16(i) << 16 | be16(i + 2); }
  std::uint32_t le16(std::size_t i) const { return at(i) | at(i + 1) << 8; }
  std::uint32_t le24(std::size_t i) const { return le16(i) | at(i + 2) << 16; }
  std::uint32_t le32(std::size_t i) const { return le16(i) | le16(i + 2) << 16; }
  bool has(std::size_t i, std::string_view text) const {
    return i <= bytes_.size() && bytes_.substr(i).starts_with(text);
  }

 private:
  std::string_view bytes_;
};

std::optional<Sniffed> sized(const char* type, const char* extension, std::uint32_t width,
                             std::uint32_t height) {
  constexpr auto kMost = static_cast<std::uint32_t>(std::numeric_limits<int>::max());
  if (width == 0 || height == 0 || width > kMost || height > kMost) return std::nullopt;
  return Sniffed{type, extension, static_cast<int>(width), static_cast<int>(height)};
}

std::optional<Sniffed> sniff_png(Bytes b) {
  if (b.size() < 24 || !b.has(12, "IHDR")) return std::nullopt;
  return sized("image/png", "png", b.be32(16), b.be32(20));
}

// Segments up to the first frame header (SOF0…SOF15 but DHT, JPG and DAC, which lie among them).
// Metadata may come first, in segments of up to 64 KiB each.
std::optional<Sniffed> sniff_jpeg(Bytes b) {
  std::size_t at = 2;
  while (at + 4 <= b.size()) {
    if (b.at(at) != 0xFF) return std::nullopt;
    auto marker = b.at(at + 1);
    if (marker == 0xFF) {  // padding
      ++at;
      continue;
    }
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {  // no length follows
      at += 2;
      continue;
    }
    if (marker == 0xD9 || marker == 0xDA) return std::nullopt;
    bool frame =
        marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) {
      if (at + 9 > b.size()) return std::nullopt;
      return sized("image/jpeg", "jpg", b.be16(at + 7), b.be16(at + 5));
    }
    auto length = b.be16(at + 2);
    if (length < 2) return std::nullopt;
    at += 2 + length;
  }
  return std::nullopt;
}

std::optional<Sniffed> sniff_webp(Bytes b) {
  if (b.size() < 30) return std::nullopt;
  if (b.has(12, "VP8 ")) {
    if (b.at(23) != 0x9D || b.at(24) != 0x01 || b.at(25) != 0x2A) return std::nullopt;
    return sized("image/webp", "webp", b.le16(26) & 0x3FFF, b.le16(28) & 0x3FFF);
  }
  if (b.has(12, "VP8L")) {
    if (b.at(20) != 0x2F) return std::nullopt;
    auto bits = b.le32(21);
    return sized("image/webp", "webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
  }
  if (b.has(12, "VP8X")) {
    return sized("image/webp", "webp", b.le24(24) + 1, b.le24(27) + 1);
  }
  return std::nullopt;
}

std::optional<Sniffed> sniff_gif(Bytes b) {
  return sized("image/gif", "gif", b.le16(6), b.le16(8));
}

// The largest "ispe" (image spatial extents) below meta/iprp/ipco. A file names several: of the
// whole, of its tiles, of its thumbnail.
void find_extents(Bytes b, std::size_t at, std::size_t end, int depth, std::uint64_t& best,
                  std::uint32_t& width, std::uint32_t& height) {
  while (at + 8 <= std::min(end, b.size())) {
    std::uint64_t size = b.be32(at);
    std::size_t head = 8;
    if (size == 1) {
      size = std::uint64_t{b.be32(at + 8)} << 32 | b.be32(at + 12);
      head = 16;
    } else if (size == 0) {
      size = end - at;
    }
    if (size < head) return;
    auto box_end = size > end - at ? end : at + static_cast<std::size_t>(size);
    if (b.has(at + 4, "meta") && depth < 4) {
      find_extents(b, at + head + 4, box_end, depth + 1, best, width, height);
    } else if ((b.has(at + 4, "iprp") || b.has(at + 4, "ipco")) && depth < 4) {
      find_extents(b, at + head, box_end, depth + 1, best, width, height);
    } else if (b.has(at + 4, "ispe") && at + head + 12 <= b.size()) {
      auto w = b.be32(at + head + 4), h = b.be32(at + head + 8);
      if (std::uint64_t{w} * h > best) {
        best = std::uint64_t{w} * h;
        width = w;
        height = h;
      }
    }
    at = box_end;
  }
}

std::optional<Sniffed> sniff_avif(Bytes b) {
  auto brands_end = std::min<std::size_t>(b.be32(0), 256);
  bool avif = false;
  for (std::size_t at = 8; at + 4 <= brands_end; at += 4) {
    avif = avif || b.has(at, "avif") || b.has(at, "avis");
  }
  if (!avif) return std::nullopt;
  std::uint64_t best = 0;
  std::uint32_t width = 0, height = 0;
  find_extents(b, 0, b.size(), 0, best, width, height);
  return sized("image/avif", "avif", width, height);
}

// Skips what may stand before the root element: byte order mark, blanks, <?…?>, <!--…-->, <!…>.
std::string_view after_prolog(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    std::string_view close;
    if (text.starts_with("<?")) {
      close = "?>";
    } else if (text.starts_with("<!--")) {
      close = "-->";
    } else if (text.starts_with("<!")) {
      close = ">";
    } else {
      return text;
    }
    auto end = text.find(close);
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + close.size());
  }
}

std::string_view attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    if (at == 0 || !std::string_view(" \t\r\n").contains(tag[at - 1])) continue;
    auto rest = tag.substr(at + name.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    if (!rest.starts_with('=')) continue;
    rest.remove_prefix(1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) continue;
    return rest.substr(1, rest.find(rest[0], 1) - 1);
  }
  return {};
}

// Pixels of "640", "640px" or "640.5"; 0 for anything else (percent, millimetres).
int pixels(std::string_view text) {
  double value = 0;
  auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  auto unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (code != std::errc() || (!unit.empty() && unit != "px")) return 0;
  return value >= 1 && value < 1e6 ? static_cast<int>(value) : 0;
}

std::optional<Sniffed> sniff_svg(std::string_view text) {
  text = after_prolog(text);
  if (!text.starts_with("<svg") || text.size() < 5 ||
      !std::string_view(" \t\r\n>/").contains(text[4])) {
    return std::nullopt;
  }
  auto tag = text.substr(0, text.find('>'));
  Sniffed found{"image/svg+xml", "svg", pixels(attribute(tag, "width")),
                pixels(attribute(tag, "height"))};
  if (found.width > 0 && found.height > 0) return found;
  found.width = found.height = 0;
  auto box = attribute(tag, "viewBox");  // "min-x min-y width height"
  std::array<std::string_view, 4> parts;
  for (auto& part : parts) {
    box.remove_prefix(std::min(box.find_first_not_of(" ,\t\r\n"), box.size()));
    part = box.substr(0, box.find_first_of(" ,\t\r\n"));
    box.remove_prefix(part.size());
  }
  auto width = pixels(parts[2]), height = pixels(parts[3]);
  if (width > 0 && height > 0) found.width = width, found.height = height;
  return found;
}

}  // namespace

std::optional<Sniffed> sniff(std::string_view head) {
  Bytes b(head);
  if (b.has(0, "\x89PNG\r\n\x1A\n")) return sniff_png(b);
  if (b.has(0, "\xFF\xD8\xFF")) return sniff_jpeg(b);
  if (b.has(0, "RIFF") && b.has(8, "WEBP")) return sniff_webp(b);
  if (b.has(0, "GIF87a") || b.has(0, "GIF89a")) return sniff_gif(b);
  if (b.has(4, "ftyp")) return sniff_avif(b);
  return sniff_svg(head);
}

bool has_its_end(std::string_view media_type, std::string_view first, std::string_view tail,
                 std::uint64_t size) {
  if (media_type == "image/webp") {
    auto length = std::uint64_t{Bytes(first).le32(4)} + 8;
    return length <= size;
  }
  if (media_type == "image/png") return tail.contains(std::string_view("IEND\xAE\x42\x60\x82", 8));
  if (media_type == "image/jpeg") return tail.contains("\xFF\xD9");
  if (media_type == "image/gif") return tail.contains(';');
  if (media_type == "image/svg+xml") return tail.contains("</svg") || tail.contains("/>");
  return true;
}

}  // namespace easel::media
