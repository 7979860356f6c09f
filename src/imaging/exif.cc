#include "imaging/exif.h"

#include <algorithm>
#include <cstdint>

namespace easel::imaging {
namespace {

constexpr std::uint16_t kSoftware = 0x0131, kDirectory = 0x8769, kVersion = 0x9000,
                        kComment = 0x9286;
constexpr std::uint16_t kAscii = 2, kLong = 4, kUndefined = 7;
constexpr std::string_view kPlain("ASCII\0\0\0", 8);  // how a UserComment begins
constexpr std::size_t kMostEntries = 200, kLongest = 4000;

std::string printable(std::string_view text) {
  std::string out(text.substr(0, kLongest));
  std::ranges::replace_if(out, [](char c) { return c < ' ' || c > '~'; }, '?');
  return out;
}

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

void entry(std::string& out, std::uint16_t tag, std::uint16_t type, std::size_t count,
           std::size_t value) {
  put(out, tag, 2);
  put(out, type, 2);
  put(out, static_cast<std::uint32_t>(count), 4);
  put(out, static_cast<std::uint32_t>(value), 4);
}

// Numbers of a TIFF; zero beyond its end.
struct Reader {
  std::string_view bytes;
  bool big = false;
  std::uint32_t number(std::size_t at, std::size_t size) const {
    std::uint32_t value = 0;
    if (at > bytes.size() || bytes.size() - at < size) return 0;
    for (std::size_t i = 0; i < size; ++i)
      value = value << 8 | static_cast<unsigned char>(bytes[at + (big ? i : size - 1 - i)]);
    return value;
  }
  // What an entry holds: within itself up to four bytes, else elsewhere.
  std::string_view value(std::size_t entry) const {
    const std::size_t count = number(entry + 4, 4);
    const std::size_t at = count <= 4 ? entry + 8 : number(entry + 8, 4);
    if (at > bytes.size() || bytes.size() - at < count) return {};
    return bytes.substr(at, std::min(count, kLongest));
  }
};

}  // namespace

std::string write_exif(const Exif& exif) {
  const std::string software = printable(exif.software) + '\0';
  const std::string comment = std::string(kPlain) + printable(exif.comment);
  constexpr std::size_t kHead = 8, kEntry = 12, kFrame = 2 + 4;
  const std::size_t inner = kHead + kFrame + 2 * kEntry;
  const std::size_t words = inner + kFrame + 2 * kEntry;
  const std::size_t words_end = words + std::max<std::size_t>(software.size(), 5);
  std::string out("II*\0", 4);
  put(out, kHead, 4);
  put(out, 2, 2);
  entry(out, kSoftware, kAscii, std::max<std::size_t>(software.size(), 5), words);
  entry(out, kDirectory, kLong, 1, inner);
  put(out, 0, 4);
  put(out, 2, 2);
  entry(out, kVersion, kUndefined, 4, 0x32333230);  // "0232", in the entry itself
  entry(out, kComment, kUndefined, comment.size(), words_end + words_end % 2);
  put(out, 0, 4);
  out += software;
  out.resize(words_end + words_end % 2, '\0');
  return out + comment;
}

Exif read_exif(std::string_view tiff) {
  Exif found;
  const bool little = tiff.starts_with(std::string_view("II*\0", 4));
  if (!little && !tiff.starts_with(std::string_view("MM\0*", 4))) return found;
  const Reader in{tiff, !little};
  std::size_t directory = in.number(4, 4);
  for (int depth = 0; depth < 2 && directory > 0; ++depth) {
    std::size_t next = 0;
    const std::size_t entries = std::min<std::size_t>(in.number(directory, 2), kMostEntries);
    for (std::size_t i = 0; i < entries; ++i) {
      const std::size_t at = directory + 2 + 12 * i;
      if (at > tiff.size() || tiff.size() - at < 12) break;
      const std::uint32_t tag = in.number(at, 2);
      std::string_view value = in.value(at);
      if (tag == kSoftware) found.software = printable(value.substr(0, value.find('\0')));
      if (tag == kDirectory) next = in.number(at + 8, 4);
      if (tag == kComment && value.starts_with(kPlain))
        found.comment = printable(value.substr(kPlain.size()));
    }
    directory = next;
  }
  return found;
}

}  // namespace easel::imaging
