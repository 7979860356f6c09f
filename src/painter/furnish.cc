#include "painter/furnish.h"

#include <algorithm>

#include "painter/footing.h"

namespace easel::painter {
namespace {

using enum Concept;

// What belongs to a wall.
bool is_fixture(Concept what) {
  return what == fireplace || what == bookshelf || what == counter || what == bed || what == sofa;
}

class Decorator {
 public:
  Decorator(Scene& scene, const Brief& brief, Dice& dice)
      : s_(scene),
        brief_(brief),
        dice_(dice),
        what_(room_of(brief)),
        window_(dice.sign()),
        lit_(dice.sign()) {}

  void furnish() {
    const float eye = look_in();
    measure();
    place_window();
    for (Subject& subject : s_.subjects) {
      if (is_fixture(subject.what) && !carries(subject)) to_wall(subject);
    }
    for (Subject& subject : s_.subjects) bring_in(subject);
    s_.subjects.insert(s_.subjects.begin(), walls(eye));
    fill();
    light();
  }

 private:
  // How high above the floor the eye is: as staged, at a table, or standing.
  float look_in() {
    float eye = 1.45f;
    if (brief_.things.empty()) {
      s_.camera.horizon = 0.47f;
      s_.camera.span = dice_.between(0.74f, 0.84f);
    } else {
      const auto top = std::ranges::find_if(s_.subjects, [](const Subject& subject) {
        return subject.what == table && subject.variant == 1;
      });
      const bool seated = top != s_.subjects.end();
      const bool stands = std::ranges::any_of(
          s_.subjects, [](const Subject& subject) { return subject.footing == Footing::ground; });
      if (seated) eye = 0.74f - top->lift;
      if (!seated && stands) eye = s_.camera.eye;
    }
    s_.camera.horizon = std::min(s_.camera.horizon, 0.55f);
    s_.camera.eye = 2.4f;
    s_.ground.stage = 0;
    return eye;
  }

  // The room is as large as what it holds.
  void measure() {
    float tall = 0, far = 0;
    for (const Subject& subject : s_.subjects) {
      if (subject.what == table && subject.variant == 1) continue;
      far = std::max(far, subject.away + subject.beyond);
    }
    if (brief_.things.empty()) far = 4.8f;
    if (what_ == bedroom && !brief_.things.empty() && !named(bed))
      far += 1.3f;  // the bed lies behind
    if (!s_.subjects.empty()) tall = s_.camera.span * 0.5f * far;
    back_ = std::clamp(far + 0.8f + 0.35f * tall, 4.6f, 90.0f);
    scale_ = std::max(
        {1.0f, (tall + 0.4f) / kRoomHigh, 1.3f * s_.crowd / kRoomHalf, back_ / (kRoomDeep - 0.5f)});
  }

  // Where what the picture is about leaves the wall free.
  void place_window() {
    for (const Subject& subject : s_.subjects) {
      if (subject.away == s_.crowd_away && is_fixture(subject.what) && subject.across != 0)
        window_ = subject.across > 0 ? -1 : 1;
    }
  }

  // What stood on the land stands on the floor; the room comes before everything.
  static void bring_in(Subject& subject) {
    if (subject.host >= 0) {
      ++subject.host;
    } else if (subject.footing != Footing::air) {
      subject.footing = Footing::other;
      subject.host = 0;
    }
    subject.snowed = false;
    subject.distant = false;
  }

  Subject walls(float eye) const {
    Subject subject{.what = what_, .footing = Footing::air};
    subject.away = back_;
    subject.lift = -eye;
    subject.heading = 0;
    subject.size = scale_;
    subject.seed = s_.seed;
    subject.variant = (window_ > 0 ? 1 : 0) | (lit_ > 0 ? 2 : 0);
    subject.lit = dark();
    return subject;
  }

  bool dark() const { return s_.light.moonlit || s_.light.elevation < 2.5f; }

  // Before the wall that has no window there, or under the window.
  float place_at_wall(Concept what) const {
    if (what == sofa || what == counter) return what_ == kitchen ? 0 : 0.85f * window_;
    if (what == bookshelf && what_ == library) return 1.45f * window_;
    return -1.4f * window_;
  }
  static float depth_at_wall(Concept what) {
    return what == bed ? 1.12f : what == sofa ? 0.62f : what == bookshelf ? 0.17f : 0.31f;
  }
  bool carries(const Subject& subject) const {
    const int own = static_cast<int>(&subject - s_.subjects.data());
    return std::ranges::any_of(s_.subjects,
                               [&](const Subject& other) { return other.host == own; });
  }
  // What the picture is about stays in its middle; the wall comes to it.
  void to_wall(Subject& subject) {
    const bool lead = subject.away == s_.crowd_away;
    if (!lead) {
      subject.across = 0;
      subject.right = place_at_wall(subject.what) * scale_;
    }
    subject.away = back_;
    subject.beyond = -depth_at_wall(subject.what) * subject.size;
    subject.heading = 180;
  }

  bool named(Concept what) const {
    return std::ranges::any_of(brief_.things,
                               [&](const Thing& thing) { return thing.what == what; });
  }

  // x to the right and z out from the back wall, metres of the room as it is built.
  void put(Concept what, float x, float z, float heading) {
    if (named(what) && what != bookshelf) return;
    Subject subject{.what = what, .footing = Footing::other};
    subject.host = 0;
    subject.away = back_;
    subject.right = x * scale_;
    subject.beyond = -z * scale_;
    subject.heading = heading;
    subject.size = scale_;
    subject.lit = dark();
    subject.seed = static_cast<std::uint32_t>(dice_.word());
    s_.subjects.push_back(subject);
  }

  void fill() {
    const bool alone = brief_.things.empty();
    switch (what_) {
      case library:
        for (const float x : {-2.75f, -1.43f, 1.43f, 2.75f}) put(bookshelf, x, 0.17f, 180);
        for (const float z : {1.1f, 2.42f, 3.74f})
          put(bookshelf, -lit_ * (kRoomHalf - 0.17f), z, lit_ > 0 ? 90.0f : -90.0f);
        if (alone) {
          put(table, 0.2f * lit_, 2.0f, 90);
          put(chair, -0.9f * lit_, 2.3f, lit_ > 0 ? 110.0f : -110.0f);
        }
        break;
      case kitchen:
        put(counter, 0, 0.32f, 180);
        if (alone) put(table, 0.9f * lit_, 1.7f, 90);
        break;
      case bedroom:
        put(bed, -0.95f * window_, 1.12f, 180);
        break;
      default:
        if (!named(fireplace) && !named(bed)) put(bookshelf, -1.75f * window_, 0.17f, 180);
        if (alone) put(sofa, 0.85f * window_, 0.72f, 180);
        break;
    }
  }

  // The sun comes in by the window at the side.
  void light() {
    Light& light = s_.light;
    light.azimuth = lit_ * dice_.between(62, 84);
    if (!light.moonlit && !brief_.wants(sunset) && !brief_.wants(sunrise) && !brief_.wants(dusk))
      light.elevation = std::clamp(light.elevation, 20.0f, 36.0f);
    s_.air.mist = 0;
    s_.air.visibility = 0;
    s_.sky.rays = 0;
    s_.front.kind = Front::none;
    s_.front.flowers = s_.front.snowfall = s_.front.rain = 0;
    s_.front.scatter_near = std::max(s_.front.scatter_near, back_ + 12);
    s_.front.scatter_far = std::max(s_.front.scatter_far, 6 * s_.front.scatter_near);
    s_.crowd = 0;
    s_.grade.vignette = 0.3f;
  }

  Scene& s_;
  const Brief& brief_;
  Dice& dice_;
  Concept what_;
  float window_, lit_;  // the side of the back wall's window, and of the wall the sun is at
  float back_ = 5.6f, scale_ = 1;
};

}  // namespace

void furnish(Scene& scene, const Brief& brief, Dice& dice) {
  if (room_of(brief) != unknown) Decorator(scene, brief, dice).furnish();
}

}  // namespace easel::painter
