#include "api/chat.h"

#include "api/chat_request.h"
#include "api/chat_shape.h"
#include "api/presets.h"
#include "api/telling.h"

namespace easel::api {

Task<Result<gateway::GenerationRequest>> ChatDoor::read(House& house, const store::Key& key,
                                                        http::Request& in,
                                                        std::string& request_hash) const {
  ChatBody body(house.budget);
  auto fed = co_await read_body(house, key, in, body);
  CO_TRY(std::move(fed));
  auto request = body.finish();
  request_hash = body.hash();
  co_return request;
}

std::unique_ptr<Shape> ChatDoor::shape(House&, const drive::Job& job) const {
  return std::make_unique<ChatShape>(job);
}

}  // namespace easel::api
