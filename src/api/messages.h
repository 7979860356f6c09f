#pragma once

#include "api/generate.h"

namespace easel::api {

// POST /messages: Anthropic's Messages API over any model that speaks; a model that also draws puts
// its pictures into image blocks.
class MessagesDoor : public Door {
 public:
  ErrorStyle error_style() const override { return ErrorStyle::anthropic; }
  Task<Result<gateway::GenerationRequest>> read(House& house, http::Request& in,
                                                std::string& request_hash) const override;
  Task<> answer(House& house, std::shared_ptr<drive::Job> job, http::Request& in,
                http::Response& out) const override;
};

}  // namespace easel::api
