#include "wire/json.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include "base/hash.h"
#include "base/ids.h"

namespace easel::wire {

void Path::next() {
  if (!steps_.empty() && steps_.back().array) ++steps_.back().index;
}

std::string Path::text() const {
  std::string text;
  for (const auto& step : steps_) {
    if (step.array) {
      text += "[" + std::to_string(step.index) + "]";
    } else if (!step.name.empty()) {
      if (!text.empty()) text += '.';
      text += step.name;
    }
  }
  return text;
}

bool Path::matches(std::string_view pattern) const {
  for (const auto& step : steps_) {
    if (step.array) {
      if (!pattern.starts_with("[]")) return false;
      pattern.remove_prefix(2);
    } else {
      if (pattern.starts_with('.')) pattern.remove_prefix(1);
      if (!pattern.starts_with(step.name)) return false;
      pattern.remove_prefix(step.name.size());
      if (!pattern.empty() && pattern[0] != '.' && pattern[0] != '[') return false;
    }
  }
  return pattern.empty();
}

int Path::index(std::size_t nth) const {
  for (const auto& step : steps_) {
    if (!step.array) continue;
    if (nth-- == 0) return step.index;
  }
  return -1;
}

namespace {

// What Boost.JSON's basic_parser calls. Returning false with `ec` set stops it; `failure` then
// says why in our words.
struct Handler {
  static constexpr std::size_t max_object_size = -1;
  static constexpr std::size_t max_array_size = -1;
  static constexpr std::size_t max_key_size = -1;
  static constexpr std::size_t max_string_size = -1;
  using Code = json::error_code;
  using View = json::string_view;

  Handler(LongStrings* s, const JsonLimits& l) : strings(s), limits(l) { stack.reset(); }

  LongStrings* strings;
  JsonLimits limits;
  std::string mark = "easel-long-string:" + std::to_string(random_u64()) + ":";
  json::value_stack stack{};
  Path path{};
  std::string text{};  // the running key or short string
  bool streaming = false;
  int long_strings = 0;
  std::size_t size = 0;
  Error failure{};

  bool stop(Code& ec, Error error) {
    failure = std::move(error);
    ec = json::error::exception;
    return false;
  }
  bool spend(std::size_t bytes, Code& ec) {
    size += bytes;
    if (size <= limits.max_document) return true;
    return stop(
        ec, {.kind = ErrorKind::payload_too_large, .message = "The JSON document is too large."});
  }
  bool value_done(Code& ec) {
    path.next();
    return spend(16, ec);
  }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code& ec) {
    path.enter_object();
    return spend(16, ec);
  }
  bool on_object_end(std::size_t n, Code& ec) {
    path.leave();
    stack.push_object(n);
    return value_done(ec);
  }
  bool on_array_begin(Code& ec) {
    path.enter_array();
    return spend(16, ec);
  }
  bool on_array_end(std::size_t n, Code& ec) {
    path.leave();
    stack.push_array(n);
    return value_done(ec);
  }
  bool on_key_part(View part, std::size_t, Code& ec) {
    text.append(part.data(), part.size());
    return spend(part.size(), ec);
  }
  bool on_key(View part, std::size_t, Code& ec) {
    text.append(part.data(), part.size());
    path.key(text);
    stack.push_key(text);
    text.clear();
    return spend(part.size(), ec);
  }
  bool on_string_part(View part, std::size_t, Code& ec) {
    if (streaming) {
      auto told = strings->part({part.data(), part.size()});
      return told ? true : stop(ec, told.error());
    }
    text.append(part.data(), part.size());
    if (text.size() <= limits.long_string) return true;
    return begin_long(ec);
  }
  bool begin_long(Code& ec) {
    if (!strings)
      return stop(ec, {.kind = ErrorKind::payload_too_large,
                       .message = "A text in the JSON document is too long.",
                       .field = path.text()});
    auto told = strings->begin(path, text);
    if (!told) return stop(ec, told.error());
    streaming = true;
    text.clear();
    return true;
  }
  bool on_string(View part, std::size_t size, Code& ec) {
    if (!on_string_part(part, size, ec)) return false;
    if (streaming) {
      auto told = strings->end();
      if (!told) return stop(ec, told.error());
      stack.push_string(mark + std::to_string(long_strings++));
      streaming = false;
    } else {
      if (!spend(text.size(), ec)) return false;
      stack.push_string(text);
      text.clear();
    }
    return value_done(ec);
  }
  bool on_number_part(View, Code&) { return true; }
  bool on_int64(std::int64_t n, View, Code& ec) {
    stack.push_int64(n);
    return value_done(ec);
  }
  bool on_uint64(std::uint64_t n, View, Code& ec) {
    stack.push_uint64(n);
    return value_done(ec);
  }
  bool on_double(double n, View, Code& ec) {
    stack.push_double(n);
    return value_done(ec);
  }
  bool on_bool(bool b, Code& ec) {
    if (strings) strings->flag(path, b);
    stack.push_bool(b);
    return value_done(ec);
  }
  bool on_null(Code& ec) {
    stack.push_null();
    return value_done(ec);
  }
  bool on_comment_part(View, Code&) { return true; }
  bool on_comment(View, Code&) { return true; }
};

json::parse_options parser_options(const JsonLimits& limits) {
  json::parse_options options;
  options.max_depth = limits.max_depth;
  return options;
}

// How many bytes at the end of a text begin a letter that is not whole.
std::size_t unfinished(std::string_view text) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if ((byte & 0xC0) == 0x80) continue;
    std::size_t whole = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    return whole > back ? back : 0;
  }
  return 0;
}

}  // namespace

struct JsonReader::State {
  json::basic_parser<Handler> parser;
  std::size_t fed = 0;
  // A letter that two pieces share. Boost 1.81's parser, given it in two, writes over the end of a
  // buffer of its own when 4 KiB of the same string follow (basic_parser_impl.hpp, do_str8): it
  // gets letters whole.
  std::string letter{};

  State(LongStrings* strings, const JsonLimits& limits)
      : parser(parser_options(limits), strings, limits) {}

  Status write(bool more, const char* data, std::size_t size) {
    json::error_code ec;
    std::size_t used = parser.write_some(more, data, size, ec);
    fed += used;
    if (ec == json::error::exception) return fail(parser.handler().failure);
    if (!ec && used < size) {  // the document is whole; only white space may follow
      for (std::size_t i = used; i < size; ++i)
        if (!std::string_view(" \t\r\n").contains(data[i])) ec = json::error::extra_data;
      fed += size - used;
    }
    if (ec) {
      std::string where = std::to_string(fed);
      return fail(invalid("", ec == json::error::incomplete
                                  ? "The JSON document ends too early, at byte " + where + "."
                                  : "Invalid JSON at byte " + where + ": " + ec.message() + "."));
    }
    return {};
  }
};

JsonReader::JsonReader(LongStrings* strings, JsonLimits limits)
    : state_(std::make_unique<State>(strings, limits)) {}
JsonReader::~JsonReader() = default;
JsonReader::JsonReader(JsonReader&&) noexcept = default;

Status JsonReader::feed(std::string_view text) {
  auto& letter = state_->letter;
  while (!letter.empty() && !text.empty()) {
    letter += text.front();
    text.remove_prefix(1);
    if (unfinished(letter) > 0) continue;
    TRY(state_->write(true, letter.data(), letter.size()));
    letter.clear();
  }
  auto rest = unfinished(text);
  letter += text.substr(text.size() - rest);
  text.remove_suffix(rest);
  if (text.empty()) return {};
  return state_->write(true, text.data(), text.size());
}

Result<json::value> JsonReader::finish() {
  TRY(state_->write(true, state_->letter.data(), state_->letter.size()));
  TRY(state_->write(false, nullptr, 0));
  return state_->parser.handler().stack.release();
}

std::string JsonReader::mark() const {
  return state_->parser.handler().mark;
}

int JsonReader::referred(std::string_view text) const {
  const auto& mark = state_->parser.handler().mark;
  if (!text.starts_with(mark)) return -1;
  return std::atoi(std::string(text.substr(mark.size())).c_str());
}

Result<json::value> parse_json(std::string_view text) {
  JsonReader reader(nullptr, {.long_string = 16u << 20, .max_document = 64u << 20});
  TRY(reader.feed(text));
  return reader.finish();
}

}  // namespace easel::wire
