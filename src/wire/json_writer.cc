#include "wire/json_writer.h"

#include <fmt/format.h>

#include <cmath>

namespace easel::wire {
namespace {

// Length of the UTF-8 sequence at text[i], or 0 when it is not one (RFC 3629: no overlong forms, no
// surrogates, nothing above U+10FFFF).
int utf8_length(std::string_view text, std::size_t i) {
  auto byte = [&](std::size_t k) {
    return k < text.size() ? static_cast<unsigned char>(text[k]) : 0u;
  };
  auto follows = [&](std::size_t k) { return (byte(k) & 0xC0) == 0x80; };
  unsigned a = byte(i), b = byte(i + 1);
  if (a < 0x80) return 1;
  if (a >= 0xC2 && a <= 0xDF) return follows(i + 1) ? 2 : 0;
  if (a >= 0xE0 && a <= 0xEF) {
    bool fits = a == 0xE0 ? b >= 0xA0 : a == 0xED ? b < 0xA0 : true;
    return fits && follows(i + 1) && follows(i + 2) ? 3 : 0;
  }
  if (a >= 0xF0 && a <= 0xF4) {
    bool fits = a == 0xF0 ? b >= 0x90 : a == 0xF4 ? b < 0x90 : true;
    return fits && follows(i + 1) && follows(i + 2) && follows(i + 3) ? 4 : 0;
  }
  return 0;
}

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
  }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  std::size_t plain = 0;  // start of the run that needs no escaping
  for (std::size_t i = 0; i < text.size();) {
    auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
      ++i;
      continue;
    }
    int length = utf8_length(text, i);
    if (c >= 0x80 && length > 0) {
      i += static_cast<std::size_t>(length);
      continue;
    }
    out += text.substr(plain, i - plain);
    if (c < 0x80)
      append_escape(out, text[i]);
    else
      out += "\xEF\xBF\xBD";
    plain = ++i;
  }
  out += text.substr(plain);
}

JsonWriter& JsonWriter::open(char c) {
  separate();
  out_ += c;
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::close(char c) {
  out_ += c;
  first_ = false;
  return *this;
}

void JsonWriter::separate() {
  if (!first_ && !after_key_) out_ += ',';
  first_ = false;
  after_key_ = false;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  out_ += '"';
  append_escaped(out_, name);
  out_ += "\":";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  out_ += '"';
  append_escaped(out_, text);
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::value(std::int64_t n) {
  separate();
  fmt::format_to(std::back_inserter(out_), "{}", n);
  return *this;
}

JsonWriter& JsonWriter::value(std::uint64_t n) {
  separate();
  fmt::format_to(std::back_inserter(out_), "{}", n);
  return *this;
}

JsonWriter& JsonWriter::value(double n) {
  if (!std::isfinite(n)) return null();
  separate();
  fmt::format_to(std::back_inserter(out_), "{}", n);
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

JsonWriter& JsonWriter::value(const boost::json::value& document) {
  switch (document.kind()) {
    case boost::json::kind::null:
      return null();
    case boost::json::kind::bool_:
      return value(document.get_bool());
    case boost::json::kind::int64:
      return value(document.get_int64());
    case boost::json::kind::uint64:
      return value(document.get_uint64());
    case boost::json::kind::double_:
      return value(document.get_double());
    case boost::json::kind::string: {
      const auto& text = document.get_string();
      return value(std::string_view(text.data(), text.size()));
    }
    case boost::json::kind::array:
      begin_array();
      for (const auto& item : document.get_array()) value(item);
      return end_array();
    case boost::json::kind::object:
      begin_object();
      for (const auto& [name, item] : document.get_object())
        key(std::string_view(name.data(), name.size())).value(item);
      return end_object();
  }
  return *this;
}

std::string to_json(const boost::json::value& document) {
  std::string out;
  JsonWriter(out).value(document);
  return out;
}

}  // namespace easel::wire
