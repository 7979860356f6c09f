#include "providers/gemini_request.h"

#include <algorithm>
#include <map>

#include "providers/body_writer.h"
#include "providers/picture_in.h"
#include "providers/reply_fields.h"
#include "wire/json.h"

namespace easel::providers {
namespace {

using namespace gateway;

// Signatures of a model's turn by the part they belong to: "text", "image_0" …, "after".
using Signatures = std::map<std::string, std::string>;

Signatures read_details(const json::array& details, bool has_text) {
  Signatures signatures;
  std::vector<std::string> nameless;
  for (const auto& detail : details) {
    auto object = detail.if_object();
    auto data = object ? text_at(*object, "data") : "";
    if (data.empty() || text_at(*object, "format") != "google-gemini-v1") continue;
    auto id = text_at(*object, "id");
    if (id == "text" || id == "after" || id.starts_with("image_"))
      signatures[id] = data;
    else
      nameless.push_back(data);
  }
  // From an OpenRouter elsewhere they come in the order of the parts: the text first.
  std::size_t i = 0;
  if (has_text && nameless.size() > 1) signatures["text"] = nameless[i++];
  for (int image = 0; i < nameless.size(); ++i, ++image)
    signatures["image_" + std::to_string(image)] = nameless[i];
  return signatures;
}

class Contents {
 public:
  Contents(const GenerationRequest& request, const Candidate& candidate, BodyWriter& writer)
      : request_(request),
        writer_(writer),
        slug_(candidate.provider->slug),
        // Gemini 2.5 signs nothing and asks for nothing.
        lenient_(candidate.endpoint->model_name.starts_with("gemini-2")) {}

  void write() {
    for (std::size_t i = 0; i < request_.messages.size(); ++i) {
      const auto& message = request_.messages[i];
      if (message.role == "system" || message.role == "developer") {
        for (const auto& part : message.parts)
          if (!part.text.empty()) system_.push_back(json::object{{"text", part.text}});
      } else if (message.role == "assistant") {
        model_turn(i);
      } else {
        for (const auto& part : message.parts) add("user", part_of(part));
      }
    }
  }

  json::array& turns() { return turns_; }
  json::array& system() { return system_; }

 private:
  json::object part_of(const Part& part) {
    if (part.kind == Part::Kind::text && !part.text.empty()) return {{"text", part.text}};
    auto head = part.kind == Part::Kind::image ? picture_in(part.image) : std::nullopt;
    if (!head) return {};
    return {{"inlineData", json::object{{"mimeType", head->media_type},
                                        {"data", writer_.base64_of(part.image)}}}};
  }

  // Turns of one role are one turn.
  void add(std::string_view role, json::object part) {
    if (part.empty()) return;
    if (turns_.empty() || turns_.back().at("role") != json::value(role))
      turns_.push_back(json::object{{"role", role}, {"parts", json::array()}});
    turns_.back().at("parts").as_array().push_back(std::move(part));
  }

  void model_turn(std::size_t i) {
    const auto& message = request_.messages[i];
    auto signatures = signatures_of(i);
    auto sign = [&](json::object part, const std::string& id) {
      auto found = signatures.find(id);
      if (found != signatures.end() && !part.empty()) part["thoughtSignature"] = found->second;
      return part;
    };
    std::vector<const Part*> unsigned_pictures;
    bool first_text = true;
    int image = 0;
    for (const auto& part : message.parts) {
      if (part.kind == Part::Kind::text) {
        add("model", sign(part_of(part), std::exchange(first_text, false) ? "text" : ""));
        continue;
      }
      if (part.kind != Part::Kind::image) continue;
      auto id = "image_" + std::to_string(image++);
      if (lenient_ || signatures.contains(id))
        add("model", sign(part_of(part), id));
      else
        unsigned_pictures.push_back(&part);
    }
    if (signatures.contains("after") && !turns_.empty() && turns_.back().at("role") == "model")
      add("model", sign({{"text", ""}}, "after"));
    // A picture of the model without its signature is refused; as the user's it is only a picture.
    for (auto part : unsigned_pictures) add("user", part_of(*part));
  }

  // What the client kept, else what this house did.
  Signatures signatures_of(std::size_t i) const {
    const auto& message = request_.messages[i];
    bool has_text = std::ranges::any_of(message.parts, [](const Part& part) {
      return part.kind == Part::Kind::text && !part.text.empty();
    });
    auto list = array_at(request_.body, "messages");
    if (list && i < list->size() && (*list)[i].is_object())
      if (auto details = array_at((*list)[i].get_object(), "reasoning_details")) {
        auto signatures = read_details(resolved(*details), has_text);
        if (!signatures.empty()) return signatures;
      }
    for (const auto& part : message.parts)
      for (const auto& [slug, text] : part.image.signatures) {
        auto kept = wire::parse_json(text);
        if (slug == slug_ && kept && kept->is_array())
          return read_details(kept->get_array(), has_text);
      }
    return {};
  }

  // A signature may be long, and then lies among the request's blobs.
  json::array resolved(json::array details) const {
    for (auto& detail : details) {
      if (!detail.is_object()) continue;
      int blob = request_.blob_index(text_at(detail.get_object(), "data"));
      if (blob < 0) continue;
      json::string data;
      for (const auto& block : request_.blobs[static_cast<std::size_t>(blob)]->blocks())
        data.append(block);
      detail.get_object()["data"] = std::move(data);
    }
    return details;
  }

  const GenerationRequest& request_;
  BodyWriter& writer_;
  const std::string& slug_;
  bool lenient_;
  json::array turns_, system_;
};

// The shape of the picture, as far as this model has a knob for it.
json::object image_config(const ImageOptions& image, const Capabilities& can) {
  json::object config;
  auto ratio = image.aspect_ratio;
  if (!ratio && image.pixels)
    if (auto shape = ratio_of(*image.pixels)) ratio = std::string(*shape);
  if (ratio && std::ranges::count(can.aspect_ratios, *ratio)) config["aspectRatio"] = *ratio;
  auto tier = image.image_size;
  if (!tier && image.pixels) tier = std::string(tier_of(*image.pixels));
  if (tier && std::ranges::count(can.sizes, *tier))
    config["imageSize"] = *tier == "0.5K" ? "512" : *tier;
  return config;
}

json::object generation_config(const GenerationRequest& request, const Candidate& candidate,
                               int nth) {
  json::object config;
  json::array modalities;
  if (request.wants_text || !request.wants_image) modalities.emplace_back("TEXT");
  if (request.wants_image) modalities.emplace_back("IMAGE");
  config["responseModalities"] = std::move(modalities);
  if (request.wants_image)
    if (auto image = image_config(request.image, candidate.endpoint->capabilities); !image.empty())
      config["imageConfig"] = std::move(image);
  // Google's field has 32 bits.
  if (request.image.seed) config["seed"] = (*request.image.seed + nth) & 0x7fffffff;
  auto pass = [&](const char* theirs, std::initializer_list<const char*> ours) {
    for (auto name : ours)
      if (auto given = request.body.if_contains(name); given && given->is_number()) {
        config[theirs] = *given;
        return;
      }
  };
  pass("temperature", {"temperature"});
  pass("topP", {"top_p"});
  pass("maxOutputTokens", {"max_completion_tokens", "max_tokens"});
  if (auto stop = request.body.if_contains("stop")) {
    if (stop->is_string()) config["stopSequences"] = json::array{*stop};
    if (stop->is_array()) config["stopSequences"] = *stop;
  }
  auto reasoning = object_at(request.body, "reasoning");
  bool thinks = !candidate.endpoint->model_name.starts_with("gemini-2");
  if (thinks && reasoning && !flag_at(*reasoning, "exclude"))
    config["thinkingConfig"] = json::object{{"includeThoughts", true}};
  return config;
}

}  // namespace

std::vector<BodyPiece> gemini_body(const GenerationRequest& request, const Candidate& candidate,
                                   int nth) {
  BodyWriter writer(request);
  Contents contents(request, candidate, writer);
  contents.write();
  json::object body;
  if (!contents.system().empty())
    body["systemInstruction"] = json::object{{"parts", std::move(contents.system())}};
  body["contents"] = std::move(contents.turns());
  body["generationConfig"] = generation_config(request, candidate, nth);
  return writer.write(body);
}

}  // namespace easel::providers
