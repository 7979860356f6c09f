#include "api/font_input.h"

#include "base/base64.h"
#include "imaging/font.h"
#include "imaging/text_runs.h"
#include "wire/data_url.h"

namespace easel::api {
namespace {

using namespace gateway;

Error no_font(const std::string& field, const std::string& why) {
  return invalid(field, field + " " + why, "an https or data: address of a font");
}

}  // namespace

Result<FontInput> font_of(const GenerationRequest& request, std::string_view url, std::string text,
                          const std::string& at) {
  if (auto settable = imaging::characters_of(text); !settable)
    return fail(invalid(at + ".text", at + ".text: " + settable.error().message,
                        settable.error().expected));
  FontInput font{.text = std::move(text), .field = at};
  const std::string field = at + ".font_url";
  if (int blob = request.blob_index(url); blob >= 0) {
    font.data_url = request.blobs[static_cast<std::size_t>(blob)];
    if (font.data_url->size() > base64_size(imaging::kLargestFont) + 1024)
      return fail(no_font(field, "is larger than 8 MiB."));
    if (!wire::parse_data_url_head(font.data_url->blocks().front()))
      return fail(no_font(field, "is no base64 data URL."));
    return font;
  }
  font.url = url;
  const bool data = url.starts_with("data:");
  if (data && !wire::parse_data_url_head(url))
    return fail(no_font(field, "is no base64 data URL."));
  if (!data && !url.starts_with("https://") && !url.starts_with("http://"))
    return fail(no_font(field, "is no address of a font."));
  return font;
}

Result<std::string> font_bytes(const FontInput& font) {
  std::string bytes;
  if (!font.data_url && !font.url.starts_with("data:")) return bytes;
  Base64Decoder decoder;
  bool first = true;
  const auto add = [&](std::string_view block) -> Status {
    const auto head = first ? wire::parse_data_url_head(block) : std::nullopt;
    if (head) block.remove_prefix(head->data_at);
    first = false;
    return decoder.decode(block, bytes);
  };
  Status read{};
  if (font.data_url) {
    for (const auto& block : font.data_url->blocks())
      if (read) read = add(block);
  } else {
    read = add(font.url);
  }
  if (read) read = decoder.finish();
  if (!read) return fail(no_font(font.field + ".font_url", "holds no readable base64."));
  return bytes;
}

}  // namespace easel::api
