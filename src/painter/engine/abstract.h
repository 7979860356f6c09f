#pragma once

#include "painter/engine/flow_field.h"
#include "painter/engine/fractal.h"
#include "painter/engine/mandala.h"
#include "painter/engine/patterns.h"

// An abstract picture: its colours go to the screen as they are, without film between.
namespace easel::painter::EASEL_ISA {

class AbstractPicture {
 public:
  AbstractPicture(const AbstractScene& scene, int width, int height, Job& job)
      : scene_(scene), job_(job), canvas_(width, height, job), inks_(scene) {}

  Result<Rendering> paint() {
    job_.progress(0.02, "form");
    if (!draw()) return stopped();
    imaging::Bitmap bitmap(canvas_.frame.width, canvas_.frame.height);
    const bool printed = canvas_.rows(0.9, 0.99, "print", [&](int y, Tally&) { print(y, bitmap); });
    if (!printed) return stopped();
    job_.progress(1, "done");
    return Rendering{std::move(bitmap), canvas_.seen};
  }

 private:
  bool draw() {
    switch (scene_.form) {
      case AbstractScene::Form::flow:
        return FlowForm(scene_, inks_, canvas_, job_).paint(canvas_, 0.1, 0.9);
      case AbstractScene::Form::mandala:
        return fill(MandalaForm(scene_, inks_));
      case AbstractScene::Form::fractal:
        return fill(FractalForm(scene_, inks_));
      default:
        return fill(PatternForm(scene_, inks_, canvas_.unit));
    }
  }

  template <class Form>
  bool fill(const Form& form) {
    return canvas_.rows(0.02, 0.9, "form", [&](int y, Tally& tally) {
      for (int x = 0; x < canvas_.frame.width; x += kLanes) {
        Rgbs sum = splat(Rgb{});
        for (int k = 0; k < 4; ++k) {
          const float across = k % 2 == 0 ? 0.25f : 0.75f, down = k < 2 ? 0.25f : 0.75f;
          const Rgbs c = form.at(canvas_.x_of(lane_index() + (static_cast<float>(x) + across)),
                                 splat(canvas_.y_of(static_cast<float>(y) + down)));
          sum = sum + Rgbs{saturate(c.r), saturate(c.g), saturate(c.b)};
        }
        canvas_.frame.store8(x, y, sum * 0.25f);
        tally.see(Seen::pattern, canvas_.inside(x));
      }
    });
  }

  void print(int y, imaging::Bitmap& bitmap) const {
    auto out = bitmap.row(y);
    for (int x = 0; x < bitmap.width; x += kLanes) {
      const Rgbs code =
          Darkroom::encode(canvas_.frame.load8(x, y), lane_index() + static_cast<float>(x), y);
      for (int i = 0; i < std::min(kLanes, bitmap.width - x); ++i) {
        out[static_cast<std::size_t>(x + i) * 3 + 0] = static_cast<std::uint8_t>(code.r[i]);
        out[static_cast<std::size_t>(x + i) * 3 + 1] = static_cast<std::uint8_t>(code.g[i]);
        out[static_cast<std::size_t>(x + i) * 3 + 2] = static_cast<std::uint8_t>(code.b[i]);
      }
    }
  }

  const AbstractScene& scene_;
  Job& job_;
  Canvas canvas_;
  Inks inks_;
};

}  // namespace easel::painter::EASEL_ISA
