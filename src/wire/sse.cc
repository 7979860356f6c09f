#include "wire/sse.h"

namespace easel::wire {

Status SseReader::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    char c = bytes[0];
    if (c == '\n' && after_cr_) {  // the second half of CRLF
      after_cr_ = false;
      bytes.remove_prefix(1);
      continue;
    }
    after_cr_ = false;
    if (c == '\n' || c == '\r') {
      after_cr_ = c == '\r';
      bytes.remove_prefix(1);
      TRY(end_line());
      continue;
    }
    switch (where_) {
      case Where::line_start:
        field_.clear();
        where_ = c == ':' ? Where::comment : Where::field;
        break;
      case Where::field:
        if (c == ':') {
          where_ = field_ == "data" ? Where::data_space : Where::skip;
          if (where_ == Where::data_space && had_data_) pending_break_ = true;
          if (where_ == Where::data_space) had_data_ = true;
        } else if (field_.size() < 8) {
          field_ += c;
        }
        bytes.remove_prefix(1);
        break;
      case Where::data_space:  // one space after the colon does not belong to the data
        where_ = Where::data;
        if (c == ' ') bytes.remove_prefix(1);
        break;
      case Where::data: {
        std::size_t line = std::min(bytes.find('\n'), bytes.find('\r'));
        std::string_view piece = bytes.substr(0, line);
        bytes.remove_prefix(piece.size());
        if (pending_break_) TRY(handler_.data("\n"));
        pending_break_ = false;
        TRY(handler_.data(piece));
        break;
      }
      case Where::skip:
      case Where::comment: {
        std::size_t line = std::min(bytes.find('\n'), bytes.find('\r'));
        bytes.remove_prefix(std::min(line, bytes.size()));
        break;
      }
    }
  }
  return {};
}

Status SseReader::end_line() {
  Where was = where_;
  where_ = Where::line_start;
  if (was == Where::comment) handler_.comment();
  if (was == Where::field && field_ == "data") {  // a field without a colon has an empty value
    pending_break_ = pending_break_ || had_data_;
    had_data_ = true;
  }
  if (was != Where::line_start || !had_data_) return {};
  had_data_ = false;
  pending_break_ = false;
  return handler_.event_end();
}

Status SseReader::finish(bool lenient) {
  if (where_ != Where::line_start) TRY(end_line());
  if (!had_data_ || !lenient) return {};
  had_data_ = false;
  return handler_.event_end();
}

}  // namespace easel::wire
