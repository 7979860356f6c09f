#pragma once

#include <string>
#include <utility>

#include "base/error.h"
#include "wire/multipart.h"

namespace easel::api {

// Reads the form of an upload, in pieces: its part called "file", of which there is one. Other
// parts are passed over. Nothing is gathered here beyond what one feed() brought.
class FileForm : private wire::MultipartReader::Handler {
 public:
  explicit FileForm(std::string_view boundary) : reader_(boundary, *this) {}

  // Errors: invalid_request (no form, or a second file), payload_too_large (too many parts).
  Status feed(std::string_view bytes) { return reader_.feed(bytes); }
  // What came of the file since the last call.
  std::string take() { return std::exchange(piece_, {}); }
  // invalid_request: the form has no end, or no file.
  Status finish() const;
  // As the client calls it, without folders and control characters, at most 255 bytes of UTF-8;
  // "file" when it has no name.
  const std::string& filename() const { return filename_; }

 private:
  Status begin(const wire::MultipartReader::Head& head) override;
  Status data(std::string_view piece) override;
  Status end() override;

  wire::MultipartReader reader_;
  std::string filename_, piece_;
  bool reading_ = false, seen_ = false;
};

}  // namespace easel::api
