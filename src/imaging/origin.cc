#include "imaging/origin.h"

#include <algorithm>

#include "base/text.h"
#include "imaging/exif.h"

namespace easel::imaging {
namespace {

constexpr std::size_t kLongestPrompt = 8000;

// UTF-8 as XML has it; half a character at the end of what was cut is left out.
std::string escaped(std::string_view text) {
  if (text.size() > kLongestPrompt) {
    text = text.substr(0, kLongestPrompt);
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0) == 0x80)
      text.remove_suffix(1);
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xc0) text.remove_suffix(1);
  }
  return markup_text(text);
}

void put(std::string& out, const char* name, const std::string& value) {
  if (!value.empty()) out += "\n   " + std::string(name) + "=\"" + escaped(value) + "\"";
}

const char* name_of(SourceType type) {
  return type == SourceType::composite  ? "compositeSynthetic"
         : type == SourceType::enhanced ? "algorithmicallyEnhanced"
                                        : "algorithmicMedia";
}

}  // namespace

std::string Origin::exif() const {
  std::string said = "urn:easel:origin:1";
  const auto say = [&](const char* what, const std::string& value) {
    if (!value.empty()) said += "; " + std::string(what) + "=" + value;
  };
  say("digitalSourceType", name_of(type));
  say("model", model);
  say("seed", seed);
  say("generation", generation);
  say("changed", changed ? "true" : "false");
  return write_exif({.software = tool, .comment = said});
}

std::string Origin::xmp() const {
  std::string out =
      "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
      " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "  <rdf:Description rdf:about=\"\"\n"
      "   xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
      "   xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\"\n"
      "   xmlns:easel=\"urn:easel:origin:1\"";
  put(out, "Iptc4xmpExt:DigitalSourceType",
      std::string("http://cv.iptc.org/newscodes/digitalsourcetype/") + name_of(type));
  put(out, "xmp:CreatorTool", tool);
  put(out, "easel:model", model);
  put(out, "easel:seed", seed);
  put(out, "easel:prompt", prompt);
  put(out, "easel:generation", generation);
  put(out, "easel:changed", changed ? "true" : "false");
  return out + "/>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";
}

}  // namespace easel::imaging
