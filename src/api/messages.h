#pragma once

#include "api/generate.h"

namespace easel::api {

// POST /messages: Anthropic's Messages API over any model that speaks; a model that also draws puts
// its pictures into image blocks.
class MessagesDoor : public Door {
 public:
  std::string_view path() const override { return "/messages"; }
  ErrorStyle error_style() const override { return ErrorStyle::anthropic; }
  Task<Result<gateway::GenerationRequest>> read(House& house, const store::Key& key,
                                                http::Request& in,
                                                std::string& request_hash) const override;
  std::unique_ptr<Shape> shape(House& house, const drive::Job& job) const override;
};

}  // namespace easel::api
