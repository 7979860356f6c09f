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

std::string_view ImageDoor::path() const {
  switch (dialect_) {
    case ImageDialect::generations:
      return "/images/generations";
    case ImageDialect::edits:
      return "/images/edits";
    case ImageDialect::openrouter:
      break;
  }
  return "/images";
}

std::unique_ptr<Shape> ImageDoor::shape(House&, const drive::Job& job) const {
  return std::make_unique<ImageShape>(job, dialect_);
}

bool ImageDoor::streams(const drive::Job& job) const {
  const auto& candidates = job.candidates;
  return job.request->stream && !candidates.empty() &&
         candidates.front().endpoint->capabilities.native_streaming;
}

}  // namespace easel::api
