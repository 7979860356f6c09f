#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/request.h"
#include "providers/provider.h"

namespace easel::providers {

// A form as a request body (RFC 7578): fields as texts, pictures as files, decoded piece by piece.
class FormBody {
 public:
  FormBody();

  std::string content_type() const { return "multipart/form-data; boundary=" + boundary_; }
  // A text, a flag or a whole number.
  void field(std::string_view name, const gateway::json::value& value);
  // Without `filename` it is called image-INDEX.png or as its kind ends. Errors: invalid_image.
  Status file(std::string_view name, int index, const gateway::ImagePart& image,
              std::string filename = {});
  std::vector<BodyPiece> finish();

 private:
  void add(std::string text);

  std::string boundary_;
  std::vector<BodyPiece> pieces_;
};

// "png", "jpg" or "webp", by what the client said the picture is.
std::string_view extension_of(std::string_view media_type);

}  // namespace easel::providers
