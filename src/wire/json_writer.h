#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/money.h"

namespace easel::wire {

// JSON out, appended to a string: no document is built. Commas are kept here. What is written is
// valid JSON whatever the strings hold: control bytes are escaped, and bytes that are not UTF-8
// become U+FFFD.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(bool b) { return raw(b ? "true" : "false"); }
  JsonWriter& value(int n) { return value(static_cast<std::int64_t>(n)); }
  JsonWriter& value(std::int64_t n);
  JsonWriter& value(std::uint64_t n);
  JsonWriter& value(double n);  // shortest that reads back the same; null when not finite
  JsonWriter& value(Money amount) { return raw(amount.text()); }
  JsonWriter& value(const boost::json::value& document);
  JsonWriter& null() { return raw("null"); }
  // Text that is already JSON.
  JsonWriter& raw(std::string_view json);

  template <class T>
  JsonWriter& field(std::string_view name, const T& v) {
    return key(name).value(v);
  }
  JsonWriter& field_null(std::string_view name) { return key(name).null(); }
  JsonWriter& field_raw(std::string_view name, std::string_view json) {
    return key(name).raw(json);
  }
  // The text, or null when it is empty.
  JsonWriter& field_or_null(std::string_view name, std::string_view text) {
    return text.empty() ? field_null(name) : key(name).value(text);
  }

 private:
  JsonWriter& open(char c);
  JsonWriter& close(char c);
  void separate();

  std::string& out_;
  bool first_ = true;  // nothing in the running object or array yet
  bool after_key_ = false;
};

// Appends the characters of a JSON string, without the quotes.
void append_escaped(std::string& out, std::string_view text);

std::string to_json(const boost::json::value& document);

}  // namespace easel::wire
