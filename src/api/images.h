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
  Task<Result<gateway::GenerationRequest>> read(House& house, http::Request& in,
                                                std::string& request_hash) const override;
  Task<> answer(House& house, std::shared_ptr<drive::Job> job, http::Request& in,
                http::Response& out) const override;

 private:
  ImageDialect dialect_;
};

}  // namespace easel::api
