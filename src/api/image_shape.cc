#include "api/image_shape.h"

#include <algorithm>

#include "api/chat_shape.h"
#include "api/errors.h"
#include "base/base64.h"
#include "wire/json.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using namespace gateway;
using wire::JsonWriter;

}  // namespace

ImageShape::ImageShape(const drive::Job& job, ImageDialect dialect)
    : job_(job),
      family_(dialect == ImageDialect::edits ? "image_edit" : "image_generation"),
      value_(job.request->wishes.by_address ? "url" : "b64_json") {
  if (job.candidates.empty()) return;
  int most = std::max(1, job.candidates.front().endpoint->capabilities.n_max);
  expected_ = std::clamp(job.request->image.n.value_or(1), 1, most);
}

void ImageShape::set_headers(http::Response& out) const {
  if (job_.outcome && !job_.outcome->model.empty() &&
      job_.outcome->model != job_.request->models.front())
    out.add_header("X-Easel-Model", job_.outcome->model);
}

Pieces ImageShape::completed(const drive::KeptPicture& picture,
                             const drive::Outcome* outcome) const {
  std::string after;
  JsonWriter out(after);
  out.begin_object().field("media_type", picture.file.media_type).field("created", job_.created);
  if (outcome) write_usage(out.key("usage"), *outcome);
  if (outcome && !outcome->easel.empty()) out.key("easel").value(json::value(outcome->easel));
  out.end_object();
  return {{R"(data: {"type":")" + family_ + R"(.completed",")" + value_ + R"(":")", picture, true},
          {"\"," + after.substr(1) + "\n\n"}};
}

Pieces ImageShape::told(const drive::Told& told) {
  if (auto preview = std::get_if<gateway::Preview>(&told)) {
    std::string event = "data: ";
    JsonWriter out(event);
    out.begin_object().field("type", family_ + ".partial_image");
    out.field("partial_image_index", previews_++).field("b64_json", base64_encode(preview->bytes));
    out.end_object();
    return {{event + "\n\n"}};
  }
  auto picture = std::get_if<drive::KeptPicture>(&told);
  if (!picture) return {};
  Pieces pieces;
  if (waiting_) pieces = completed(*waiting_, nullptr);
  waiting_.reset();
  if (++seen_ >= expected_) {
    waiting_ = *picture;
    return pieces;
  }
  for (auto& piece : completed(*picture, nullptr)) pieces.push_back(std::move(piece));
  return pieces;
}

Pieces ImageShape::ending(const drive::Outcome& outcome) {
  Pieces pieces;
  if (waiting_) pieces = completed(*waiting_, &outcome);
  std::string event;
  if (outcome.error) {
    auto body = wire::parse_json(error_object(*outcome.error, job_.request->models));
    event = "data: ";
    JsonWriter out(event);
    out.begin_object().field("type", "error").key("error").begin_object();
    out.key("message").value(body->at("message"));
    out.field("code", std::to_string(status_of(*outcome.error)));
    out.key("type").value(body->at("error_type"));
    out.field_null("param").end_object().end_object();
    event += "\n\n";
  }
  pieces.push_back({event + "data: [DONE]\n\n"});
  return pieces;
}

Pieces ImageShape::whole(const drive::Outcome& outcome) {
  Pieces pieces;
  std::string text = R"({"created":)" + std::to_string(job_.created) + R"(,"data":[)";
  for (const auto& picture : outcome.pictures) {
    pieces.push_back({text + "{\"" + value_ + R"(":")", picture, true});
    text = R"(","media_type":")" + picture.file.media_type + "\"}";
    if (&picture != &outcome.pictures.back()) text += ',';
  }
  std::string rest;
  JsonWriter out(rest);
  write_usage(out.begin_object().key("usage"), outcome);
  if (!outcome.easel.empty()) out.key("easel").value(json::value(outcome.easel));
  out.end_object();
  pieces.push_back({text + "]," + rest.substr(1)});
  return pieces;
}

}  // namespace easel::api
