#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace easel::wire {

struct MultipartLimits {
  std::size_t max_parts = 128;
  std::size_t max_head = 8 * 1024;  // bytes of one part's header lines
};

// A form as it arrives (RFC 7578 over RFC 2046): any split of the bytes gives the same parts. The
// data of a part, which may be a picture, is handed over as it comes and never gathered here.
class MultipartReader {
 public:
  struct Head {
    std::string name;
    std::string filename{};      // "" when the part has none
    std::string content_type{};  // as sent, "" when absent
  };
  class Handler {
   public:
    virtual ~Handler() = default;
    virtual Status begin(const Head& head) = 0;
    virtual Status data(std::string_view piece) = 0;
    virtual Status end() = 0;
  };

  // The boundary of "multipart/form-data; boundary=…"; "" when it is another type or the boundary
  // is none (RFC 2046: 1 to 70 characters of a short list, no space at the end).
  static std::string boundary_of(std::string_view content_type);

  MultipartReader(std::string_view boundary, Handler& handler, MultipartLimits limits = {})
      : delimiter_("\r\n--" + std::string(boundary)), handler_(handler), limits_(limits) {}

  // Errors: invalid_request (not a form), payload_too_large (a limit), or the handler's own.
  Status feed(std::string_view bytes);
  // invalid_request when the last boundary has not come.
  Status finish() const;

 private:
  enum class Where { preamble, delimiter, head, data, epilogue };
  Result<bool> step();  // false: more bytes are needed
  Result<bool> read_until_delimiter();
  Result<bool> read_delimiter_end();
  Result<bool> read_head();

  std::string delimiter_;
  Handler& handler_;
  MultipartLimits limits_;
  Where where_ = Where::preamble;
  // The first boundary may stand at the very beginning, as if a line had ended before it.
  std::string ahead_ = "\r\n";
  std::size_t parts_ = 0;
};

}  // namespace easel::wire
