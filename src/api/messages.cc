#include "api/messages.h"

#include "api/messages_request.h"
#include "api/messages_shape.h"
#include "api/presets.h"

namespace easel::api {

Task<Result<gateway::GenerationRequest>> MessagesDoor::read(House& house, const store::Key& key,
                                                            http::Request& in,
                                                            std::string& request_hash) const {
  MessagesBody body(house.budget);
  auto fed = co_await read_body(house, key, in, body);
  CO_TRY(std::move(fed));
  auto request = body.finish();
  request_hash = "messages:" + body.hash();
  co_return request;
}

std::unique_ptr<Shape> MessagesDoor::shape(House&, const drive::Job& job) const {
  return std::make_unique<MessagesShape>(job);
}

}  // namespace easel::api
