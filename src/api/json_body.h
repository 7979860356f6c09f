#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/budget.h"
#include "base/hash.h"
#include "gateway/request.h"
#include "http/server.h"
#include "wire/json.h"

namespace easel::api {

// Reads the JSON body of a generating request, in pieces. Pictures in it land in blocks of the byte
// budget and never enter the document.
class JsonBody : private wire::LongStrings {
 public:
  explicit JsonBody(ByteBudget& budget);

  // Errors: invalid_request, payload_too_large, overloaded (the byte budget is used up).
  Status feed(std::string_view bytes);
  std::string hash() const { return hash_; }  // hex SHA-256 of the bytes, after finish
  // The whole document, which may be changed before finish(). It belongs to this body.
  Result<gateway::GenerationRequest*> document();

 protected:
  // A request of which only `body`, `blobs` and `blob_mark` are filled.
  Result<gateway::GenerationRequest> finish_document();
  ByteBudget& budget() { return budget_; }

 private:
  Status begin(const wire::Path& path, std::string_view first) override;
  Status part(std::string_view piece) override;
  Status end() override { return {}; }

  ByteBudget& budget_;
  wire::JsonReader reader_;
  Sha256 sha_;
  std::string hash_;
  std::vector<std::shared_ptr<gateway::Blob>> blobs_;
  std::optional<gateway::GenerationRequest> document_;  // read already
};

// The whole body of `in`, fed to any reader with feed().
template <class Body>
Task<Status> feed_body(http::Request& in, Body& body) {
  for (;;) {
    auto piece = co_await in.read_body();
    auto bytes = CO_TRY(std::move(piece));
    if (bytes.empty()) co_return Status{};
    CO_TRY(body.feed(std::string_view(bytes.data(), bytes.size())));
  }
}

Error no_room_for_pictures();

// A text of the request's document: itself, or the long one it refers to.
std::string text_of(const gateway::GenerationRequest& request, std::string_view text);

// A picture's address in the request's document (http, https, a picture of this house by its path,
// or a data URL, long or short) as an image part. Errors, naming `field`: it is none of these, or
// its base64 cannot be read.
Result<gateway::Part> picture_of(const gateway::GenerationRequest& request, std::string_view url,
                                 const std::string& field);

// A picture given as bare base64, long or short, as a data URL: what takes its place in a document.
// Error: overloaded, when the byte budget is used up.
Result<std::string> data_url_of(gateway::GenerationRequest& request, ByteBudget& budget,
                                const std::string& base64, std::string_view media_type);

// What may also be the bare base64 of a picture, long or short, as a text that picture_of() takes:
// base64 becomes a data URL whose type is told by its beginning. Error: overloaded.
Result<std::string> picture_url_of(gateway::GenerationRequest& request, const std::string& text,
                                   ByteBudget& budget);

}  // namespace easel::api
