#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

// JSON in, as it arrives. Short values build an ordinary Boost.JSON document; a long string (a
// picture) never enters it: it is handed to a LongStrings as it comes, and the document holds a
// reference in its place. So memory does not grow with the picture, in either direction.
namespace easel::wire {

namespace json = boost::json;

// Where a value stands: "choices[0].message.images[1].image_url.url".
class Path {
 public:
  void enter_object() { steps_.push_back({}); }
  void enter_array() { steps_.push_back({.index = 0, .array = true}); }
  void leave() { steps_.pop_back(); }
  void key(std::string_view name) { steps_.back().name = name; }
  void next();  // a value is complete: moves an array's index on

  std::string text() const;
  std::size_t depth() const { return steps_.size(); }
  // Whether the path is this pattern: names and "[]" for any index, joined by '.' as in
  // "choices[].message.images[].image_url.url".
  bool matches(std::string_view pattern) const;
  int index(std::size_t nth) const;  // the nth array index on the way, from 0

 private:
  struct Step {
    std::string name{};
    int index = -1;
    bool array = false;
  };
  std::vector<Step> steps_;
};

// Receives each long string in order, in pieces. `begin` already has the first piece (longer than
// the limit below, so a data URL's prefix is whole in it).
class LongStrings {
 public:
  virtual ~LongStrings() = default;
  virtual Status begin(const Path& path, std::string_view first) = 0;
  virtual Status part(std::string_view piece) = 0;
  virtual Status end() = 0;
  // A short value that says what the strings around it mean, when it comes: true or false.
  virtual void flag(const Path&, bool) {}
};

struct JsonLimits {
  std::size_t long_string = 4096;  // longer strings go to LongStrings
  std::size_t max_depth = 64;
  std::size_t max_document = 8u << 20;  // bytes of short strings, keys and values together
};

class JsonReader {
 public:
  // `strings` may be null: then a long string is refused (payload_too_large). It outlives the
  // reader.
  explicit JsonReader(LongStrings* strings, JsonLimits limits = {});
  ~JsonReader();
  JsonReader(JsonReader&&) noexcept;

  // Any split of the text gives the same document and the same long strings. Errors:
  // invalid_request (not JSON: says at which byte), payload_too_large, or what `strings` returned.
  Status feed(std::string_view text);
  // The document; invalid_request when the text stopped too early or held nothing. Once.
  Result<json::value> finish();

  // The reference that stands for the index-th long string in the document. It carries a number
  // nobody outside can guess, so no client can write one.
  std::string reference(int index) const { return mark() + std::to_string(index); }
  std::string mark() const;  // what every reference begins with
  // The index of a long string that this text refers to, or -1.
  int referred(std::string_view text) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A short text at once.
Result<json::value> parse_json(std::string_view text);

}  // namespace easel::wire
