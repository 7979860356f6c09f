#include "api/messages.h"

#include "api/messages_request.h"
#include "api/messages_shape.h"
#include "api/telling.h"

namespace easel::api {

Task<Result<gateway::GenerationRequest>> MessagesDoor::read(House& house, http::Request& in,
                                                            std::string& request_hash) const {
  MessagesBody body(house.budget);
  auto fed = co_await feed_body(in, body);
  CO_TRY(std::move(fed));
  auto request = body.finish();
  request_hash = "messages:" + body.hash();
  co_return request;
}

Task<> MessagesDoor::answer(House& house, std::shared_ptr<drive::Job> job, http::Request& in,
                            http::Response& out) const {
  MessagesShape shape(*job);
  if (job->request->stream) co_return co_await tell_stream(house, job, in, out, shape);
  co_await tell_whole(house, job, in, out, shape);
}

}  // namespace easel::api
