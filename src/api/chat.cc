#include "api/chat.h"

#include "api/chat_request.h"
#include "api/chat_shape.h"
#include "api/telling.h"

namespace easel::api {

Task<Result<gateway::GenerationRequest>> ChatDoor::read(House& house, http::Request& in,
                                                        std::string& request_hash) const {
  ChatBody body(house.budget);
  auto fed = co_await feed_body(in, body);
  CO_TRY(std::move(fed));
  auto request = body.finish();
  request_hash = body.hash();
  co_return request;
}

Task<> ChatDoor::answer(House& house, std::shared_ptr<drive::Job> job, http::Request& in,
                        http::Response& out) const {
  ChatShape shape(*job);
  if (job->request->stream) co_return co_await tell_stream(house, job, in, out, shape);
  co_await tell_whole(house, job, in, out, shape);
}

}  // namespace easel::api
