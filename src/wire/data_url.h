#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace easel::wire {

// RFC 2397, the form that pictures come in: "data:" media type ";base64," and then the data.
struct DataUrlHead {
  std::string media_type;   // lower case, without parameters; "text/plain" when absent
  std::size_t data_at = 0;  // where the base64 begins
};

// None: not a base64 data URL, or its comma is not within the text.
std::optional<DataUrlHead> parse_data_url_head(std::string_view text);

}  // namespace easel::wire
