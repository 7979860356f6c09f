#include "api/images.h"

#include "api/image_shape.h"
#include "api/telling.h"

namespace easel::api {

Task<Result<gateway::GenerationRequest>> ImageDoor::read(House& house, http::Request& in,
                                                         std::string& request_hash) const {
  ImageBody body(house.budget, dialect_);
  auto fed = co_await feed_body(in, body);
  CO_TRY(std::move(fed));
  auto request = body.finish();
  // The same bytes at another door are another request.
  request_hash = "images:" + body.hash();
  co_return request;
}

Task<> ImageDoor::answer(House& house, std::shared_ptr<drive::Job> job, http::Request& in,
                         http::Response& out) const {
  ImageShape shape(*job, dialect_);
  const auto& candidates = job->candidates;
  bool streams = !candidates.empty() && candidates.front().endpoint->capabilities.native_streaming;
  if (job->request->stream && streams) co_return co_await tell_stream(house, job, in, out, shape);
  co_await tell_whole(house, job, in, out, shape);
}

}  // namespace easel::api
