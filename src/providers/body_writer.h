#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gateway/request.h"
#include "providers/provider.h"

namespace easel::providers {

// Writes a JSON document as the pieces of a request body: text in between, and the request's long
// strings (pictures) as the blocks they already lie in. Never copies a picture. `request` outlives
// the writer, not the pieces.
class BodyWriter {
 public:
  explicit BodyWriter(const gateway::GenerationRequest& request) : request_(request) {}

  std::vector<BodyPiece> write(const gateway::json::object& body);

 private:
  void flush();
  void put(const gateway::json::object& object);
  void put(const gateway::json::value& value);
  void put(const std::shared_ptr<const gateway::Blob>& blob);

  const gateway::GenerationRequest& request_;
  std::string text_;
  std::vector<BodyPiece> pieces_;
};

}  // namespace easel::providers
