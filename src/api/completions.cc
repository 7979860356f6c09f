#include "api/completions.h"

#include "api/chat_shape.h"
#include "api/errors.h"
#include "api/presets.h"
#include "wire/fields.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using namespace gateway;
using wire::JsonWriter;

constexpr std::string_view kPictureBefore = R"({"type":"image_url","image_url":{"url":")";

std::string picture_after(const drive::KeptPicture& picture) {
  return R"("},"index":)" + std::to_string(picture.index) + "}";
}

std::string quoted(std::string_view text) {
  std::string out;
  JsonWriter(out).value(text);
  return out;
}

constexpr std::string_view kRunning =
    R"("logprobs":null,"finish_reason":null,"native_finish_reason":null}]})"
    "\n\n";

}  // namespace

Result<GenerationRequest> CompletionBody::finish() {
  return read_completion(TRY(finish_document()));
}

Result<GenerationRequest> read_completion(GenerationRequest request) {
  auto prompt = request.body.if_contains("prompt");
  if (prompt && prompt->is_array() && prompt->get_array().size() == 1) {
    json::value only = prompt->get_array()[0];
    *prompt = std::move(only);
  }
  if (!prompt || !prompt->is_string())
    return fail(invalid("prompt", "prompt must be a string, or an array that holds one.",
                        "a string, or an array that holds one"));
  request.body.erase("messages");
  request.door = gateway::Door::completions;
  return read_chat(std::move(request));
}

Task<Result<GenerationRequest>> CompletionDoor::read(House& house, const store::Key& key,
                                                     http::Request& in,
                                                     std::string& request_hash) const {
  CompletionBody body(house.budget);
  auto fed = co_await read_body(house, key, in, body);
  CO_TRY(std::move(fed));
  auto request = body.finish();
  request_hash = "completions:" + body.hash();
  co_return request;
}

std::unique_ptr<Shape> CompletionDoor::shape(House&, const drive::Job& job) const {
  return std::make_unique<CompletionShape>(job);
}

// Up to and with the key of the choices.
std::string CompletionShape::head() const {
  const auto& candidates = job_.candidates;
  std::string model = candidates.empty() ? job_.request->models.front() : candidates[0].model->id;
  std::string provider = candidates.empty() ? "" : candidates[0].provider->name;
  if (job_.outcome && !job_.outcome->model.empty()) {
    model = job_.outcome->model;
    provider = job_.outcome->provider;
  }
  std::string text;
  JsonWriter out(text);
  out.begin_object().field("id", job_.id).field("object", "text_completion");
  out.field("created", job_.created).field("model", model).field("provider", provider);
  return text + ",\"choices\":";
}

Pieces CompletionShape::told(const drive::Told& told) {
  if (auto text = std::get_if<Text>(&told); text && text->channel == Text::Channel::content)
    return {{"data: " + head() + R"([{"index":0,"text":)" + quoted(text->delta) + "," +
             std::string(kRunning)}};
  auto picture = std::get_if<drive::KeptPicture>(&told);
  if (!picture) return {};
  return {{"data: " + head() + R"([{"index":0,"text":"","images":[)" + std::string(kPictureBefore),
           *picture},
          {picture_after(*picture) + "]," + std::string(kRunning)}};
}

Pieces CompletionShape::ending(const drive::Outcome& outcome) {
  std::string text = "data: " + head();
  if (outcome.error) {
    text += R"([{"index":0,"text":"","logprobs":null,"finish_reason":"error"}],"error":)" +
            error_object(*outcome.error, job_.request->models);
  } else {
    text += R"([{"index":0,"text":"","logprobs":null,"finish_reason":)" +
            quoted(outcome.finish.reason) + R"(,"native_finish_reason":)" +
            quoted(outcome.finish.native_reason) + R"(}],"usage":)";
    JsonWriter usage(text);
    write_usage(usage, outcome);
  }
  return {{text + "}\n\ndata: [DONE]\n\n"}};
}

Pieces CompletionShape::whole(const drive::Outcome& outcome) {
  Pieces pieces;
  std::string text = head() + R"([{"index":0,"text":)" + quoted(job_.text(Text::Channel::content));
  text += R"(,"logprobs":null,"finish_reason":)" + quoted(outcome.finish.reason);
  text += R"(,"native_finish_reason":)" + quoted(outcome.finish.native_reason);
  if (!outcome.pictures.empty()) text += ",\"images\":[";
  for (const auto& picture : outcome.pictures) {
    pieces.push_back({text + std::string(kPictureBefore), picture});
    text = picture_after(picture) + (&picture == &outcome.pictures.back() ? "]" : ",");
  }
  text += R"(}],"usage":)";
  JsonWriter out(text);
  write_usage(out, outcome);
  if (!outcome.easel.empty()) text += ",\"easel\":" + wire::to_json(json::value(outcome.easel));
  pieces.push_back({text + "}"});
  return pieces;
}

}  // namespace easel::api
