#include "providers/finishing.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

#include "base/base64.h"
#include "imaging/decode.h"
#include "imaging/enlarge.h"
#include "imaging/jpeg.h"
#include "imaging/origin.h"
#include "imaging/png.h"
#include "imaging/read_picture.h"
#include "imaging/resample.h"
#include "imaging/title.h"
#include "imaging/webp.h"
#include "providers/picture_out.h"
#include "providers/read_part.h"
#include "providers/upscaler.h"
#include "wire/fields.h"

namespace easel::providers {
namespace {

using namespace gateway;

constexpr std::size_t kLargest = 64 << 20;        // bytes of a file that is finished
constexpr std::int64_t kDecoderRoom = 512 << 20;  // bytes
constexpr int kMostScale = 4;

struct Came {
  PictureStart start{};
  std::string file{};
  Base64Decoder decoder{};
  bool given_up = false;  // too large: it goes on as it comes
};

Result<imaging::Bitmap> decode(const std::string& file) {
  ByteBudget room(kDecoderRoom);
  return imaging::read_picture(file, imaging::kMostPixels, room);
}

std::string size_text(int width, int height) {
  return fmt::format("{}x{}", width, height);
}

// One picture on a worker: what is done to it, and the telling of it.
class Finisher {
 public:
  Finisher(const Finishing& wish, const GenerationRequest& request, const std::string& model)
      : wish_(wish), request_(request), model_(model) {}

  // The finished file; what came where there is nothing to do or to be done.
  Result<std::string> finish(const std::string& file, Job& job) {
    auto seen = imaging::inspect(file);
    auto bitmap = seen ? decode(file) : fail(seen.error());
    if (!bitmap) {
      told["left"] = "it cannot be read here";
      return file;
    }
    told["came"] = size_text(bitmap->width, bitmap->height);
    TRY(fit(*bitmap, job));
    if (wish_.fonts) write(*bitmap);
    if (!wish_.format.empty() && wish_.format != seen->format) did("format");
    if (done_.empty()) return file;
    if (seen->manifest) told["manifest"] = "its C2PA manifest no longer fits and is left out";
    told["made"] = size_text(bitmap->width, bitmap->height);
    told["did"] = done_;
    return encode(*bitmap, wish_.format.empty() ? seen->format : wish_.format, job);
  }

  json::object told{};

 private:
  void did(const char* what) { done_.emplace_back(what); }

  Status fit(imaging::Bitmap& bitmap, Job& job) {
    Size size{bitmap.width, bitmap.height};
    if (wish_.exact && wish_.size) {
      auto cut = imaging::middle_of(bitmap, wish_.size->width, wish_.size->height);
      if (cut.width * kMostScale < wish_.size->width ||
          cut.height * kMostScale < wish_.size->height) {
        told["left"] = "it is too small for the size that was asked for";
      } else {
        size = *wish_.size;
        if (cut.width != bitmap.width || cut.height != bitmap.height) did("cut");
        if (cut.width != size.width || cut.height != size.height) did("scaled");
        bitmap = std::move(cut);
      }
    }
    if (wish_.references) return enhance(bitmap, size, job);
    bitmap = imaging::resample(bitmap, size.width, size.height);
    return {};
  }

  Status enhance(imaging::Bitmap& bitmap, Size size, Job& job) {
    const bool shrinks = size.width < bitmap.width || size.height < bitmap.height;
    if (shrinks) bitmap = imaging::resample(bitmap, size.width, size.height);
    auto made = TRY(imaging::enlarge(bitmap, size.width, size.height, enhancers_of(request_), job));
    told["references"] = describe(made.references);
    const bool used = std::ranges::any_of(made.references, &imaging::ReferenceUse::used);
    if (used) did("enhanced");
    if (used || size.width != bitmap.width || size.height != bitmap.height)
      bitmap = std::move(made.bitmap);
    return {};
  }

  void write(imaging::Bitmap& bitmap) {
    std::vector<imaging::Box> taken;
    json::array texts;
    for (const auto& lettering : request_.letterings) {
      const auto placed = imaging::draw_title(bitmap, *lettering, taken);
      taken.push_back(placed.box);
      texts.push_back(json::object{{"text", placed.text},
                                   {"x", placed.box.x},
                                   {"y", placed.box.y},
                                   {"width", placed.box.width},
                                   {"height", placed.box.height},
                                   {"ink", placed.light ? "light" : "dark"},
                                   {"contrast", placed.contrast},
                                   {"missing", placed.missing}});
    }
    if (texts.empty()) return;
    told["texts"] = std::move(texts);
    did("texts");
  }

  Result<std::string> encode(const imaging::Bitmap& bitmap, const std::string& format, Job& job) {
    const imaging::Origin origin{.type = imaging::SourceType::composite,
                                 .tool = "Easel",
                                 .model = model_,
                                 .generation = marked_generation(request_),
                                 .changed = true};
    std::string out;
    auto sink = [&out](std::span<const std::uint8_t> piece) -> Status {
      out.append(piece.begin(), piece.end());
      return {};
    };
    Status made;
    if (format == "jpeg")
      made = imaging::encode_jpeg(
          bitmap, {.quality = 92, .xmp = origin.xmp(), .exif = origin.exif()}, job, sink);
    else if (format == "webp")
      made = imaging::encode_webp(
          bitmap, {.quality = 92, .xmp = origin.xmp(), .exif = origin.exif()}, job, sink);
    else
      made = imaging::encode_png(
          bitmap, {.text = {{"Software", "Easel"}}, .xmp = origin.xmp(), .exif = origin.exif()},
          job, sink);
    TRY(std::move(made));
    return out;
  }

  const Finishing& wish_;
  const GenerationRequest& request_;
  const std::string& model_;
  json::array done_{};
};

class FinishedExchange : public Exchange {
 public:
  FinishedExchange(std::unique_ptr<Exchange> inner, Finishing wish,
                   const GenerationRequest& request, std::string model)
      : inner_(std::move(inner)),
        wish_(std::move(wish)),
        request_(request),
        model_(std::move(model)) {}

  Step next() override {
    if (!whole_.empty()) {
      finishing_ = true;
      return Compute{[this](Job& job, const Emit& emit) { return finish(job, emit); }};
    }
    Step step = inner_->next();
    if (auto compute = std::get_if<Compute>(&step)) {
      auto work = std::move(compute->work);
      compute->work = [this, work = std::move(work)](Job& job, const Emit& emit) {
        return work(job, [&](Event event) -> Status {
          Events out;
          take(std::move(event), out);
          for (auto& passed : out) TRY(emit(std::move(passed)));
          return {};
        });
      };
    }
    return step;
  }
  void head(int status, const std::vector<std::pair<std::string, std::string>>& headers) override {
    inner_->head(status, headers);
  }
  void feed(std::string_view bytes, Events& out) override {
    Events made;
    inner_->feed(bytes, made);
    for (auto& event : made) take(std::move(event), out);
  }
  void end(Events& out) override {
    Events made;
    if (finishing_) {
      finishing_ = false;
      out.push_back(Extra{.where = "easel", .fields = {{"finishing", told_}}});
      std::swap(made, held_);
      for (auto& event : made) out.push_back(std::move(event));
      return;
    }
    inner_->end(made);
    for (auto& event : made) take(std::move(event), out);
  }
  // What is whole is not lost because the rest of the answer was cut.
  bool broken(const Error& error) override {
    const bool goes_on = inner_->broken(error);
    if (whole_.empty()) return goes_on;
    if (!goes_on) held_.push_back(Failure{error});
    return true;
  }
  bool go_on_after(int kept) override { return inner_->go_on_after(kept); }
  std::optional<Send> cancel() override { return inner_->cancel(); }

 private:
  // Pictures are gathered; what comes while one waits to be finished waits too.
  void take(Event event, Events& out) {
    if (auto start = std::get_if<PictureStart>(&event)) {
      came_[start->index] = {.start = *start};
    } else if (auto data = std::get_if<PictureData>(&event)) {
      gather(*data, out);
    } else if (auto end = std::get_if<PictureEnd>(&event)) {
      auto found = came_.find(end->index);
      if (found == came_.end() || found->second.given_up)
        out.push_back(std::move(event));
      else
        whole_.push_back(std::move(found->second));
      if (found != came_.end()) came_.erase(found);
    } else {
      (whole_.empty() ? out : held_).push_back(std::move(event));
    }
  }

  void gather(const PictureData& data, Events& out) {
    auto found = came_.find(data.index);
    if (found == came_.end()) return out.push_back(data);
    Came& picture = found->second;
    if (!data.base64) {
      picture.file += data.bytes;
    } else if (!picture.decoder.decode(data.bytes, picture.file)) {
      return out.push_back(
          Failure{{.kind = ErrorKind::provider_error,
                   .message = "The provider sent a picture that cannot be read."}});
    }
    if (!picture.given_up && picture.file.size() <= kLargest) return;
    if (!picture.given_up) out.push_back(picture.start);
    picture.given_up = true;
    out.push_back(PictureData{.index = data.index, .bytes = std::exchange(picture.file, {})});
  }

  Status finish(Job& job, const Emit& emit) {
    constexpr std::size_t kPiece = 256 * 1024;
    while (!whole_.empty()) {
      Came picture = std::move(whole_.front());
      whole_.pop_front();
      Finisher finisher(wish_, request_, model_);
      const std::string file = TRY(finisher.finish(picture.file, job));
      finisher.told["index"] = picture.start.index;
      told_.push_back(std::move(finisher.told));
      const int index = picture.start.index;
      TRY(emit(PictureStart{.index = index}));
      for (std::size_t at = 0; at < file.size(); at += kPiece)
        TRY(emit(PictureData{.index = index, .bytes = file.substr(at, kPiece)}));
      TRY(emit(PictureEnd{.index = index}));
    }
    return {};
  }

  std::unique_ptr<Exchange> inner_;
  Finishing wish_;
  const GenerationRequest& request_;
  std::string model_;
  std::map<int, Came> came_{};
  std::deque<Came> whole_{};
  Events held_{};
  json::array told_{};
  bool finishing_ = false;
};

}  // namespace

namespace {

const json::value* wish_of(const GenerationRequest& request) {
  auto easel = request.body.if_contains("easel");
  auto wish = easel && easel->is_object() ? easel->get_object().if_contains("finish") : nullptr;
  return wish && !wish->is_null() ? wish : nullptr;
}

std::optional<Size> size_asked(const ImageOptions& image) {
  if (image.pixels || (!image.aspect_ratio && !image.image_size)) return image.pixels;
  return dimensions(image.aspect_ratio.value_or("1:1"), image.image_size.value_or("1K"));
}

// What is done where the request has no say.
std::optional<Finishing> without_wish(const GenerationRequest& request, const FinishRule& model,
                                      const FinishRule& configured) {
  Finishing out{.exact = model.exact.value_or(configured.exact.value_or(false)),
                .size = size_asked(request.image)};
  if (!request.image.output_format)
    out.format = model.format.value_or(configured.format.value_or(""));
  if (!out.exact && out.format.empty()) return std::nullopt;
  return out;
}

}  // namespace

Result<std::optional<Finishing>> read_finishing(const GenerationRequest& request) {
  auto wish = wish_of(request);
  if (!wish) return std::nullopt;
  if (!wish->is_object())
    return fail(invalid("easel.finish", "easel.finish must be an object.", "an object"));
  wire::Fields fields(wish->get_object(), "easel.finish");
  Finishing out{.exact = fields.flag("exact").value_or(false),
                .fonts = fields.flag("fonts").value_or(false),
                .references = fields.flag("references").value_or(false),
                .format = fields.choice("format", {"png", "jpeg", "webp"}).value_or("")};
  TRY(fields.status());
  out.size = size_asked(request.image);
  if (!out.exact && !out.fonts && !out.references && out.format.empty()) return std::nullopt;
  return out;
}

std::unique_ptr<Exchange> finished(std::unique_ptr<Exchange> exchange, const Adapter& adapter,
                                   const GenerationRequest& request, const Model& model,
                                   const FinishRule& configured) {
  if (!exchange || adapter.draws_letterings()) return exchange;
  auto wish =
      wish_of(request) ? read_finishing(request) : without_wish(request, model.finish, configured);
  if (!wish || !*wish) return exchange;
  return std::make_unique<FinishedExchange>(std::move(exchange), std::move(**wish), request,
                                            model.id);
}

}  // namespace easel::providers
