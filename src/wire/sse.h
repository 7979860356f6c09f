#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace easel::wire {

// Server-sent events as they arrive (WHATWG HTML, "Server-sent events"): any split, LF, CR or CRLF,
// comments, several data lines. A data line may be tens of megabytes long (a picture), so its bytes
// are handed over as they come and never gathered here.
class SseReader {
 public:
  class Handler {
   public:
    virtual ~Handler() = default;
    virtual Status data(std::string_view piece) = 0;  // part of the running event's data
    virtual Status event_end() = 0;                   // a blank line ended an event that had data
    virtual void comment() {}                         // a comment line (a heartbeat) went by
  };

  explicit SseReader(Handler& handler) : handler_(handler) {}

  // Errors are the handler's own.
  Status feed(std::string_view bytes);
  // The stream is over. An event that no blank line ended is given up, as the standard says, unless
  // `lenient`: some upstreams leave the last blank line out.
  Status finish(bool lenient = true);

 private:
  enum class Where { line_start, field, data_space, data, skip, comment };
  Status end_line();

  Handler& handler_;
  Where where_ = Where::line_start;
  std::string field_{};         // the running field name, at most 6 bytes matter
  bool had_data_ = false;       // the running event has data lines
  bool pending_break_ = false;  // a further data line begins with a line break
  bool after_cr_ = false;
};

}  // namespace easel::wire
