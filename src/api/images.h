#pragma once

#include "api/generate.h"
#include "api/image_request.h"

namespace easel::api {

// POST /images, and in OpenAI's words POST /images/generations and POST /images/edits (JSON or
// multipart/form-data). An answer is pictures; words alone are an error and cost nothing. Only a
// model that streams pictures by itself is streamed; the others answer in one JSON document.
class ImageDoor : public Door {
 public:
  explicit ImageDoor(ImageDialect dialect) : dialect_(dialect) {}
  std::string_view path() const override;
  Task<Result<gateway::GenerationRequest>> read(House& house, const store::Key& key,
                                                http::Request& in,
                                                std::string& request_hash) const override;
  std::unique_ptr<Shape> shape(House& house, const drive::Job& job) const override;
  bool streams(const drive::Job& job) const override;

 private:
  ImageDialect dialect_;
};

}  // namespace easel::api
