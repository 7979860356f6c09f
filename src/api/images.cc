#include "api/images.h"

#include "api/image_form.h"
#include "api/image_shape.h"
#include "api/telling.h"

namespace easel::api {
namespace {

// `request_hash` outlives the task.
template <class Body>
Task<Result<gateway::GenerationRequest>> read_into(http::Request& in, std::unique_ptr<Body> body,
                                                   std::string& request_hash) {
  auto fed = co_await feed_body(in, *body);
  CO_TRY(std::move(fed));
  auto request = body->finish();
  // The same bytes at another door are another request.
  request_hash = "images:" + body->hash();
  co_return request;
}

}  // namespace

Task<Result<gateway::GenerationRequest>> ImageDoor::read(House& house, http::Request& in,
                                                         std::string& request_hash) const {
  auto boundary = wire::MultipartReader::boundary_of(in.header("content-type"));
  if (!boundary.empty())
    co_return co_await read_into(in, std::make_unique<ImageForm>(house.budget, boundary, dialect_),
                                 request_hash);
  co_return co_await read_into(in, std::make_unique<ImageBody>(house.budget, dialect_),
                               request_hash);
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
