#include "api/image_request.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "api/chat_request.h"
#include "wire/fields.h"

namespace easel::api {
namespace {

using namespace gateway;
using wire::Fields;

constexpr std::size_t kMostReferences = 16;

double shape_of(std::string_view ratio) {
  auto colon = ratio.find(':');
  return std::stod(std::string(ratio)) / std::stod(std::string(ratio.substr(colon + 1)));
}

// Sizes are multiples of something everywhere, so a ratio need not be met to the pixel.
bool contradicts(Size pixels, std::string_view ratio) {
  if (ratio_of(pixels) == ratio) return false;
  double shape = 1.0 * pixels.width / pixels.height;
  return std::abs(shape / shape_of(ratio) - 1) > 0.03;
}

class Parser {
 public:
  Parser(GenerationRequest& request, ImageDialect dialect)
      : request_(request), given_(request.body), dialect_(dialect) {}

  Status parse() {
    Fields fields(given_, "");
    request_.door = Door::images;
    request_.wants_image = request_.modalities_given = true;
    request_.wants_text = false;
    if (auto model = fields.text("model")) request_.models.push_back(*model);
    if (request_.models.empty()) fields.complain("model", "a model's id, such as easel/painter-1");
    auto prompt = fields.text("prompt");
    if (!prompt || prompt->empty()) fields.complain("prompt", "a string that is not empty");
    read_knobs(fields);
    read_size(fields);
    request_.stream = fields.flag("stream").value_or(false);
    request_.user = fields.text("user").value_or("");
    request_.session_id = fields.text("session_id").value_or("");
    fields.object("trace");
    if (dialect_ != ImageDialect::openrouter) read_openai(fields);
    TRY(fields.status());
    TRY(read_provider(given_, request_));
    TRY(check_options());
    request_.messages.push_back({.role = "user", .parts = {{.text = text_of(request_, *prompt)}}});
    TRY(read_references(fields));
    request_.body = equivalent_chat(*prompt);
    return {};
  }

 private:
  void read_knobs(Fields& fields) {
    ImageOptions& image = request_.image;
    if (auto n = fields.integer("n", 1, 10)) image.n = static_cast<int>(*n);
    image.seed = fields.integer("seed", std::numeric_limits<std::int64_t>::min(),
                                std::numeric_limits<std::int64_t>::max());
    // The last two are what OpenAI called them once.
    image.quality = fields.choice(
        "quality", {"auto", "low", "medium", "high", "xhigh", "max", "standard", "hd"});
    if (image.quality == "standard") image.quality = "medium";
    if (image.quality == "hd") image.quality = "high";
    image.output_format = fields.choice("output_format", {"png", "jpeg", "webp", "svg"});
    image.background = fields.choice("background", {"auto", "transparent", "opaque"});
    if (image.background == "transparent" && image.output_format == "jpeg")
      fields.complain("output_format", "png or webp when the background is transparent");
    if (auto compression = fields.integer("output_compression", 0, 100))
      image.output_compression = static_cast<int>(*compression);
  }

  // A tier and a ratio, or exact pixels, which they must not contradict.
  void read_size(Fields& fields) {
    ImageOptions& image = request_.image;
    image.aspect_ratio = fields.text("aspect_ratio");
    if (image.aspect_ratio == "auto") image.aspect_ratio.reset();
    if (image.aspect_ratio && !std::ranges::count(known_ratios(), *image.aspect_ratio))
      return fields.complain("aspect_ratio",
                             fmt::format("one of {}, auto", fmt::join(known_ratios(), ", ")));
    if (auto resolution = fields.text("resolution")) {
      image.image_size = tier_named(*resolution);
      if (!image.image_size) fields.complain("resolution", "one of 512, 1K, 2K, 4K");
    }
    auto size = fields.text("size");
    if (!size || *size == "auto") return;
    if (auto tier = tier_named(*size)) {
      if (image.image_size && image.image_size != tier)
        fields.complain("size", "the same tier as resolution, or only one of the two");
      image.image_size = tier;
      return;
    }
    image.pixels = parse_size(*size);
    if (!image.pixels)
      return fields.complain("size", "one of 512, 1K, 2K, 4K, or pixels such as 1024x1024");
    if (image.aspect_ratio && contradicts(*image.pixels, *image.aspect_ratio))
      fields.complain("size", "of the shape of aspect_ratio, or only one of the two");
    if (image.image_size && image.image_size != tier_of(*image.pixels))
      fields.complain("size", "of the tier of resolution, or only one of the two");
    // Pixels say all; where they are not understood, the shape is told below.
    image.aspect_ratio.reset();
    image.image_size.reset();
  }

  void read_openai(Fields& fields) {
    if (auto format = fields.choice("response_format", {"b64_json", "url"}))
      request_.wishes.by_address = *format == "url";
    if (auto mask = given_.if_contains("mask"); mask && !mask->is_null())
      fields.complain("mask",
                      "absent: no model here edits by mask; say in the prompt what is to "
                      "change");
  }

  Status check_options() {
    auto provider = given_.if_contains("provider");
    if (!provider || !provider->is_object()) return {};
    Fields fields(provider->get_object(), "provider");
    fields.object("options");
    return fields.status();
  }

  Status read_references(Fields& fields) {
    auto references = fields.array("input_references");
    TRY(fields.status());
    std::size_t count = references ? references->size() : 0;
    if (dialect_ == ImageDialect::edits && count == 0)
      return fail(invalid("image", "image must be at least one picture to edit.", "a picture"));
    if (count > kMostReferences) {
      fields.complain("input_references", "an array of at most 16 pictures");
      return fields.status();
    }
    for (std::size_t i = 0; i < count; ++i) {
      std::string at = fmt::format("input_references[{}]", i);
      auto& item = (*references)[i];
      if (!item.is_object()) return fail(invalid(at, at + " must be an object.", "an object"));
      Fields entry(item.get_object(), at);
      entry.choice("type", {"image_url"});
      auto holder = entry.object("image_url");
      if (!holder) entry.complain("image_url", "an object with a url");
      TRY(entry.status());
      Fields inner(*holder, at + ".image_url");
      auto url = inner.text("url");
      if (!url) inner.complain("url", "an https, http or data:image/…;base64 address");
      TRY(inner.status());
      auto part = TRY(picture_of(request_, *url, at + ".image_url.url"));
      request_.messages.back().parts.push_back(std::move(part));
    }
    return {};
  }

  // What the chat door would have been sent. The modalities are the model's (generate.cc).
  json::object equivalent_chat(const std::string& prompt) {
    json::object chat{{"model", request_.models.front()}, {"stream", request_.stream}};
    json::array parts{json::object{{"type", "text"}, {"text", prompt}}};
    if (auto references = given_.if_contains("input_references"); references)
      if (references->is_array())
        for (auto& item : references->get_array())
          parts.push_back(json::object{{"type", "image_url"}, {"image_url", item.at("image_url")}});
    json::value content = parts.size() == 1 ? json::value(prompt) : json::value(parts);
    chat["messages"] = json::array{json::object{{"role", "user"}, {"content", std::move(content)}}};
    for (auto name : {"seed", "user", "session_id", "trace"})
      if (auto found = given_.if_contains(name); found && !found->is_null()) chat[name] = *found;
    if (auto config = image_config(); !config.empty()) chat["image_config"] = std::move(config);
    if (auto provider = given_.if_contains("provider"); provider && provider->is_object()) {
      json::object wish = provider->get_object();
      wish.erase("options");
      if (!wish.empty()) chat["provider"] = std::move(wish);
    }
    return chat;
  }

  json::object image_config() const {
    const ImageOptions& image = request_.image;
    json::object config;
    auto put = [&](const char* name, const auto& given) {
      if (given) config[name] = *given;
    };
    put("aspect_ratio", image.aspect_ratio);
    put("image_size", image.image_size);
    put("quality", image.quality);
    put("output_format", image.output_format);
    put("background", image.background);
    put("output_compression", image.output_compression);
    if (image.n.value_or(1) > 1) put("n", image.n);
    if (image.pixels) {
      config["size"] = fmt::format("{}x{}", image.pixels->width, image.pixels->height);
      if (auto ratio = ratio_of(*image.pixels)) config["aspect_ratio"] = *ratio;
    }
    pass_options(config);
    return config;
  }

  // provider.options.<slug>: the keys of whoever serves the model go on as chat's open map takes
  // them. Whose they are is known upstream; here its author's and OpenRouter's own are meant.
  void pass_options(json::object& config) const {
    auto provider = given_.if_contains("provider");
    auto all =
        provider && provider->is_object() ? provider->get_object().if_contains("options") : nullptr;
    if (!all || !all->is_object()) return;
    const std::string& model = request_.models.front();
    for (const auto& slug : {model.substr(0, model.find('/')), std::string("openrouter")}) {
      auto options = all->get_object().if_contains(slug);
      if (!options || !options->is_object()) continue;
      for (const auto& [key, value] : options->get_object())
        if (!config.contains(key)) config[key] = value;
    }
  }

  GenerationRequest& request_;
  json::object given_;
  ImageDialect dialect_;
};

}  // namespace

Result<GenerationRequest> read_image(GenerationRequest request, ImageDialect dialect) {
  TRY(Parser(request, dialect).parse());
  return request;
}

Result<GenerationRequest> ImageBody::finish() {
  return read_image(TRY(finish_document()), dialect_);
}

}  // namespace easel::api
