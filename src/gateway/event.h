#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/money.h"

// The narrow waist, outward half: what every provider yields, in order. Exactly one Finish or
// Failure comes, and nothing after it. Pictures have distinct indexes; the bytes of one lie between
// its start and its end, and two may be open at once.
namespace easel::gateway {

struct Text {
  enum class Channel { content, reasoning } channel = Channel::content;
  std::string delta;
};

struct Progress {
  double fraction = 0;  // 0 … 1 of the whole request
  std::string stage{};
  int queue_position = -1;  // ≥ 1 while waiting for a turn
};

// A smaller or rougher picture on the way to picture `index`. Never counts, never bills.
struct Preview {
  int index = 0;
  std::string bytes;  // a whole file, raw
};

// An index that was started and not ended may be started again: what had come of it is given up.
// Some upstreams say only after a picture whether it was the result or a draft.
struct PictureStart {
  int index = 0;
  std::string declared_type{};  // what upstream says it is; the truth is sniffed from the bytes
};

struct PictureData {
  int index = 0;
  bool base64 = false;  // the driver decodes
  std::string bytes;
};

struct PictureEnd {
  int index = 0;
};

// Opaque, to be given back to the same upstream in the next turn.
struct Signature {
  std::string json;
};

// What it took. Counts are −1 when upstream does not say.
struct Usage {
  std::int64_t prompt_tokens = -1;
  std::int64_t completion_tokens = -1;
  std::int64_t image_tokens = -1;
  std::int64_t reasoning_tokens = -1;
  std::int64_t cached_tokens = -1;
  std::optional<Money> cost{};     // upstream's own figure, trusted when there is one
  boost::json::object as_given{};  // upstream's usage object, when it speaks our dialect
};

// Fields beside the answer: what this house adds under "easel" (account, seed, warnings), or what
// an upstream of the same dialect said that we do not know (`where` = "message" for the message or
// the streamed delta, "choice" for what stands beside it, "body" for the top level; "debug": what
// was sent upstream, for those who asked to see it).
struct Extra {
  std::string where = "easel";
  boost::json::object fields;
};

struct Finish {
  std::string reason = "stop";  // stop, length, tool_calls, content_filter, error
  std::string native_reason{};
  std::string model{};     // the name upstream gives to what answered, "" = as asked
  std::string provider{};  // who served it upstream, "" = the endpoint's own
};

struct Failure {
  Error error;
};

using Event = std::variant<Text, Progress, Preview, PictureStart, PictureData, PictureEnd,
                           Signature, Usage, Extra, Finish, Failure>;
using Events = std::vector<Event>;

}  // namespace easel::gateway
