#include "providers/painter.h"

#include <fmt/format.h>

#include <cmath>

#include "imaging/origin.h"
#include "imaging/png.h"
#include "painter/painter.h"
#include "providers/editor.h"
#include "providers/picture_out.h"
#include "providers/upscaler.h"

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

// Where the letters are, so that they can be found, and how readable.
json::array describe(const std::vector<imaging::PlacedTitle>& texts) {
  json::array out;
  for (const auto& title : texts) {
    const auto& box = title.box;
    json::object told{{"text", title.text},
                      {"x", box.x},
                      {"y", box.y},
                      {"width", box.width},
                      {"height", box.height},
                      {"size", title.size},
                      {"lines", title.lines},
                      {"ink", title.light ? "light" : "dark"},
                      {"contrast", std::round(title.contrast * 100) / 100}};
    if (!title.missing.empty()) told["missing"] = title.missing;
    if (!title.on.empty()) {
      json::array corners;
      const auto whole = [](double at) { return static_cast<std::int64_t>(std::lround(at)); };
      for (const auto& p : title.corners) corners.push_back(json::array{whole(p.x), whole(p.y)});
      told["on"] = title.on;
      told["manner"] = title.manner;
      told["corners"] = std::move(corners);
      told["match"] = std::round(title.match * 100) / 100;
    }
    out.push_back(std::move(told));
  }
  return out;
}

json::object describe(const painter::Account& account) {
  json::array approximated;
  for (const auto& [word, as] : account.approximated)
    approximated.push_back(json::object{{"word", word}, {"as", as}});
  json::object out{{"drawn", words(account.drawn)},
                   {"approximated", std::move(approximated)},
                   {"not_drawn", words(account.not_drawn)},
                   {"text", account.text()}};
  if (!account.texts.empty()) out["texts"] = describe(account.texts);
  return out;
}

// What the file says of where it comes from. No generation's id: the same order gives the same
// bytes; who has the file finds its generation by its SHA-256.
imaging::Origin origin_of(const painter::Order& order, bool with_prompt) {
  return {.type = imaging::SourceType::algorithmic,
          .tool = "Easel painter-1 (procedural)",
          .model = std::string(kModel),
          .seed = std::to_string(order.seed),
          .prompt = with_prompt ? order.prompt : ""};
}

// How its pictures leave.
struct Look {
  PictureFormat format{};
  bool prompt = false;  // also into the file
};

// Draws one picture and encodes it as it goes out. `fraction_from` and `share` place it within the
// progress of the whole request.
Status draw(painter::Order order, const Look& look, double fraction_from, double share,
            bool tell_account, Job& job, const Emit& emit) {
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
  return emit_picture(painting.bitmap, look.format, origin_of(order, look.prompt), order.index, job,
                      emit);
}

// Whether `easel` or image_config asks for something of this house.
bool asks_for(const GenerationRequest& request, std::string_view wish) {
  for (auto holder : {"easel", "image_config"}) {
    auto wishes = request.body.if_contains(holder);
    auto given = wishes && wishes->is_object() ? wishes->get_object().if_contains(wish) : nullptr;
    if (given && *given == json::value(true)) return true;
  }
  return false;
}

class PainterExchange : public Exchange {
 public:
  PainterExchange(painter::Order order, Look look, int count, Usage usage)
      : order_(std::move(order)), look_(std::move(look)), count_(count), usage_(usage) {}

  Step next() override {
    if (drawn_ >= count_) return Done{};
    painter::Order order = order_;
    order.index = drawn_;
    double share = 1.0 / count_;
    bool first = drawn_ == 0;
    ++drawn_;
    return Compute{
        [order = std::move(order), look = look_, share, first](Job& job, const Emit& emit) {
          return draw(order, look, share * order.index, share, first, job, emit);
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
  Look look_;
  int count_;
  int drawn_ = 0;
  Usage usage_;
};

}  // namespace

Result<Plan> PainterAdapter::plan(const GenerationRequest& request,
                                  const Candidate& candidate) const {
  TRY(refuse_needs(request, candidate, {}));
  if (is_upscaler(candidate)) return plan_upscaling(request);
  if (is_edit(request)) return plan_editing(request);
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

std::unique_ptr<Exchange> PainterAdapter::start(const GenerationRequest& request,
                                                const Candidate& candidate,
                                                std::int64_t fresh_seed) const {
  if (is_upscaler(candidate)) return start_upscaling(request);
  if (is_edit(request)) return start_editing(request);
  Size size = size_of(request.image);
  painter::Order order{
      .prompt = request.prompt(),
      .width = size.width,
      .height = size.height,
      .seed = static_cast<std::uint64_t>(request.image.seed.value_or(fresh_seed)),
      .transparent = request.image.background == "transparent",
      .strict = asks_for(request, "strict"),  // rather no picture than one of nothing asked
      .letterings = request.letterings};
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
  Look look{format_of(request.image), asks_for(request, "metadata_prompt")};
  return std::make_unique<PainterExchange>(std::move(order), std::move(look), count, usage);
}

}  // namespace easel::providers
