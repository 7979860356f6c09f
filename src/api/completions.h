#pragma once

#include "api/chat_request.h"
#include "api/generate.h"
#include "api/telling.h"

namespace easel::api {

// POST /completions, the form from before the chat: a prompt in, choices[].text out. Pictures,
// which that form never had, stand beside the text as in a chat message, so that none is lost.
class CompletionDoor : public Door {
 public:
  std::string_view path() const override { return "/completions"; }
  Task<Result<gateway::GenerationRequest>> read(House& house, const store::Key& key,
                                                http::Request& in,
                                                std::string& request_hash) const override;
  std::unique_ptr<Shape> shape(House& house, const drive::Job& job) const override;
};

// The prompt is a string, or an array that holds one.
class CompletionBody : public JsonBody {
 public:
  explicit CompletionBody(ByteBudget& budget) : JsonBody(budget) {}
  Result<gateway::GenerationRequest> finish();
};

// The same for a document that was read already: `request` holds it in `body`, with its blobs.
Result<gateway::GenerationRequest> read_completion(gateway::GenerationRequest request);

class CompletionShape : public Shape {
 public:
  explicit CompletionShape(const drive::Job& job) : job_(job) {}

  Pieces told(const drive::Told& told) override;
  Pieces ending(const drive::Outcome& outcome) override;
  Pieces whole(const drive::Outcome& outcome) override;

 private:
  std::string head() const;

  const drive::Job& job_;
};

}  // namespace easel::api
