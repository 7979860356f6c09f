#include <algorithm>
#include <optional>

#include "imaging/exif.h"
#include "imaging/origin.h"

namespace easel::imaging {
namespace {

constexpr std::string_view kXmpInJpeg("http://ns.adobe.com/xap/1.0/\0", 29);
constexpr std::string_view kExifInJpeg("Exif\0\0", 6);
constexpr std::string_view kXmpInPng("XML:com.adobe.xmp\0\0\0\0\0", 22);
constexpr std::size_t kLongestXmp = 1 << 20;

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size, bool big) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[at + (big ? i : size - 1 - i)]);
    value = value << 8 | byte;
  }
  return value;
}

std::string unescaped(std::string_view text) {
  constexpr std::pair<std::string_view, char> kNames[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  std::string out;
  while (!text.empty()) {
    const auto* found = std::ranges::find_if(
        kNames, [&](const auto& name) { return text.starts_with(name.first); });
    const bool named = found != std::end(kNames);
    const char c = named ? found->second : text.front();
    if (static_cast<unsigned char>(c) >= ' ' && c != 0x7f) out += c;  // fit for a terminal
    text.remove_prefix(named ? found->first.size() : 1);
  }
  return out;
}

// A property of an XMP packet, as an attribute or an element; the packets that matter are written
// either way.
std::string property(std::string_view xmp, const std::string& name) {
  for (const auto& [open, close] : {std::pair(name + "=\"", "\""), std::pair(name + ">", "<")}) {
    const auto at = xmp.find(open);
    if (at == xmp.npos) continue;
    const auto rest = xmp.substr(at + open.size());
    const auto end = rest.find(close);
    if (end != rest.npos && end <= 16 * 1024) return unescaped(rest.substr(0, end));
  }
  return {};
}

void read_xmp(std::string_view xmp, Inspection& out) {
  xmp = xmp.substr(0, kLongestXmp);
  out.xmp = true;
  const auto type = property(xmp, "Iptc4xmpExt:DigitalSourceType");
  if (!type.empty()) out.source_type = type.substr(type.rfind('/') + 1);
  out.tool = property(xmp, "xmp:CreatorTool");
  out.by_easel = xmp.find("urn:easel:origin:1") != xmp.npos;
  if (!out.by_easel) return;
  out.model = property(xmp, "easel:model");
  out.seed = property(xmp, "easel:seed");
  out.prompt = property(xmp, "easel:prompt");
  out.generation = property(xmp, "easel:generation");
  out.changed = property(xmp, "easel:changed") == "true";
}

// What XMP has not said.
void add_exif(std::string_view tiff, Inspection& out) {
  const Exif exif = read_exif(tiff);
  out.exif = out.exif || !exif.software.empty() || !exif.comment.empty();
  const auto fill = [](std::string& field, const std::string& value) {
    if (field.empty()) field = value;
  };
  fill(out.tool, exif.software);
  if (!exif.comment.starts_with("urn:easel:origin:1")) return;
  out.by_easel = true;
  const auto said = [&](const std::string& what) {
    const auto at = exif.comment.find("; " + what + "=");
    if (at == exif.comment.npos) return std::string();
    const auto from = at + what.size() + 3;
    return exif.comment.substr(from, exif.comment.find("; ", from) - from);
  };
  fill(out.source_type, said("digitalSourceType"));
  fill(out.model, said("model"));
  fill(out.seed, said("seed"));
  fill(out.generation, said("generation"));
  out.changed = out.changed || said("changed") == "true";
}

bool inspect_png(std::string_view file, Inspection& out) {
  out.format = "png";
  std::string_view exif;
  for (std::size_t at = 8; file.size() - at >= 12;) {
    const std::size_t size = number(file, at, 4, true);
    if (size > file.size() - at - 12) break;
    const auto type = file.substr(at + 4, 4), data = file.substr(at + 8, size);
    if (type == "IHDR" && size == 13) {
      out.width = static_cast<int>(number(data, 0, 4, true) & 0x7fffffff);
      out.height = static_cast<int>(number(data, 4, 4, true) & 0x7fffffff);
    }
    if (type == "iTXt" && data.starts_with(kXmpInPng)) read_xmp(data.substr(kXmpInPng.size()), out);
    if (type == "eXIf") exif = data;
    if (type == "caBX") out.manifest = true;
    at += size + 12;
  }
  add_exif(exif, out);
  return out.width > 0;
}

bool inspect_jpeg(std::string_view file, Inspection& out) {
  out.format = "jpeg";
  std::string_view exif;
  for (std::size_t at = 2; file.size() - at >= 4;) {
    if (file[at] != '\xff') break;
    const auto marker = static_cast<unsigned char>(file[at + 1]);
    if (marker == 0xff) {  // filling
      ++at;
      continue;
    }
    const std::size_t size = number(file, at + 2, 2, true);
    if (size < 2 || size > file.size() - at - 2) break;
    const auto data = file.substr(at + 4, size - 2);
    const bool frame =
        marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (frame && data.size() >= 5) {
      out.height = static_cast<int>(number(data, 1, 2, true));
      out.width = static_cast<int>(number(data, 3, 2, true));
    }
    if (marker == 0xe1 && data.starts_with(kXmpInJpeg))
      read_xmp(data.substr(kXmpInJpeg.size()), out);
    if (marker == 0xe1 && data.starts_with(kExifInJpeg)) exif = data.substr(kExifInJpeg.size());
    if (marker == 0xeb && data.starts_with("JP") && data.find("c2pa") != data.npos)
      out.manifest = true;
    if (marker == 0xda) break;  // pixels
    at += size + 2;
  }
  add_exif(exif, out);
  return out.width > 0;
}

// The size that a still picture's own chunk tells (RFC 9649; lossy: RFC 6386, 9.1).
void size_of_webp(std::string_view type, std::string_view data, Inspection& out) {
  if (type == "VP8X" && data.size() >= 10) {
    out.width = static_cast<int>(number(data, 4, 3, false)) + 1;
    out.height = static_cast<int>(number(data, 7, 3, false)) + 1;
  } else if (type == "VP8L" && data.size() >= 5 && out.width == 0) {
    const auto bits = number(data, 1, 4, false);
    out.width = static_cast<int>(bits & 0x3fff) + 1;
    out.height = static_cast<int>(bits >> 14 & 0x3fff) + 1;
  } else if (type == "VP8 " && data.size() >= 10 && out.width == 0) {
    out.width = static_cast<int>(number(data, 6, 2, false) & 0x3fff);
    out.height = static_cast<int>(number(data, 8, 2, false) & 0x3fff);
  }
}

bool inspect_webp(std::string_view file, Inspection& out) {
  out.format = "webp";
  std::string_view exif;
  for (std::size_t at = 12; file.size() > at && file.size() - at >= 8;) {
    const std::size_t size = number(file, at + 4, 4, false);
    if (size > file.size() - at - 8) break;
    const auto type = file.substr(at, 4), data = file.substr(at + 8, size);
    size_of_webp(type, data, out);
    if (type == "XMP ") read_xmp(data, out);
    if (type == "EXIF") exif = data.starts_with(kExifInJpeg) ? data.substr(6) : data;
    if (type == "C2PA") out.manifest = true;
    at += 8 + size + (size & 1);
  }
  add_exif(exif, out);
  return out.width > 0;
}

}  // namespace

Result<Inspection> inspect(std::string_view file) {
  Inspection out;
  bool known = false;
  if (file.starts_with("\x89PNG\r\n\x1a\n"))
    known = inspect_png(file, out);
  else if (file.starts_with("\xff\xd8\xff"))
    known = inspect_jpeg(file, out);
  else if (file.starts_with("RIFF") && file.size() >= 12 && file.substr(8, 4) == "WEBP")
    known = inspect_webp(file, out);
  if (known) return out;
  return fail(ErrorKind::invalid_image, "This is no PNG, JPEG or WebP, or it is broken.");
}

}  // namespace easel::imaging
