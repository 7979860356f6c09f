#pragma once

#include <memory>
#include <string>

#include "base/budget.h"
#include "base/hash.h"
#include "gateway/request.h"
#include "wire/json.h"

namespace easel::api {

// Reads the body of POST /chat/completions, in pieces, into the waist. Pictures in it land in
// blocks of the byte budget and never enter the document.
class ChatBody : private wire::LongStrings {
 public:
  explicit ChatBody(ByteBudget& budget);

  // Errors: invalid_request, payload_too_large, overloaded (the byte budget is used up).
  Status feed(std::string_view bytes);
  // Parses and validates. Absent or null modalities stay open (modalities_given = false): they are
  // derived from the model.
  Result<gateway::GenerationRequest> finish();
  std::string hash() const { return hash_; }  // hex SHA-256 of the bytes, after finish()

 private:
  Status begin(const wire::Path& path, std::string_view first) override;
  Status part(std::string_view piece) override;
  Status end() override { return {}; }

  ByteBudget& budget_;
  wire::JsonReader reader_;
  Sha256 sha_;
  std::string hash_;
  std::vector<std::shared_ptr<gateway::Blob>> blobs_;
};

}  // namespace easel::api
