#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/request.h"
#include "providers/provider.h"

namespace easel::providers {

// Writes a JSON document as the pieces of a request body: text in between, and the request's long
// strings (pictures) as the blocks they already lie in. Never copies a picture. `request` outlives
// the writer, not the pieces.
class BodyWriter {
 public:
  explicit BodyWriter(const gateway::GenerationRequest& request);

  // Strings that stand in the document for a picture of the request: its base64 alone, or all of
  // its data URL. Only this writer knows them.
  gateway::json::string base64_of(const gateway::ImagePart& image) { return stand_in(image, true); }
  gateway::json::string data_url_of(const gateway::ImagePart& image) {
    return stand_in(image, false);
  }

  std::vector<BodyPiece> write(const gateway::json::object& body);

 private:
  gateway::json::string stand_in(const gateway::ImagePart& image, bool bare);
  void flush();
  void put(const gateway::json::object& object);
  void put(const gateway::json::value& value);
  void put_string(std::string_view text);
  void put(const gateway::ImagePart& image, bool bare);
  void put(const std::shared_ptr<const gateway::Blob>& blob);
  void put_piece(BodyPiece piece);

  const gateway::GenerationRequest& request_;
  std::string mark_;  // what a stand-in begins with; nobody outside can guess it
  std::vector<std::pair<const gateway::ImagePart*, bool>> pictures_;
  std::string text_;
  std::vector<BodyPiece> pieces_;
};

}  // namespace easel::providers
