#include "wire/multipart.h"

#include <algorithm>
#include <cctype>

namespace easel::wire {
namespace {

constexpr std::size_t kMostPadding = 256;

Error malformed(std::string message) {
  return invalid("", "The form cannot be read: " + std::move(message));
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

std::string_view trim(std::string_view text) {
  auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The parameter of a header's value, unquoted; "" when it is not there.
std::string parameter(std::string_view value, std::string_view wanted) {
  while (!value.empty()) {
    // To the next ';' that stands outside quotes.
    bool quoted = false;
    std::size_t end = 0;
    for (; end < value.size() && (quoted || value[end] != ';'); ++end) {
      if (value[end] == '\\' && quoted && end + 1 < value.size())
        ++end;
      else if (value[end] == '"')
        quoted = !quoted;
    }
    auto field = trim(value.substr(0, end));
    value.remove_prefix(std::min(value.size(), end + 1));
    auto equals = field.find('=');
    if (equals == field.npos || lower(trim(field.substr(0, equals))) != wanted) continue;
    auto given = trim(field.substr(equals + 1));
    if (!given.starts_with('"')) return std::string(given);
    std::string text;
    for (std::size_t i = 1; i < given.size() && given[i] != '"'; ++i) {
      if (given[i] == '\\' && i + 1 < given.size()) ++i;
      text += given[i];
    }
    return text;
  }
  return {};
}

}  // namespace

std::string MultipartReader::boundary_of(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  if (lower(trim(type)) != "multipart/form-data") return {};
  auto boundary = parameter(content_type.substr(type.size()), "boundary");
  auto allowed = [](unsigned char c) {
    return c < 0x80 && (std::isalnum(c) || std::string_view("'()+_,-./:=? ").contains(c));
  };
  bool fits = !boundary.empty() && boundary.size() <= 70 && boundary.back() != ' ' &&
              std::ranges::all_of(boundary, allowed);
  return fits ? boundary : std::string();
}

Status MultipartReader::feed(std::string_view bytes) {
  if (where_ == Where::epilogue) return {};
  ahead_ += bytes;
  while (TRY(step())) {
  }
  return {};
}

Status MultipartReader::finish() const {
  if (where_ == Where::epilogue) return {};
  return fail(malformed("it ended before its last boundary."));
}

Result<bool> MultipartReader::step() {
  switch (where_) {
    case Where::preamble:
    case Where::data:
      return read_until_delimiter();
    case Where::delimiter:
      return read_delimiter_end();
    case Where::head:
      return read_head();
    case Where::epilogue:
      ahead_.clear();
      return false;
  }
  return false;
}

Result<bool> MultipartReader::read_until_delimiter() {
  auto found = ahead_.find(delimiter_);
  std::size_t certain = found;
  if (found == ahead_.npos)  // the end may be the beginning of a delimiter
    certain = ahead_.size() - std::min(ahead_.size(), delimiter_.size() - 1);
  if (where_ == Where::data && certain > 0)
    TRY(handler_.data(std::string_view(ahead_).substr(0, certain)));
  if (found == ahead_.npos) {
    ahead_.erase(0, certain);
    return false;
  }
  ahead_.erase(0, found + delimiter_.size());
  if (where_ == Where::data) TRY(handler_.end());
  where_ = Where::delimiter;
  return true;
}

// "--" closes the form; else the line ends here, perhaps after white space.
Result<bool> MultipartReader::read_delimiter_end() {
  if (ahead_.size() < 2) return false;
  if (ahead_.starts_with("--")) {
    where_ = Where::epilogue;
    return true;
  }
  auto end = ahead_.find_first_not_of(" \t");
  if (end == ahead_.npos ? ahead_.size() > kMostPadding : end > kMostPadding)
    return fail(malformed("a boundary's line does not end."));
  if (end == ahead_.npos || ahead_.size() < end + 2) return false;
  if (ahead_.compare(end, 2, "\r\n") != 0)
    return fail(malformed("something follows a boundary on its line."));
  // The line break stays: with it, a head without lines ends like any other.
  ahead_.erase(0, end);
  where_ = Where::head;
  return true;
}

Result<bool> MultipartReader::read_head() {
  auto end = ahead_.find("\r\n\r\n");
  if (std::min(end, ahead_.size()) > limits_.max_head)
    return fail(ErrorKind::payload_too_large, "The headers of a part of the form are too long.");
  if (end == ahead_.npos) return false;
  if (++parts_ > limits_.max_parts)
    return fail(ErrorKind::payload_too_large, "The form has too many parts.");

  Head head;
  bool form_data = false;
  std::string_view lines = std::string_view(ahead_).substr(0, end);
  while (!lines.empty()) {
    lines.remove_prefix(2);
    auto line = lines.substr(0, lines.find("\r\n"));
    lines.remove_prefix(line.size());
    auto colon = line.find(':');
    if (colon == line.npos) return fail(malformed("a part has a header line without a colon."));
    auto name = lower(line.substr(0, colon));
    auto value = trim(line.substr(colon + 1));
    if (name == "content-type") head.content_type = value;
    if (name != "content-disposition") continue;
    form_data = lower(trim(value.substr(0, value.find(';')))) == "form-data";
    head.name = parameter(value, "name");
    head.filename = parameter(value, "filename");
  }
  if (!form_data || head.name.empty()) return fail(malformed("a part of it has no name."));
  TRY(handler_.begin(head));
  ahead_.erase(0, end + 4);
  where_ = Where::data;
  return true;
}

}  // namespace easel::wire
