#include "providers/editor.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "imaging/enlarge.h"
#include "imaging/resample.h"
#include "imaging/reshape.h"
#include "imaging/title.h"
#include "providers/computed.h"
#include "providers/edits.h"
#include "providers/picture_out.h"
#include "providers/read_part.h"
#include "providers/upscaler.h"
#include "wire/json_writer.h"

namespace easel::providers {
namespace {

using namespace gateway;

constexpr std::string_view kModel = "easel/painter-1";
constexpr std::int64_t kMostPixels = 16'777'216;      // of the picture that is edited
constexpr std::int64_t kMostOtherPixels = 4'000'000;  // of the others

bool asks_for_a_shape(const ImageOptions& image) {
  return image.pixels || image.aspect_ratio || image.image_size;
}

const char* name_of(How how) {
  return how == How::done ? "done" : how == How::approximated ? "approximated" : "refused";
}

json::array describe(const std::vector<Told>& told) {
  json::array out;
  for (const auto& one : told)
    out.push_back({{"words", one.words}, {"how", name_of(one.how)}, {"said", one.said}});
  return out;
}

// One request's editing, on a worker.
class Editing {
 public:
  Editing(const GenerationRequest& request, Job& job, const Emit& emit)
      : request_(request), job_(job), emit_(emit) {}

  Status run() {
    TRY(emit_(Progress{.fraction = 0, .stage = "reading"}));
    const auto pictures = TRY(read());
    const auto instructions = read_instructions(request_.prompt());
    Job telling{.parallel = job_.parallel, .stop = job_.stop};
    telling.progress = [&](double fraction, std::string_view stage) {
      if (!emit_(Progress{.fraction = 0.05 + 0.7 * fraction, .stage = std::string(stage)}))
        job_.stop.request();
    };
    auto edited = TRY(edit(pictures, instructions, request_.letterings, telling));
    TRY(set_fonts(edited, instructions));
    TRY(shape(edited));
    if (!edited.changed()) return nothing_done(edited);
    TRY(emit_(Text{.delta = edited.text() + sentence_}));
    json::object fields{{"edits", describe(edited.told)}};
    if (!uses_.empty()) fields["upscaling"] = {{"references", providers::describe(uses_)}};
    TRY(emit_(Extra{.fields = std::move(fields)}));
    TRY(emit_(Progress{.fraction = 0.95, .stage = "packing"}));
    return edited.svg.empty() ? give(edited.picture) : give(edited.svg);
  }

 private:
  // At every door the same: an error in the words that a picture would have come with. Another
  // model of the request has its turn then.
  static Status nothing_done(const Edited& edited) {
    std::string why;
    for (const auto& one : edited.told)
      why += fmt::format("{}\"{}\": {}", why.empty() ? "" : "; ", one.words, one.said);
    return fail(
        Error{.kind = ErrorKind::refusal,
              .message = "Nothing of what is asked can be done to the picture. " + why + ".",
              .provider = "Easel",
              .metadata = wire::to_json(json::object{{"edits", describe(edited.told)}})});
  }

  Result<std::vector<imaging::Bitmap>> read() const {
    std::vector<imaging::Bitmap> out;
    for (const auto* part : latest_pictures(request_))
      out.push_back(TRY(read_part(*part, out.empty() ? kMostPixels : kMostOtherPixels)));
    return out;
  }

  // Texts of font_inputs that no instruction has set.
  Status set_fonts(Edited& edited, const std::vector<Instruction>& instructions) const {
    std::vector<imaging::Box> taken;
    for (const auto& lettering : request_.letterings) {
      if (std::ranges::find(instructions, lettering->text, &Instruction::text) !=
          instructions.end())
        continue;
      const auto placed = imaging::draw_title(edited.picture, *lettering, taken);
      taken.push_back(placed.box);
      edited.told.push_back(
          {.words = lettering->text,
           .said = fmt::format("set in your font at {},{}", placed.box.x, placed.box.y)});
      edited.svg.clear();
    }
    return {};
  }

  Size wanted(const imaging::Bitmap& picture) const {
    const auto& image = request_.image;
    if (image.pixels) return *image.pixels;
    if (image.image_size) return upscaled_size(picture.width, picture.height, *image.image_size);
    return {picture.width, picture.height};
  }

  // The shape and size that image_config asks for, and detail of the references.
  Status shape(Edited& edited) {
    auto& picture = edited.picture;
    const auto& image = request_.image;
    auto ratio = image.aspect_ratio ? dimensions(*image.aspect_ratio, "1K") : image.pixels;
    if (ratio) {
      const auto box =
          imaging::best_crop(picture, static_cast<double>(ratio->width) / ratio->height);
      if (box.width != picture.width || box.height != picture.height) {
        picture = imaging::cropped(picture, box);
        edited.told.push_back({.words = image.pixels ? "size" : "aspect_ratio",
                               .said = fmt::format("cut to {}x{}", box.width, box.height)});
      }
    }
    const Size size = wanted(picture);
    const bool same = size.width == picture.width && size.height == picture.height;
    if (same && request_.enhancers.empty()) {
      if (asks_for_a_shape(image) && edited.told.empty())
        edited.told.push_back({.words = "image_config", .said = "it has that shape already"});
      return {};
    }
    return enlarge(edited, size);
  }

  Status enlarge(Edited& edited, Size size) {
    auto& picture = edited.picture;
    const bool grows = size.width >= picture.width && size.height >= picture.height &&
                       size.width <= 4 * picture.width && size.height <= 4 * picture.height;
    const auto references = enhancers_of(request_);
    if (!grows) {
      picture = imaging::resample(picture, size.width, size.height);
      if (references.empty()) {
        note_size(edited);
        return {};
      }
    }
    TRY(emit_(Progress{.fraction = 0.8, .stage = "enlarging"}));
    auto made = TRY(imaging::enlarge(picture, size.width, size.height, references, job_));
    picture = std::move(made.bitmap);
    uses_ = std::move(made.references);
    note_size(edited);
    if (!uses_.empty()) sentence_ = " " + sentence_of(uses_);
    return {};
  }

  static void note_size(Edited& edited) {
    edited.told.push_back(
        {.words = "size",
         .said = fmt::format("{}x{}", edited.picture.width, edited.picture.height)});
    edited.svg.clear();
  }

  Status give(const imaging::Bitmap& picture) const {
    const imaging::Origin origin{.type = imaging::SourceType::composite,
                                 .tool = "Easel painter-1 (procedural)",
                                 .model = std::string(kModel),
                                 .generation = marked_generation(request_),
                                 .changed = true};
    return emit_picture(picture, format_of(request_.image), origin, 0, job_, emit_);
  }

  Status give(const std::string& svg) const {
    constexpr std::size_t kPiece = 64 * 1024;
    TRY(emit_(PictureStart{.index = 0, .declared_type = "image/svg+xml"}));
    for (std::size_t at = 0; at < svg.size(); at += kPiece)
      TRY(emit_(PictureData{.index = 0, .bytes = svg.substr(at, kPiece)}));
    return emit_(PictureEnd{.index = 0});
  }

  const GenerationRequest& request_;
  Job& job_;
  const Emit& emit_;
  std::vector<imaging::ReferenceUse> uses_{};
  std::string sentence_{};
};

}  // namespace

bool is_edit(const GenerationRequest& request) {
  return request.image_parts() > 0;
}

Result<Plan> plan_editing(const GenerationRequest& request) {
  const bool asked = !read_instructions(request.prompt()).empty() ||
                     asks_for_a_shape(request.image) || request.image.fonts > 0 ||
                     request.image.super_resolution_references > 0 || !request.letterings.empty();
  if (!asked)
    return fail(invalid("messages",
                        "The request holds a picture, and nothing says what to do to it: \"crop to "
                        "16:9\", \"make it warmer\", \"as a watercolour\" (docs/edits.md).",
                        "a user message with an instruction"));
  if (request.image.background == "transparent" && request.image.output_format == "jpeg")
    return fail(invalid("image_config.background",
                        "A JPEG cannot be transparent; png and webp can.", "opaque, or a png"));
  return Plan{.most = Money(), .pictures = 1};
}

std::unique_ptr<Exchange> start_editing(const GenerationRequest& request) {
  const auto words = static_cast<std::int64_t>(request.prompt().size() + 3) / 4;
  auto closing = closing_of(words + 1290 * request.image_parts(), kModel);
  closing.insert(closing.begin(), Extra{.fields = {{"procedural", true}}});
  return std::make_unique<Computed>(
      [&request](Job& job, const Emit& emit) { return Editing(request, job, emit).run(); },
      std::move(closing));
}

}  // namespace easel::providers
