#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/image_request.h"
#include "base/base64.h"
#include "wire/multipart.h"

namespace easel::api {

// Reads a form (multipart/form-data) as OpenAI's clients send one to /images/edits, in pieces: the
// fields are those of the JSON document, the pictures are files called image, image[] or image[0].
// Each picture goes into blocks of the byte budget as a data URL whose type is told by its bytes.
class ImageForm : private wire::MultipartReader::Handler {
 public:
  ImageForm(ByteBudget& budget, std::string_view boundary, ImageDialect dialect);

  // Errors: invalid_request, payload_too_large, overloaded (the byte budget is used up).
  Status feed(std::string_view bytes) { return reader_.feed(bytes); }
  // What was given beside the pictures, which may be changed before finish().
  gateway::json::object& fields() { return fields_; }
  Result<gateway::GenerationRequest> finish();
  // Of the names and data, not of the bytes: a client that sends its form again draws another
  // boundary. After finish().
  std::string hash() const { return hash_; }

 private:
  enum class Kind { text, picture, nothing };
  Status begin(const wire::MultipartReader::Head& head) override;
  Status data(std::string_view piece) override;
  Status end() override;
  Status start_picture();
  Status encode(std::string_view bytes, bool last);

  ByteBudget& budget_;
  ImageDialect dialect_;
  wire::MultipartReader reader_;
  Sha256 sha_;
  std::string hash_;
  std::string mark_;
  Kind kind_ = Kind::nothing;
  std::string name_, text_;  // of the running part; of a picture, its first bytes
  bool started_ = false;     // the running picture's type is known
  Base64Encoder encoder_;
  std::size_t text_bytes_ = 0;
  gateway::json::object fields_;
  std::vector<std::shared_ptr<gateway::Blob>> blobs_;
};

}  // namespace easel::api
