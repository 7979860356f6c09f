#include "providers/painter.h"

#include <fmt/format.h>

#include "imaging/jpeg.h"
#include "imaging/png.h"
#include "imaging/webp.h"
#include "painter/painter.h"

namespace easel::providers {
namespace {

using namespace gateway;

constexpr std::string_view kModel = "easel/painter-1";
constexpr int kLongestSide = 8192;  // painter::paint() refuses more

Size size_of(const ImageOptions& image) {
  if (image.pixels) return *image.pixels;
  auto size = dimensions(image.aspect_ratio.value_or("1:1"), image.image_size.value_or("1K"));
  return size.value_or(Size{1024, 1024});
}

json::array words(const std::vector<std::string>& list) {
  json::array out;
  for (const auto& word : list) out.emplace_back(word);
  return out;
}

json::object describe(const painter::Account& account) {
  json::array approximated;
  for (const auto& [word, as] : account.approximated)
    approximated.push_back(json::object{{"word", word}, {"as", as}});
  return {{"drawn", words(account.drawn)},
          {"approximated", std::move(approximated)},
          {"not_drawn", words(account.not_drawn)},
          {"text", account.text()}};
}

// How a picture leaves. `quality` and `output_compression` matter to JPEG and WebP, where both mean
// how much of the picture is kept; PNG keeps all of it, and only its size depends on `quality`.
struct Format {
  std::string name = "png";  // png, jpeg or webp
  int png_level = 4;
  int quality = 88;

  std::string media_type() const { return "image/" + name; }
};

Format format_of(const ImageOptions& image) {
  Format format{.name = image.output_format.value_or("png")};
  const std::string quality = image.quality.value_or("auto");
  if (quality == "low") format = {format.name, 2, 70};
  if (quality == "medium") format = {format.name, 4, 85};
  if (quality == "high") format = {format.name, 6, 95};
  if (image.output_compression) format.quality = std::max(1, *image.output_compression);
  return format;
}

Status encode(const imaging::Bitmap& bitmap, const Format& format, std::uint64_t seed, Job& job,
              const std::function<Status(std::span<const std::uint8_t>)>& sink) {
  const std::string software = "Easel painter-1 (procedural)";
  if (format.name == "jpeg") {
    return imaging::encode_jpeg(
        bitmap, {format.quality, fmt::format("{}, seed {}", software, seed)}, job, sink);
  }
  if (format.name == "webp") {
    return imaging::encode_webp(bitmap, {format.quality, format.quality == 100}, job, sink);
  }
  const imaging::PngOptions options{format.png_level,
                                    {{"Software", software}, {"Seed", std::to_string(seed)}}};
  return imaging::encode_png(bitmap, options, job, sink);
}

// Draws one picture and encodes it as it goes out. `fraction_from` and `share` place it within the
// progress of the whole request.
Status draw(painter::Order order, const Format& format, double fraction_from, double share,
            bool tell_account, Job& job, const Emit& emit) {
  Status told{};
  auto report = [&](double fraction, std::string_view stage) {
    auto ok =
        emit(Progress{.fraction = fraction_from + share * fraction, .stage = std::string(stage)});
    if (!ok) job.stop.request();
  };
  Job inner{.parallel = job.parallel, .stop = job.stop, .progress = report};
  auto preview = [&](const imaging::Bitmap& bitmap) {
    Job quiet{.parallel = job.parallel, .stop = job.stop};
    auto file = imaging::encode_png(bitmap, {.level = 1}, quiet);
    if (!file) return;
    auto ok = emit(Preview{.index = order.index, .bytes = std::string(file->begin(), file->end())});
    if (!ok) job.stop.request();
  };

  auto painting = TRY(painter::paint(order, inner, preview));
  if (tell_account) {
    TRY(emit(Text{.delta = painting.account.text()}));
    TRY(emit(Extra{.where = "easel", .fields = {{"account", describe(painting.account)}}}));
  }
  TRY(emit(PictureStart{.index = order.index, .declared_type = format.media_type()}));
  Job encoding{.parallel = job.parallel, .stop = job.stop};
  TRY(encode(
      painting.bitmap, format, order.seed, encoding, [&](std::span<const std::uint8_t> piece) {
        return emit(PictureData{
            .index = order.index,
            .bytes = std::string(reinterpret_cast<const char*>(piece.data()), piece.size())});
      }));
  return emit(PictureEnd{.index = order.index});
}

// `easel.strict`, or `strict` in image_config: rather no picture than one that shows nothing asked.
bool is_strict(const GenerationRequest& request) {
  for (auto holder : {"easel", "image_config"}) {
    auto wishes = request.body.if_contains(holder);
    auto strict =
        wishes && wishes->is_object() ? wishes->get_object().if_contains("strict") : nullptr;
    if (strict && *strict == json::value(true)) return true;
  }
  return false;
}

class PainterExchange : public Exchange {
 public:
  PainterExchange(painter::Order order, Format format, int count, Usage usage)
      : order_(std::move(order)), format_(std::move(format)), count_(count), usage_(usage) {}

  Step next() override {
    if (drawn_ >= count_) return Done{};
    painter::Order order = order_;
    order.index = drawn_;
    double share = 1.0 / count_;
    bool first = drawn_ == 0;
    ++drawn_;
    return Compute{
        [order = std::move(order), format = format_, share, first](Job& job, const Emit& emit) {
          return draw(order, format, share * order.index, share, first, job, emit);
        }};
  }

  void head(int, const std::vector<std::pair<std::string, std::string>>&) override {}
  void feed(std::string_view, Events&) override {}

  void end(Events& out) override {
    if (drawn_ < count_) return;
    out.push_back(
        Extra{.where = "easel",
              .fields = {{"seed", static_cast<std::int64_t>(order_.seed)}, {"procedural", true}}});
    out.push_back(usage_);
    out.push_back(Finish{.reason = "stop", .native_reason = "STOP", .model = std::string(kModel)});
  }

 private:
  painter::Order order_;
  Format format_;
  int count_;
  int drawn_ = 0;
  Usage usage_;
};

}  // namespace

Result<Plan> PainterAdapter::plan(const GenerationRequest& request,
                                  const Candidate& candidate) const {
  TRY(refuse_needs(request, candidate, {}));
  if (request.prompt().empty())
    return fail(invalid("messages", "The painter needs a text in the last user message.",
                        "a user message with text"));
  auto size = size_of(request.image);
  if (std::max(size.width, size.height) > kLongestSide)
    return fail(invalid("image_config.image_size",
                        fmt::format("{}x{} is too large for the painter: no side may be longer "
                                    "than {} pixels. A smaller image_size fits.",
                                    size.width, size.height, kLongestSide),
                        "a smaller size for this aspect_ratio"));
  if (request.image.background == "transparent" && request.image.output_format == "jpeg")
    return fail(invalid("image_config.background",
                        "A JPEG cannot be transparent; png and webp can.", "opaque, or a png"));
  return Plan{.most = Money(), .pictures = request.image.n.value_or(1)};
}

std::unique_ptr<Exchange> PainterAdapter::start(const GenerationRequest& request, const Candidate&,
                                                std::int64_t fresh_seed) const {
  Size size = size_of(request.image);
  painter::Order order{.prompt = request.prompt(),
                       .width = size.width,
                       .height = size.height,
                       .seed = static_cast<std::uint64_t>(request.image.seed.value_or(fresh_seed)),
                       .transparent = request.image.background == "transparent",
                       .strict = is_strict(request)};
  int count = request.image.n.value_or(1);
  // Nominal figures, so that clients which add tokens up have something to add: a word is a token,
  // and a picture counts as Gemini's 1290.
  std::int64_t prompt_tokens = static_cast<std::int64_t>(order.prompt.size() + 3) / 4;
  Usage usage{.prompt_tokens = prompt_tokens,
              .completion_tokens = 1290 * count,
              .image_tokens = 1290 * count,
              .reasoning_tokens = 0,
              .cached_tokens = 0,
              .cost = Money()};
  return std::make_unique<PainterExchange>(std::move(order), format_of(request.image), count,
                                           usage);
}

}  // namespace easel::providers
