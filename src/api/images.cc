#include "api/images.h"

#include "api/image_form.h"
#include "api/image_shape.h"
#include "api/presets.h"
#include "api/telling.h"

namespace easel::api {
namespace {

// The same bytes at another door are another request.
std::string hash_of(const std::string& bytes) {
  return "images:" + bytes;
}

// `house`, `key` and `request_hash` outlive the task.
Task<Result<gateway::GenerationRequest>> read_form(House& house, const store::Key& key,
                                                   http::Request& in,
                                                   std::unique_ptr<ImageForm> form,
                                                   std::string& request_hash) {
  auto fed = co_await feed_body(in, *form);
  CO_TRY(std::move(fed));
  auto filled = co_await apply_preset(house, key, form->fields());
  CO_TRY(std::move(filled));
  spread_image_config(form->fields());
  auto request = form->finish();
  request_hash = hash_of(form->hash());
  co_return request;
}

}  // namespace

Task<Result<gateway::GenerationRequest>> ImageDoor::read(House& house, const store::Key& key,
                                                         http::Request& in,
                                                         std::string& request_hash) const {
  auto boundary = wire::MultipartReader::boundary_of(in.header("content-type"));
  if (!boundary.empty())
    co_return co_await read_form(house, key, in,
                                 std::make_unique<ImageForm>(house.budget, boundary, dialect_),
                                 request_hash);
  ImageBody body(house.budget, dialect_);
  auto fed = co_await read_body(house, key, in, body);
  CO_TRY(std::move(fed));
  auto document = CO_TRY(body.document());
  spread_image_config(document->body);
  auto request = body.finish();
  request_hash = hash_of(body.hash());
  co_return request;
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
