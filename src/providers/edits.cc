#include "providers/edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "imaging/backdrop.h"
#include "imaging/colour.h"
#include "imaging/complete.h"
#include "imaging/enlarge.h"
#include "imaging/grade.h"
#include "imaging/resample.h"
#include "imaging/reshape.h"
#include "imaging/title.h"
#include "imaging/vectorise.h"
#include "painter/engine.h"

namespace easel::providers {
namespace {

using imaging::Bitmap;
using imaging::Box;

constexpr double kMostPixels = 4096.0 * 4096;
constexpr std::uint8_t kWhite[3] = {255, 255, 255};

std::string size_of(const Bitmap& picture) {
  return fmt::format("{}x{}", picture.width, picture.height);
}

// Colours alone are worked over; alpha stays.
template <class Work>
void over_colours(Bitmap& picture, const Work& work) {
  Bitmap colours = imaging::flattened(picture, kWhite);
  work(colours);
  for (std::size_t i = 0; i < colours.pixels.size() / 3; ++i)
    std::copy_n(colours.pixels.begin() + static_cast<std::ptrdiff_t>(i * 3), 3,
                picture.pixels.begin() + static_cast<std::ptrdiff_t>(i * picture.channels));
}

void restyle(Bitmap& picture, painter::Style style, std::uint32_t seed, Job& job) {
  return painter::has_v3() ? painter::v3::restyle(picture, style, seed, job)
                           : painter::v2::restyle(picture, style, seed, job);
}

class Editor {
 public:
  Editor(const std::vector<Bitmap>& pictures,
         const std::vector<std::shared_ptr<const imaging::Lettering>>& letterings, Job& job)
      : pictures_(pictures), letterings_(letterings), job_(job), picture_(pictures.front()) {}

  Status run(const Instruction& instruction, Edited& out) {
    Told told{.words = instruction.words};
    auto done = apply(instruction, told);
    if (!done && done.error().kind == ErrorKind::cancelled) return fail(done.error());
    if (!done) told.how = How::refused, told.said = done.error().message;
    if (told.how != How::refused && !instruction.unfound.empty() && treats_all(instruction.verb)) {
      told.how = How::approximated;
      told.said +=
          fmt::format("; all of the picture, for \"{}\" cannot be found in it without a model",
                      instruction.unfound);
    }
    if (told.how != How::refused && instruction.verb != Verb::vectorise) svg_.clear();
    out.told.push_back(std::move(told));
    return {};
  }

  void finish(Edited& out) {
    out.picture = std::move(picture_);
    out.svg = std::move(svg_);
  }

 private:
  static bool treats_all(Verb verb) {
    return verb == Verb::grade || verb == Verb::sharpen || verb == Verb::soften ||
           verb == Verb::style || verb == Verb::match;
  }

  static Status refuse(std::string why) { return fail(invalid("", std::move(why))); }

  Status apply(const Instruction& in, Told& told) {
    switch (in.verb) {
      case Verb::crop:
        return crop(in, told);
      case Verb::extend:
        return extend(in, told);
      case Verb::resize:
        return resize(in, told);
      case Verb::rotate:
        return rotate(in, told);
      case Verb::flip:
        picture_ = imaging::mirrored(picture_, in.what == "vertical");
        told.said = in.what == "vertical" ? "mirrored top to bottom" : "mirrored left to right";
        return {};
      case Verb::grade:
        return grade(in, told);
      case Verb::match:
        return match(told);
      case Verb::mood:
        return mood(in, told);
      case Verb::style:
        over_colours(picture_, [&](Bitmap& colours) {
          restyle(colours, static_cast<painter::Style>(static_cast<int>(in.amount)), 1, job_);
        });
        told.said = "worked over in that style";
        return heard();
      case Verb::sharpen:
        imaging::sharpen(picture_, static_cast<float>(0.9 * in.amount), job_);
        told.said = "sharpened";
        return {};
      case Verb::soften:
        picture_ = imaging::blurred(picture_, unit() * 4 * static_cast<float>(in.amount), job_);
        told.said = "blurred all over";
        return {};
      case Verb::blur_background:
        return blur_background(in, told);
      case Verb::remove_background:
        return remove_background(told);
      case Verb::fill:
        return fill(in, told);
      case Verb::text:
        return write(in, told);
      case Verb::sheet:
        return lay_out(in, told);
      case Verb::before_after:
        picture_ = imaging::sheet_of({pictures_.front(), picture_}, 2);
        told.said = "as it came on the left, as it is now on the right";
        return {};
      case Verb::palette:
        return palette(in, told);
      case Verb::vectorise:
        return draw(in, told);
      case Verb::refused:
        return refuse(in.reason);
    }
    return refuse("it is not known here");
  }

  // A thousandth of the longer side: what blurs and margins are measured by.
  float unit() const {
    return static_cast<float>(std::max(picture_.width, picture_.height)) / 1000;
  }
  Status heard() const {
    if (job_.stop.requested()) return easel::fail(ErrorKind::cancelled, "Cancelled.");
    return {};
  }

  Box box_of(const Area& area) const {
    const double w = area.shares ? picture_.width : 1, h = area.shares ? picture_.height : 1;
    const auto whole = [](double value) {
      return static_cast<int>(std::lround(std::clamp(value, -1e6, 1e6)));
    };
    return {whole(area.x * w), whole(area.y * h), whole(area.width * w), whole(area.height * h)};
  }

  bool lies_in(const Box& box) const {
    return box.width > 0 && box.height > 0 && box.x < picture_.width && box.y < picture_.height &&
           box.x + box.width > 0 && box.y + box.height > 0;
  }

  Status crop(const Instruction& in, Told& told) {
    Box box{0, 0, picture_.width, picture_.height};
    if (in.area) {
      box = box_of(*in.area);
      if (!lies_in(box)) return refuse("the box lies outside the picture");
    } else if (in.ratio) {
      box = imaging::best_crop(picture_, std::clamp(*in.ratio, 0.05, 20.0));
      if (!in.what.empty()) box = at_side(box, in.what);
    } else if (in.size) {
      box.width = std::min(in.size->width, picture_.width);
      box.height = std::min(in.size->height, picture_.height);
      box = at_side({(picture_.width - box.width) / 2, (picture_.height - box.height) / 2,
                     box.width, box.height},
                    in.what);
    } else if (in.measured && in.amount > 0 && in.amount < 100) {
      const double keep = in.amount / 100;
      const bool lies = in.what == "top" || in.what == "bottom",
                 stands = in.what == "left" || in.what == "right";
      box.width = std::max(1, static_cast<int>(picture_.width * (lies ? 1 : keep)));
      box.height = std::max(1, static_cast<int>(picture_.height * (stands ? 1 : keep)));
      box = at_side({(picture_.width - box.width) / 2, (picture_.height - box.height) / 2,
                     box.width, box.height},
                    in.what);
    } else {
      return refuse("to what is not known; a ratio, a size or a box says it (\"crop to 16:9\")");
    }
    picture_ = imaging::cropped(picture_, box);
    told.said = "cut to " + size_of(picture_);
    return {};
  }

  Box at_side(Box box, const std::string& side) const {
    if (side == "left") box.x = 0;
    if (side == "right") box.x = picture_.width - box.width;
    if (side == "top") box.y = 0;
    if (side == "bottom") box.y = picture_.height - box.height;
    return box;
  }

  Status extend(const Instruction& in, Told& told) {
    double width = picture_.width, height = picture_.height;
    double left = 0.5, top = 0.5;
    if (in.size) {
      width = std::max(in.size->width, picture_.width),
      height = std::max(in.size->height, picture_.height);
    } else if (in.ratio) {
      const double ratio = std::clamp(*in.ratio, 0.1, 10.0);
      width = std::max<double>(picture_.width, std::round(picture_.height * ratio));
      height = std::max<double>(picture_.height, std::round(picture_.width / ratio));
    } else {
      const bool lies = in.what == "left" || in.what == "right",
                 stands = in.what == "top" || in.what == "bottom";
      if (!stands) width *= 1 + in.amount / 100;
      if (!lies) height *= 1 + in.amount / 100;
    }
    if (in.what == "left") left = 1;
    if (in.what == "right") left = 0;
    if (in.what == "top") top = 1;
    if (in.what == "bottom") top = 0;
    const double known = static_cast<double>(picture_.width) * picture_.height;
    if (width * height > kMostPixels) return refuse("it would be larger than 16 megapixels");
    if (width * height > 4 * known)
      return refuse("more than three quarters of it would be made up");
    if (width * height <= known) {
      told.said = "it has that shape already";
      return {};
    }
    picture_ = TRY(imaging::extended(picture_, static_cast<int>(width), static_cast<int>(height),
                                     left, top, job_));
    told.said =
        fmt::format("extended to {} by texture synthesis: what is new repeats what is there",
                    size_of(picture_));
    return {};
  }

  Status resize(const Instruction& in, Told& told) {
    double width = picture_.width * in.amount, height = picture_.height * in.amount;
    if (in.size) {
      width = in.size->width;
      height = in.size->height > 0 ? in.size->height : picture_.height * width / picture_.width;
    }
    if (width < 1 || height < 1 || width * height > kMostPixels || std::max(width, height) > 16'000)
      return refuse("a picture may have up to 16 megapixels");
    const auto w = static_cast<int>(std::lround(width)), h = static_cast<int>(std::lround(height));
    const bool larger = w >= picture_.width && h >= picture_.height && w <= picture_.width * 4 &&
                        h <= picture_.height * 4;
    const std::string before = size_of(picture_);
    if (larger)
      picture_ = TRY(imaging::enlarge(picture_, w, h, {}, job_)).bitmap;
    else
      picture_ = imaging::resample(picture_, w, h);
    told.said = fmt::format("{} instead of {}{}", size_of(picture_), before,
                            larger ? "; no detail was invented" : "");
    return {};
  }

  Status rotate(const Instruction& in, Told& told) {
    const double quarters = in.amount / 90;
    if (std::fabs(quarters - std::round(quarters)) < 1e-9) {
      picture_ = imaging::quarter_turned(picture_, static_cast<int>(std::lround(quarters)));
      told.said = fmt::format("turned by {:g}°", in.amount);
      return {};
    }
    const bool inside = in.what == "inside";
    picture_ = imaging::turned(picture_, in.amount, inside, job_);
    told.said =
        fmt::format("turned by {:g}°{}", in.amount,
                    inside ? " and cut to what has no corners" : "; its corners are transparent");
    return {};
  }

  Status grade(const Instruction& in, Told& told) {
    imaging::Grade grade;
    const auto amount = static_cast<float>(in.amount);
    if (in.what == "warmth") grade.warmth = amount;
    if (in.what == "light") grade.light = amount;
    if (in.what == "contrast") grade.contrast = amount;
    if (in.what == "saturation") grade.saturation = amount;
    if (in.what == "grey") grade.saturation = -1;
    if (in.what == "sepia") grade.sepia = std::max(0.4f, amount);
    if (in.what == "fade") grade.fade = amount;
    if (in.what == "split") grade = {.contrast = 0.35f * amount, .split = amount};
    if (in.what == "vignette") grade.vignette = amount;
    if (in.what == "vintage")
      grade = {
          .warmth = 0.8f * amount, .saturation = -0.3f, .fade = 0.7f * amount, .vignette = 0.6f};
    if (in.what == "inverted") grade.inverted = true;
    imaging::apply(picture_, grade, job_);
    told.said = "its colours were graded";
    return {};
  }

  Status match(Told& told) {
    if (pictures_.size() < 2) return refuse("there is no other picture to match");
    imaging::match_colours(picture_, pictures_[1], job_);
    told.said = "its colours have the mean and spread of the other picture's";
    return {};
  }

  Status mood(const Instruction& in, Told& told) {
    using imaging::Mood;
    const Mood mood = in.what == "night"    ? Mood::night
                      : in.what == "day"    ? Mood::day
                      : in.what == "golden" ? Mood::golden
                      : in.what == "fog"    ? Mood::fog
                      : in.what == "snow"   ? Mood::snow
                                            : Mood::autumn;
    constexpr double kNothing = 0.012, kNoMark = 0.01, kLittle = 0.03;
    Bitmap worked = picture_;
    const auto taken = imaging::apply(worked, mood, static_cast<float>(in.amount), job_);
    if (mood == Mood::autumn && taken.marked < kNoMark)
      return refuse("no green leaves can be told in it that could turn");
    if (taken.changed < kNothing) return refuse("it is like that already: next to nothing changed");
    picture_ = std::move(worked);
    told.said = "as a grade of light and colours; nothing is lit anew";
    if (taken.marked >= kLittle) return {};
    told.how = How::approximated;
    told.said +=
        mood == Mood::snow
            ? "; flakes fall, but hardly anything lies open that snow could cover"
            : fmt::format("; only {:.1f} % of it are leaves that turned", taken.marked * 100);
    return {};
  }

  Status blur_background(const Instruction& in, Told& told) {
    auto subject = imaging::on_plain_ground(picture_);
    constexpr double kPlain = 0.9, kClear = 0.5;
    bool clear = subject.sure >= kPlain;
    if (!clear) {
      subject = imaging::in_the_middle(picture_, job_);
      clear = subject.sure >= kClear;
    }
    if (subject.sure <= 0.1)
      return refuse("what stands before the background cannot be told from it");
    picture_ =
        imaging::before_blur(picture_, subject, unit() * 9 * static_cast<float>(in.amount), job_);
    told.said = "the background was blurred behind what has other colours and lies in the middle";
    if (clear) return {};
    told.how = How::approximated;
    told.said += fmt::format("; the two are much alike, so it was guessed (sure by {:.0f} %)",
                             subject.sure * 100);
    return {};
  }

  Status remove_background(Told& told) {
    const auto subject = imaging::on_plain_ground(picture_);
    constexpr double kPlain = 0.8, kMostly = 0.6;
    if (subject.sure < kMostly)
      return refuse(
          "the background is not plain; only plain ones can be told from what stands on them");
    picture_ = imaging::cut_out(picture_, subject);
    told.said = "the plain ground became transparent";
    if (subject.sure >= kPlain) return {};
    told.how = How::approximated;
    told.said += fmt::format(", as far as it is plain ({:.0f} % of the edge)", subject.sure * 100);
    return {};
  }

  Status fill(const Instruction& in, Told& told) {
    std::vector<std::uint8_t> hole(static_cast<std::size_t>(picture_.width) * picture_.height);
    if (in.area) {
      const Box box = box_of(*in.area);
      if (!lies_in(box)) return refuse("the box lies outside the picture");
      for (int y = std::max(0, box.y); y < std::min(picture_.height, box.y + box.height); ++y)
        for (int x = std::max(0, box.x); x < std::min(picture_.width, box.x + box.width); ++x)
          hole[static_cast<std::size_t>(y) * picture_.width + static_cast<std::size_t>(x)] = 1;
    } else {
      if (pictures_.size() < 2) return refuse("there is no second picture as a mask");
      const Bitmap mask = imaging::resample(imaging::flattened(pictures_.back(), kWhite),
                                            picture_.width, picture_.height);
      for (std::size_t i = 0; i < hole.size(); ++i) hole[i] = mask.pixels[i * 3] > 127;
    }
    const auto missing = static_cast<std::size_t>(std::ranges::count(hole, 1));
    if (missing == 0) return refuse("nothing is masked: white says what to fill");
    if (missing * 5 > hole.size() * 3) return refuse("too much of the picture would be made up");
    picture_ = TRY(imaging::complete(picture_, hole, job_));
    told.said = "filled with texture from around it";
    return {};
  }

  Status write(const Instruction& in, Told& told) {
    const auto given = std::ranges::find_if(
        letterings_, [&](const auto& lettering) { return lettering->text == in.text; });
    imaging::Lettering set;
    if (given != letterings_.end()) {
      set = **given;
    } else {
      auto made = imaging::set_text(in.text, imaging::title_room(picture_.width, picture_.height));
      if (!made) return refuse(made.error().message);
      set = std::move(*made);
    }
    std::vector<Box> taken = texts_;
    const int third = picture_.height * 2 / 5;
    if (in.what == "top") taken.push_back({0, third, picture_.width, picture_.height - third});
    if (in.what == "bottom") taken.push_back({0, 0, picture_.width, picture_.height - third});
    const auto placed = imaging::draw_title(picture_, set, taken);
    texts_.push_back(placed.box);
    told.said = fmt::format("set at {},{} with a contrast of {:.1f}", placed.box.x, placed.box.y,
                            placed.contrast);
    if (!placed.missing.empty()) {
      told.how = How::approximated;
      told.said += "; the font has no " + placed.missing;
    }
    return {};
  }

  Status lay_out(const Instruction& in, Told& told) {
    if (pictures_.size() < 2) return refuse("there is only one picture");
    std::vector<Bitmap> all = pictures_;
    all.front() = picture_;
    picture_ = imaging::sheet_of(all, in.what == "row" ? static_cast<int>(all.size()) : 0);
    told.said = fmt::format("{} pictures, each cut to the shape of the first", all.size());
    return {};
  }

  // Beneath the picture, each with its name.
  Status palette(const Instruction& in, Told& told) {
    const auto swatches = imaging::palette_of(picture_, static_cast<int>(in.amount));
    const Bitmap flat = imaging::flattened(picture_, kWhite);
    const int strip = std::max(24, flat.height / 6), count = static_cast<int>(swatches.size());
    Bitmap out(flat.width, flat.height + strip);
    imaging::lay(out, flat, 0, 0);
    told.said = "the colours that stand for it best:";
    for (int i = 0; i < count; ++i) {
      std::uint8_t rgb[3];
      imaging::put(swatches[static_cast<std::size_t>(i)].colour, rgb);
      const int left = out.width * i / count, right = out.width * (i + 1) / count;
      for (int y = flat.height; y < out.height; ++y)
        for (int x = left; x < right; ++x) std::copy_n(rgb, 3, out.row(y).data() + x * 3);
      told.said += fmt::format(" #{:02x}{:02x}{:02x} ({:.0f} %)", rgb[0], rgb[1], rgb[2],
                               swatches[static_cast<std::size_t>(i)].share * 100);
    }
    picture_ = std::move(out);
    return {};
  }

  Status draw(const Instruction& in, Told& told) {
    auto drawing = imaging::vectorise(picture_, static_cast<int>(in.amount));
    if (!drawing) return refuse(drawing.error().message);
    svg_ = std::move(drawing->svg);
    told.said = fmt::format("{} shapes in {} colours, as SVG", drawing->shapes, drawing->colours);
    return {};
  }

  const std::vector<Bitmap>& pictures_;
  const std::vector<std::shared_ptr<const imaging::Lettering>>& letterings_;
  Job& job_;
  Bitmap picture_;
  std::string svg_{};
  std::vector<Box> texts_{};
};

std::string listed(const std::vector<Told>& told, How how) {
  std::string out;
  for (const auto& one : told)
    if (one.how == how)
      out += fmt::format("{}\"{}\" ({})", out.empty() ? "" : "; ", one.words, one.said);
  return out;
}

}  // namespace

bool Edited::changed() const {
  return std::ranges::any_of(told, [](const Told& one) { return one.how != How::refused; });
}

std::string Edited::text() const {
  std::string out = "Edited by Easel's own procedures (no neural network).";
  if (auto done = listed(told, How::done); !done.empty()) out += " Done: " + done + ".";
  if (auto some = listed(told, How::approximated); !some.empty())
    out += " Approximated: " + some + ".";
  if (auto none = listed(told, How::refused); !none.empty()) out += " Not done: " + none + ".";
  return out;
}

Result<Edited> edit(const std::vector<Bitmap>& pictures,
                    const std::vector<Instruction>& instructions,
                    const std::vector<std::shared_ptr<const imaging::Lettering>>& letterings,
                    Job& job) {
  Edited out;
  Editor editor(pictures, letterings, job);
  for (std::size_t i = 0; i < instructions.size(); ++i) {
    if (job.stop.requested()) return fail(ErrorKind::cancelled, "Cancelled.");
    job.progress(static_cast<double>(i) / static_cast<double>(instructions.size()), "editing");
    TRY(editor.run(instructions[i], out));
  }
  editor.finish(out);
  return out;
}

}  // namespace easel::providers
