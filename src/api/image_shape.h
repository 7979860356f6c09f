#pragma once

#include "api/image_request.h"
#include "api/telling.h"

namespace easel::api {

// How a job looks at the image door: pictures and what they took, no words.
//   buffered  {"created","data":[{"b64_json","media_type"}],"usage","easel"}; with "url" in the
//             place of "b64_json" where that is wished
//   streamed  image_generation.partial_image …, image_generation.completed for each picture, an
//             error with a string code if it fails, [DONE]. /images/edits says image_edit instead.
// The usage goes with the last completed picture, so the last one that is expected waits for the
// end; the others leave at once.
class ImageShape : public Shape {
 public:
  ImageShape(const drive::Job& job, ImageDialect dialect);

  void set_headers(http::Response& out) const override;
  Pieces told(const drive::Told& told) override;
  Pieces ending(const drive::Outcome& outcome) override;
  Pieces whole(const drive::Outcome& outcome) override;

 private:
  Pieces completed(const drive::KeptPicture& picture, const drive::Outcome* outcome) const;

  const drive::Job& job_;
  std::string family_;
  std::string value_;  // the picture's field
  int expected_ = 1;
  int seen_ = 0;
  int previews_ = 0;
  std::optional<drive::KeptPicture> waiting_{};
};

}  // namespace easel::api
