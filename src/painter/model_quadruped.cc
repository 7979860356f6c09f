#include <cmath>

#include "painter/beasts.h"

namespace easel::painter {
namespace {

class Quadruped {
 public:
  Quadruped(Sculptor& s, const Subject& subject)
      : s_(s), b_(beast_of(subject)), dice_(subject.seed, "pose") {
    if (subject.painted) recolour(subject.colour);
    if (subject.what == Concept::panda) eye_patch_ = true;
    shoulder_ = {0, b_.leg + b_.chest * 0.75f, b_.body * 0.5f};
    hip_ = {0, b_.leg + b_.hip * 0.80f, -b_.body * 0.5f};
    if (b_.sits) {
      hip_ = {0, b_.hip * 0.95f, -b_.body * 0.26f};
      shoulder_.z = b_.body * 0.24f;
      shoulder_.y += 0.12f * b_.leg;
    }
    nape_ = shoulder_ + Point{0, 0.35f * b_.chest, 0.25f * b_.chest};
    head_ = nape_ + Point{0, b_.neck * sine(b_.neck_rise), b_.neck * cosine(b_.neck_rise)};
    look_ = dice_.between(16, 40) * (subject.heading < 0 ? -1.0f : 1.0f);  // toward the viewer
    mix_paints();
  }

  bool build() {
    if (b_.body <= 0) return false;
    s_.piece(coat_, 0);
    body();
    legs();
    tail();
    head();
    features();
    if (b_.crown != Crown::none) crown();
    const bool low =
        b_.ears == Ears::hanging || b_.ears == Ears::sails || b_.ears == Ears::sideways;
    const float ears = low ? 0 : 0.8f * b_.ear_tall;
    s_.model().height =
        std::fmax(top_, head_.y + b_.head + (b_.crown == Crown::antlers ? 0.5f : ears));
    const float front = head_.z + b_.head + b_.snout, back = hip_.z - b_.hip;
    s_.model().breadth =
        0.5f * (front - back) + 0.25f * (b_.sits ? 0 : b_.tail * cosine(b_.tail_rise));
    return true;
  }

 private:
  void recolour(Rgb colour) {
    b_.coat = colour;
    b_.second = blend(colour, {0, 0, 0}, b_.pattern == Pattern::tiger ? 0.55f : 0.25f);
    b_.belly = blend(colour, {1, 1, 1}, 0.35f);
    b_.socks = blend(colour, {0, 0, 0}, 0.2f);
    if (b_.mane <= 0) b_.tip = colour;
  }

  int fur(Rgb colour, Rgb second, Pattern pattern, float at = 0) {
    return s_.paint({.colour = colour,
                     .second = second,
                     .pattern = pattern,
                     .scale = b_.pattern_size,
                     .at = at,
                     .gloss = 0.02f,
                     .thin = 0.25f,
                     .relief = b_.fur,
                     .grain = b_.fur_size,
                     .fur = !b_.fleece});
  }

  void mix_paints() {
    coat_ = fur(b_.coat, b_.second, b_.pattern, b_.leg + 0.2f * b_.chest);
    belly_ = fur(b_.belly, b_.belly, Pattern::plain);
    socks_ = fur(b_.socks, b_.socks, Pattern::plain);
    tip_ = fur(b_.tip, b_.tip, Pattern::plain);
    face_ = b_.fleece ? s_.paint(pigment(0x2e2825)) : b_.mask > 0 ? belly_ : coat_;
    hoof_ = s_.paint(pigment(0x2c2420), 0.1f);
    eye_ = s_.paint({.colour = {0.010f, 0.008f, 0.007f}, .gloss = 0.35f});
    glint_ = s_.paint({.colour = {1, 1, 1}, .gloss = 0.3f, .glow = {0.35f, 0.35f, 0.35f}});
    nose_ = s_.paint(b_.nose_colour, 0.18f);
    inside_ = s_.paint(blend(b_.belly, pigment(0xc08878), 0.45f));
  }

  // A point of the head, given in units of its radius, turned where it looks.
  Point on_head(float x, float y, float z) const {
    const float c = cosine(look_), k = sine(look_), r = b_.head;
    return head_ + Point{(x * c + z * k) * r, y * r, (z * c - x * k) * r};
  }

  void body() {
    const float c = b_.chest, w = b_.waist, h = b_.hip;
    s_.ellipsoid({0, shoulder_.y - 0.05f * c, shoulder_.z - 0.35f * c},
                 {0.80f * c, 1.05f * c, 1.25f * c});
    s_.limb({0, shoulder_.y - 0.02f * c, shoulder_.z - 0.5f * c},
            {0, hip_.y + 0.08f * h, hip_.z + 0.4f * h}, 0.82f * c, w)
        .blended(0.5f * c);
    s_.ellipsoid({0, hip_.y - 0.05f * h, hip_.z + 0.15f * h}, {0.82f * h, h, 1.15f * h})
        .blended(0.6f * h);
    // The underside, a shade inside the rest.
    if (!b_.fleece && !b_.sits) {
      s_.limb({0, shoulder_.y - 0.42f * c, shoulder_.z - 0.2f * c},
              {0, hip_.y - 0.28f * h, hip_.z + 0.5f * h}, 0.60f * c, 0.72f * w)
          .blended(0.25f * c)
          .painted(belly_);
    }
    const float r = b_.head;
    s_.limb(nape_ - Point{0, 0.35f * c, 0.35f * c}, head_ - Point{0, 0.2f * r, 0.35f * r},
            b_.neck_thick * 1.35f, b_.neck_thick * 0.85f)
        .blended(0.55f * c);
    if (b_.mask > 0.5f) {
      // A pale chest.
      s_.limb(nape_ - Point{0, 0.75f * c, -0.42f * c}, head_ - Point{0, 0.75f * r, -0.12f * r},
              b_.neck_thick * 0.8f, b_.neck_thick * 0.62f)
          .blended(0.3f * c)
          .painted(belly_);
    }
    if (b_.hump > 0) {
      s_.ellipsoid({0, shoulder_.y + 0.9f * c, -0.1f * b_.body}, {0.55f * c, 1.0f * c, 0.85f * c})
          .blended(0.5f * c);
    }
    if (b_.mane > 0) mane();
    if (eye_patch_) {
      s_.ellipsoid({0, shoulder_.y + 0.02f * c, shoulder_.z - 0.2f * c},
                   {0.86f * c, 1.02f * c, 0.55f * c})
          .blended(0.2f * c)
          .painted(socks_);
    }
  }

  void mane() {
    const float n = b_.neck_thick, r = b_.head;
    for (int i = 0; i <= 6; ++i) {
      const float t = static_cast<float>(i) / 6;
      const Point from = nape_ + Point{0, 0.9f * n, -1.1f * n},
                  to = head_ + Point{0, 0.9f * r, -0.55f * r};
      const Point at = from + (to - from) * t;
      s_.ellipsoid(at + Point{0.25f * n, -0.25f * n, 0}, {0.34f * n, 0.75f * n, 0.42f * n})
          .turning(-25, 0, 12)
          .blended(0.2f * n)
          .painted(tip_);
    }
    s_.limb(on_head(0, 0.95f, 0.1f), on_head(0, 0.35f, 0.85f), 0.3f * r, 0.12f * r)
        .blended(0.1f * r)
        .painted(tip_);
  }

  void legs() {
    const float stride = b_.hoofed ? 0.10f : 0.13f;
    const float phase = dice_.sign();
    for (const float side : {-1.0f, 1.0f}) {
      front_leg(side, b_.sits ? 0 : side * phase * stride * b_.leg);
      if (b_.sits) {
        folded_leg(side);
      } else {
        hind_leg(side, -side * phase * stride * b_.leg);
      }
    }
  }

  void foot(Point at, float blend) {
    const float t = b_.leg_thin;
    s_.ellipsoid({at.x, 0.7f * t, at.z + 0.55f * t},
                 {1.2f * t, 0.85f * t, (b_.hoofed ? 1.25f : 1.7f) * t})
        .blended(blend)
        .painted(b_.hoofed ? hoof_ : socks_);
  }

  void front_leg(float side, float step) {
    const float c = b_.chest, l = b_.leg, r = b_.leg_thick, t = b_.leg_thin, x = side * 0.45f * c;
    const float z = shoulder_.z;
    const Point top{x, shoulder_.y - 0.2f * c, z - 0.15f * c};
    const Point elbow{x, 0.82f * l, z - 0.40f * c + 0.2f * step};
    const Point wrist{x * 0.95f, 0.40f * l, z - 0.28f * c + 0.6f * step};
    const Point ankle{x * 0.95f, 0.9f * t, z - 0.26f * c + step};
    s_.limb(top, elbow, 1.75f * r, 1.15f * r)
        .blended(0.35f * c)
        .painted(eye_patch_ ? socks_ : coat_);
    s_.limb(elbow, wrist, 1.15f * r, 1.08f * t)
        .blended(0.8f * r)
        .painted(b_.fleece || eye_patch_ ? socks_ : coat_);
    s_.limb(wrist, ankle, 1.08f * t, t).blended(0.6f * t).painted(socks_);
    foot(ankle, 0.5f * t);
  }

  void hind_leg(float side, float step) {
    const float h = b_.hip, l = b_.leg, r = b_.leg_thick, t = b_.leg_thin, x = side * 0.46f * h;
    const float z = hip_.z;
    const Point top{x, hip_.y - 0.25f * h, z + 0.1f * h};
    const Point knee{x * 1.05f, 0.72f * l, z + 0.42f * h + 0.2f * step};
    const Point hock{x, 0.38f * l, z - 0.42f * h + 0.6f * step};
    const Point ankle{x, 0.9f * t, z - 0.22f * h + step};
    s_.limb(top, knee, 2.35f * r, 1.35f * r)
        .blended(0.35f * h)
        .painted(eye_patch_ ? socks_ : coat_);
    s_.limb(knee, hock, 1.35f * r, t)
        .blended(0.9f * r)
        .painted(b_.fleece || eye_patch_ ? socks_ : coat_);
    s_.limb(hock, ankle, 1.02f * t, t).blended(0.6f * t).painted(socks_);
    foot(ankle, 0.5f * t);
  }

  void folded_leg(float side) {
    const float h = b_.hip, t = b_.leg_thin, x = side * 0.72f * h, z = hip_.z;
    s_.ellipsoid({x, 0.85f * h, z + 0.30f * h}, {0.58f * h, 0.88f * h, 1.05f * h})
        .turning(18, 0, 0)
        .blended(0.35f * h);
    s_.limb({x * 1.15f, 1.1f * t, z + 0.35f * h}, {x * 1.2f, 0.9f * t, z + 1.5f * h}, 1.5f * t,
            1.25f * t)
        .blended(0.3f * h)
        .painted(socks_);
  }

  void tail() {
    Point at = hip_ + Point{0, 0.45f * b_.hip, -0.75f * b_.hip};
    float rise = b_.tail_rise, turn = 0;
    if (b_.sits && b_.tail_rise < 55) {
      at = {0, b_.tail_thick * 1.2f, hip_.z - 0.8f * b_.hip};
      rise = 0;
    }
    constexpr int kJoints = 8;
    const float step = b_.tail / kJoints;
    const auto thick = [&](int i) {
      const float t = static_cast<float>(i) / kJoints;
      if (i == kJoints) return b_.tail_tip;
      if (b_.tail_thick < 0.07f * b_.tail || b_.mane > 0)
        return b_.tail_thick + (b_.tail_tip - b_.tail_thick) * (t > 0.7f ? 1.0f : 0.0f);
      return b_.tail_thick * (0.42f + 0.72f * sine(180 * std::fmin(1.0f, t * 1.02f + 0.04f)));
    };
    const bool lies = b_.sits && b_.tail_rise < 55;
    for (int i = 0; i < kJoints; ++i) {
      const Point to = at + Point{sine(turn) * step, lies ? 0 : sine(rise) * step,
                                  -cosine(rise) * cosine(turn) * step};
      s_.limb(at, to, thick(i), thick(i + 1))
          .blended((i == 0 ? 0.25f * b_.hip : 0.4f * b_.tail_thick))
          .painted(i >= kJoints - 3 || (b_.mane > 0 && i > 0) ? tip_ : coat_);
      at = to;
      top_ = std::fmax(top_, to.y + thick(i + 1));
      if (lies) {
        turn += 24;
      } else {
        rise += b_.tail_curl / kJoints;
        turn = 14 * static_cast<float>(i) / kJoints;
      }
    }
  }

  void head() {
    const float r = b_.head;
    s_.ellipsoid(head_, {0.92f * r, 0.90f * r, 1.02f * r})
        .blended(0.42f * r)
        .painted(b_.fleece ? face_ : coat_);
    for (const float side : {-1.0f, 1.0f}) {
      s_.ellipsoid(on_head(0.42f * side, -0.28f, 0.30f), {0.48f * r, 0.42f * r, 0.50f * r})
          .blended(0.4f * r)
          .painted(b_.mask > 0.5f ? face_
                   : b_.fleece    ? face_
                                  : coat_);
    }
    const float out = b_.snout / r, drop = b_.snout_drop / r;
    s_.limb(on_head(0, -0.22f, 0.55f), on_head(0, -0.34f - drop, 0.55f + out),
            1.35f * b_.snout_thick, 0.75f * b_.snout_thick)
        .blended(0.42f * r)
        .painted(b_.fleece ? face_ : coat_);
    if (b_.mask > 0.3f) {
      s_.limb(on_head(0, -0.42f, 0.6f), on_head(0, -0.45f - drop, 0.5f + out),
              1.1f * b_.snout_thick, 0.66f * b_.snout_thick)
          .blended(0.2f * r)
          .painted(face_);
    }
    if (b_.ruff) ruff();
    if (b_.trunk > 0) trunk();
    ears();
  }

  void ruff() {
    const float r = b_.head;
    const int mane = s_.paint({.colour = pigment(0x6b3a16),
                               .second = pigment(0x3a1e0c),
                               .pattern = Pattern::mottled,
                               .scale = 0.12f,
                               .thin = 0.2f,
                               .relief = 0.05f,
                               .grain = 0.07f,
                               .fur = true});
    s_.piece(mane, 0.3f * r);
    for (int i = 0; i < 10; ++i) {
      const float turn = 36 * static_cast<float>(i) + 18;
      const float wide = sine(turn) < 0 ? 1.15f : 0.98f;
      s_.ball(on_head(wide * cosine(turn), wide * sine(turn) - 0.1f, -0.32f), 0.60f * r);
    }
    s_.ellipsoid(nape_ + Point{0, -0.1f * b_.chest, -0.05f * b_.chest},
                 {1.05f * b_.chest, 1.15f * b_.chest, 0.9f * b_.chest});
    s_.ellipsoid(on_head(0, -0.9f, -0.1f), {0.7f * r, 0.9f * r, 0.6f * r});
    s_.piece(coat_, 0);
  }

  void trunk() {
    const float r = b_.head;
    const Point path[] = {on_head(0, -0.2f, 0.85f),      on_head(0, -0.75f, 1.22f),
                          on_head(0.02f, -1.45f, 1.32f), on_head(0.05f, -2.1f, 1.28f),
                          on_head(0.1f, -2.55f, 1.42f),  on_head(0.15f, -2.62f, 1.75f)};
    for (int i = 0; i + 1 < 6; ++i) {
      const float k = 1 - 0.14f * static_cast<float>(i);
      s_.limb(path[i], path[i + 1], 0.38f * r * k, 0.38f * r * (k - 0.12f)).blended(0.12f * r);
    }
    s_.piece(s_.paint(pigment(0xf0e6d0), 0.15f), 0.05f);
    for (const float side : {-1.0f, 1.0f}) {
      s_.limb(on_head(0.48f * side, -0.5f, 0.85f), on_head(0.6f * side, -1.05f, 1.4f), 0.12f * r,
              0.09f * r);
      s_.limb(on_head(0.6f * side, -1.05f, 1.4f), on_head(0.58f * side, -1.02f, 1.85f), 0.09f * r,
              0.03f * r);
    }
    s_.piece(coat_, 0);
  }

  void ears() {
    for (const float side : {-1.0f, 1.0f}) ear(side);
  }

  void ear(float side) {
    const float r = b_.head, h = b_.ear_tall, w = b_.ear_wide;
    const int skin = eye_patch_ ? socks_ : coat_;
    switch (b_.ears) {
      case Ears::pointed: {
        const Point at = on_head(0.56f * side, 0.62f, -0.1f);
        const auto leaf = [&](float k, float ahead, int paint) {
          const Point out{ahead * sine(look_), 0, ahead * cosine(look_)};
          s_.slab(at + out,
                  {{-0.5f * w * k, 0},
                   {0.5f * w * k, 0},
                   {0.34f * w * k, 0.5f * h * k},
                   {0.02f * w, h * k},
                   {-0.34f * w * k, 0.5f * h * k}},
                  0.10f * w, 0.05f * w)
              .turning(-8, look_ + 18 * side, -14 * side)
              .blended(0.10f * r)
              .painted(paint);
        };
        leaf(1, 0, skin);
        s_.piece(inside_);
        leaf(0.68f, 0.16f * w, inside_);
        s_.piece(coat_, 0);
        break;
      }
      case Ears::round:
        s_.ellipsoid(on_head(0.68f * side, 0.74f, -0.08f), {0.5f * w, 0.55f * h, 0.22f * w})
            .turning(0, look_, 0)
            .blended(0.12f * r)
            .painted(skin);
        s_.piece(eye_patch_ ? socks_ : inside_);
        s_.ellipsoid(on_head(0.69f * side, 0.74f, 0.02f), {0.30f * w, 0.36f * h, 0.16f * w})
            .turning(0, look_, 0);
        s_.piece(coat_, 0);
        break;
      case Ears::hanging:
        s_.piece(fur(b_.second, b_.second, Pattern::plain), 0);
        s_.ellipsoid(on_head(0.92f * side, 0.06f, -0.08f) + Point{0, -0.12f * h, 0},
                     {0.30f * w, 0.62f * h, 0.55f * w})
            .turning(0, look_, 12 * side);
        s_.piece(coat_, 0);
        break;
      case Ears::tall:
        s_.ellipsoid(
              on_head(0.36f * side, 0.8f, -0.15f) + Point{0.1f * h * side, 0.42f * h, -0.05f * h},
              {0.45f * w, 0.56f * h, 0.26f * w})
            .turning(-10, look_, -11 * side)
            .blended(0.1f * r);
        s_.piece(inside_);
        s_.ellipsoid(
              on_head(0.36f * side, 0.8f, -0.15f) + Point{0.1f * h * side + 0.13f * w * sine(look_),
                                                          0.42f * h, -0.05f * h + 0.13f * w},
              {0.26f * w, 0.42f * h, 0.2f * w})
            .turning(-10, look_, -11 * side);
        s_.piece(coat_, 0);
        break;
      case Ears::sideways:
        s_.limb(on_head(0.70f * side, 0.42f, -0.15f),
                on_head(0.75f * side, 0.5f, -0.2f) + Point{0.85f * h * side * cosine(look_),
                                                           0.12f * h,
                                                           -0.85f * h * side * sine(look_)},
                0.34f * w, 0.14f * w)
            .blended(0.12f * r)
            .painted(b_.fleece ? face_ : coat_);
        break;
      case Ears::sails:
        s_.ellipsoid(on_head(0.95f * side, 0.05f, -0.45f) + Point{0.22f * w * side, -0.1f * h, 0},
                     {0.50f * w, 0.5f * h, 0.07f * w})
            .turning(0, look_ + 34 * side, -8 * side)
            .blended(0.12f * r);
        break;
    }
  }

  void features() {
    const float r = b_.head, e = b_.eye_size * r;
    for (const float side : {-1.0f, 1.0f}) {
      if (eye_patch_) {
        s_.piece(socks_);
        s_.ellipsoid(on_head(0.44f * side, 0.02f, 0.76f), {0.24f * r, 0.30f * r, 0.24f * r})
            .turning(0, 0, 30 * side);
      }
      const Point at = on_head(b_.eye_out * side, 0.12f, b_.eye_ahead) + out_of_fur(side);
      const bool iris = b_.iris.r + b_.iris.g > 0;
      s_.piece(iris ? s_.paint(b_.iris, 0.25f) : eye_);
      s_.ball(at, e);
      if (iris) {
        s_.piece(eye_);
        const float turn = look_ + 12 * side;
        s_.ball(at + Point{0.42f * e * sine(turn), 0, 0.42f * e * cosine(turn)}, 0.70f * e);
      }
      s_.piece(glint_);
      s_.ball(at + Point{0.35f * e + 0.3f * e * sine(look_), 0.5f * e, 0.78f * e}, 0.2f * e);
    }
    if (b_.nose <= 0) return;
    s_.piece(nose_);
    const float out = b_.snout / r, drop = b_.snout_drop / r;
    const float lift = b_.nose > 0.35f ? -0.05f : 0.25f * b_.snout_thick / r;
    s_.ellipsoid(on_head(0, -0.32f - drop + lift, 0.55f + out + 0.62f * b_.snout_thick / r),
                 {b_.nose * r, 0.72f * b_.nose * r, 0.62f * b_.nose * r})
        .turning(0, look_, 0);
  }

  Point out_of_fur(float side) const {
    const float f = 0.25f * b_.fur;
    return {f * side, 0, f};
  }

  void crown() {
    const float r = b_.head;
    const int horn = s_.paint({.colour = pigment(0xcdb894),
                               .second = pigment(0x7a6244),
                               .pattern = Pattern::mottled,
                               .scale = 0.1f,
                               .gloss = 0.1f});
    s_.piece(horn, 0.03f);
    for (const float side : {-1.0f, 1.0f}) {
      const auto p = [&](float x, float y, float z) { return on_head(x * side, y, z); };
      switch (b_.crown) {
        case Crown::antlers: {
          const Point root = p(0.4f, 0.75f, -0.2f), a = p(1.2f, 2.0f, -0.75f),
                      b = p(2.0f, 3.3f, -0.7f), c = p(1.9f, 4.7f, -0.1f);
          s_.limb(root, a, 0.13f * r, 0.12f * r);
          s_.limb(a, b, 0.12f * r, 0.10f * r);
          s_.limb(b, c, 0.10f * r, 0.03f * r);
          s_.limb(p(0.6f, 1.1f, -0.3f), p(0.75f, 1.8f, 0.7f), 0.09f * r, 0.03f * r);
          s_.limb(a, p(1.3f, 2.9f, 0.25f), 0.10f * r, 0.03f * r);
          s_.limb(b, p(2.9f, 4.1f, -0.9f), 0.09f * r, 0.03f * r);
          s_.limb((b + c) * 0.5f, p(1.3f, 4.9f, -0.6f), 0.08f * r, 0.03f * r);
          break;
        }
        case Crown::horns:
          s_.limb(p(0.6f, 0.72f, -0.2f), p(1.2f, 0.9f, -0.1f), 0.15f * r, 0.12f * r);
          s_.limb(p(1.2f, 0.9f, -0.1f), p(1.45f, 1.4f, 0.1f), 0.12f * r, 0.03f * r);
          break;
        case Crown::curled:
          s_.limb(p(0.35f, 0.8f, 0), p(0.55f, 1.7f, -0.5f), 0.19f * r, 0.15f * r);
          s_.limb(p(0.55f, 1.7f, -0.5f), p(0.8f, 1.9f, -1.3f), 0.15f * r, 0.10f * r);
          s_.limb(p(0.8f, 1.9f, -1.3f), p(1.0f, 1.5f, -1.8f), 0.10f * r, 0.03f * r);
          break;
        case Crown::knobs:
          s_.limb(p(0.35f, 0.75f, -0.15f), p(0.42f, 1.4f, -0.35f), 0.12f * r, 0.12f * r);
          s_.ball(p(0.42f, 1.45f, -0.36f), 0.16f * r);
          break;
        case Crown::one_horn:
          s_.limb(p(0, 0.75f, 0.35f), p(0, 2.9f, 1.25f), 0.15f * r, 0.015f * r);
          break;
        case Crown::horn_of_nose:
          s_.limb(p(0, 0.15f, 1.85f), p(0, 1.55f, 2.35f), 0.24f * r, 0.02f * r);
          s_.limb(p(0, 0.45f, 1.10f), p(0, 1.15f, 1.35f), 0.18f * r, 0.02f * r);
          break;
        case Crown::none:
          break;
      }
    }
  }

  Sculptor& s_;
  Beast b_;
  Dice dice_;
  Point shoulder_, hip_, nape_, head_;
  float look_ = 0, top_ = 0;
  bool eye_patch_ = false;
  int coat_ = 0, belly_ = 0, socks_ = 0, tip_ = 0, face_ = 0, hoof_ = 0, eye_ = 0, glint_ = 0,
      nose_ = 0, inside_ = 0;
};

}  // namespace

bool sculpt_quadruped(Sculptor& s, const Subject& subject) {
  if (beast_of(subject).body <= 0) return false;
  return Quadruped(s, subject).build();
}

}  // namespace easel::painter
