#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/budget.h"
#include "gateway/geometry.h"
#include "gateway/preferences.h"

namespace easel::imaging {
struct Bitmap;
struct Lettering;
}  // namespace easel::imaging

// The narrow waist, inward half: what every door parses its request into.
namespace easel::gateway {

namespace json = boost::json;

// A long string of the request (a picture as base64, mostly), in blocks taken from the byte budget.
// Filled while the body is read, then shared unchanged by everything that needs it.
class Blob {
 public:
  explicit Blob(ByteBudget::Lease lease) : lease_(std::move(lease)) {}

  // False: the byte budget has no more.
  bool append(std::string_view bytes);
  std::size_t size() const { return size_; }
  const std::vector<std::string>& blocks() const { return blocks_; }

 private:
  ByteBudget::Lease lease_;
  std::vector<std::string> blocks_;
  std::size_t size_ = 0;
};

enum class Door { chat, images, responses, completions, messages };

// A picture in the conversation: bytes that came with the request (a data URL, whole or as a Blob),
// or an address to fetch.
struct ImagePart {
  std::string url;                         // http(s), or a short data URL
  std::shared_ptr<const Blob> data_url{};  // a long data URL
  std::string field{};                     // where the client gave it
  // What providers (by slug) want back with it: it is a picture that they made (JSON).
  std::vector<std::pair<std::string, std::string>> signatures{};
};

struct Part {
  enum class Kind { text, image, other } kind = Kind::text;
  std::string text{};
  ImagePart image{};
};

struct Message {
  std::string role;
  std::vector<Part> parts;
};

// What the client asked about the picture, as given: which of it a model honours is decided against
// the model's capabilities (capabilities.h).
struct ImageOptions {
  std::optional<std::string> aspect_ratio{};
  std::optional<std::string> image_size{};  // "0.5K", "1K", "2K", "4K"
  std::optional<Size> pixels{};
  std::optional<int> n{};
  std::optional<std::int64_t> seed{};
  std::optional<std::string> quality{}, output_format{}, background{};
  std::optional<int> output_compression{};
  int fonts = 0;                          // font_inputs
  int super_resolution_references = 0;    // pictures to enhance by
  std::vector<std::string> other_keys{};  // keys this house does not know; passed on as they are
};

// A text to be set in a font of the client's.
struct FontInput {
  std::string url;                         // https, or a short data URL
  std::shared_ptr<const Blob> data_url{};  // a long data URL
  std::string text{};
  std::string field{};  // where the client gave it
};

// Something of a chat, beside words and pictures, that changes what the answer means: whoever
// cannot do it must not answer as if it had been done.
struct Need {
  enum class Kind { tools, response_format, plugins, file, audio, video } kind;
  std::string field;  // as the client wrote it
};

// What openrouter/auto may choose from: ids, in which "*" stands for anything.
struct AutoRouter {
  std::vector<std::string> allowed{};  // empty: every model
  std::vector<std::string> excluded{};
};

// Who asks, as they say, and what they call it. None of it changes the answer.
struct Attribution {
  std::string referer{}, app{}, user_agent{};
  // What `trace` and `metadata` of the body say, such as {"trace.trace_id", "…"}.
  std::vector<std::pair<std::string, std::string>> labels{};
};

// What a request asks of this house about its answer. None of it goes upstream.
struct Wishes {
  bool by_address = false;     // pictures leave as addresses instead of base64
  bool keep_alive = false;     // a buffered answer sends white space while it waits
  bool respond_async = false;  // 202 and a job to ask again for
  std::string callback_url{};  // is told the end, "" = nobody
  std::string origin{};        // "scheme://host[:port]" that this server goes by
};

struct GenerationRequest {
  Door door = Door::chat;
  std::vector<std::string> models;  // in order of preference, at least one
  std::vector<Message> messages;
  bool wants_text = true;
  bool wants_image = false;
  bool wants_audio = false;
  bool modalities_given = false;
  bool modalities_narrowed = false;  // asked for more kinds of output than the model has
  std::vector<Need> needs{};
  ImageOptions image{};
  std::vector<FontInput> fonts{};  // image.fonts of them
  // The same, set for the size of picture that is asked for: there once the fonts were fetched,
  // where this house draws the letters itself (imaging/lettering.h).
  std::vector<std::shared_ptr<const imaging::Lettering>> letterings{};
  // Pictures to enhance by: image.super_resolution_references of them, or, where this house does it
  // to whatever picture comes (easel.finish), none of those.
  std::vector<ImagePart> references{};
  // The same, read: there where this house enhances by itself (imaging/enlarge.h).
  std::vector<std::shared_ptr<const imaging::Bitmap>> enhancers{};
  ProviderPreferences provider{};
  AutoRouter auto_router{};
  bool stream = false;
  bool echo_metadata = false;       // X-OpenRouter-Metadata
  bool echo_upstream_body = false;  // debug.echo_upstream_body
  Wishes wishes{};
  std::string user{}, session_id{};
  std::string generation{};  // its id; there once it was admitted
  Attribution by{};
  json::object repeated{};  // what the responses door says again in its answer

  // The body as it came, for upstreams that speak the same dialect: unknown fields survive. A long
  // string is a reference (wire/json.h) that `blob_index` turns into an index of `blobs`, or −1.
  json::object body{};
  std::vector<std::shared_ptr<const Blob>> blobs{};
  std::string blob_mark{};  // what a reference begins with

  int blob_index(std::string_view text) const;
  // All text of the last user message: what a model that knows no conversation is asked.
  std::string prompt() const;
  int image_parts() const;
};

}  // namespace easel::gateway
