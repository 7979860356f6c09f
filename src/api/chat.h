#pragma once

#include "api/generate.h"

namespace easel::api {

// POST /chat/completions, as OpenRouter's clients expect it: one JSON answer, or a stream of chunks
// in which each picture arrives whole in one delta. Pictures are read from their files and encoded
// as they leave; a slow client holds 100 KiB here and nothing upstream.
class ChatDoor : public Door {
 public:
  std::string_view path() const override { return "/chat/completions"; }
  Task<Result<gateway::GenerationRequest>> read(House& house, const store::Key& key,
                                                http::Request& in,
                                                std::string& request_hash) const override;
  std::unique_ptr<Shape> shape(House& house, const drive::Job& job) const override;
};

}  // namespace easel::api
