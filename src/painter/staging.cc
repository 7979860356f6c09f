#include "painter/staging.h"

#include <algorithm>
#include <cmath>

#include "painter/footing.h"
#include "painter/model.h"
#include "painter/sculptor.h"
#include "painter/things.h"

namespace easel::painter {
namespace {

using enum Concept;

constexpr int kMost = 24;

Rgb paint_of(Concept colour) {
  constexpr struct {
    Concept colour;
    std::uint32_t rgb;
  } kPaints[] = {{red, 0xc8141a},   {orange, 0xec7a1c}, {golden, 0xdfa82a}, {yellow, 0xf2c81e},
                 {green, 0x2f8f3f}, {teal, 0x1a8f90},   {blue, 0x1d4fc0},   {purple, 0x6c35a8},
                 {pink, 0xf08ab0},  {white, 0xf4f2ee},  {black, 0x16161a},  {grey, 0x85888c},
                 {brown, 0x7a4a28}};
  for (const auto& paint : kPaints) {
    if (paint.colour == colour) return pigment(paint.rgb);
  }
  return pigment(0x808080);
}

// A thing that others stand on, if its form has room for them.
bool carries(Concept what) {
  return what == iceberg || what == bridge || what == table || what == sofa || what == bed;
}

// The form of a carrier under a rider: a floe, a bridge with rails.
int variant_under(Concept rider, Concept carrier) {
  return carrier == iceberg || (carrier == bridge && rider == train) ? 1 : 0;
}

int number_of(const Thing& thing) {
  if (thing.count > 0) return std::min(thing.count, kMost);
  if (thing.what == coral) return 7;
  if (!thing.many) return 1;
  if (thing.what == house) return 5;
  if (thing.what == bamboo) return 9;
  return thing.what == bird || thing.what == gull ? 7 : 3;
}

int columns_of(int count) {
  const int rows = count > 8 ? 3 : count > 4 ? 2 : 1;
  return (count + rows - 1) / rows;
}

// Everything about the group that the camera needs.
struct Group {
  float height = 0, breadth = 0;  // metres: of the tallest, and half of all
};

// Where a group of one kind stands, and how large and how far apart its things are.
struct Spot {
  float across = 0, away = 10;  // as a subject's
  float aside = 0;              // metres to the right of there
  float lift = 0;
  int host = -1;
  float height = 1, breadth = 1;  // of one of them, and half its width, metres
  float enlarged = 1;             // what is tiny is drawn as if it were a hand's breadth
  bool one_row = false;

  float spacing() const { return 2.05f * breadth; }
};

class Stage {
 public:
  Stage(Scene& scene, const Brief& brief, Dice& dice)
      : s_(scene), brief_(brief), dice_(dice), side_(dice.chance(0.22f) ? 0 : dice.sign()) {}

  void set() {
    const float room = s_.camera.span * s_.camera.horizon;  // tangent of the upper edge
    // Beside what bears words there must be room for them.
    const bool words = !brief_.writings.empty() && brief_.things.size() > 1;
    if (words && side_ == 0) side_ = dice_.sign();
    const Thing& first = brief_.things.front();
    const bool ridden = first.relation == Relation::on && first.to >= 0 && !on_table(brief_) &&
                        carries(brief_.things[static_cast<std::size_t>(first.to)].what);
    const bool somebody = first.what == figure && brief_.things.size() > 1;
    const int lead = ridden ? first.to : somebody ? 1 : 0;
    place_camera(lead, ridden);
    if (footing_of(brief_.things[static_cast<std::size_t>(lead)], brief_) == Footing::ground) {
      if (!lay_table(lead)) find_ground(brief_.things[static_cast<std::size_t>(lead)].what);
    }
    for (int i = 0; i < static_cast<int>(brief_.things.size()); ++i) {
      const Thing& thing = brief_.things[static_cast<std::size_t>(i)];
      if (i == lead) {
        lead_subject_ = static_cast<int>(s_.subjects.size());
        lead_.across = across_;
        lead_.away = away_;
        lead_.host = spit_;
        lay_out(thing, lead_);
      } else if (!ridden || i != 0) {
        add_companion(thing, i);
      }
    }
    if (ridden) ride(first, lead_subject_);
    tidy_place();
    keep_sky(s_.camera.span * s_.camera.horizon / room);
    s_.crowd = group_.breadth;
    s_.crowd_away = away_;
  }

 private:
  Subject subject_of(const Thing& thing, int which) {
    const Kind& kind = kind_of(thing.what);
    Subject subject{.what = thing.what, .footing = footing_of(thing, brief_)};
    if (thing.what == bridge && watery(s_)) subject.footing = Footing::water;  // on its piers
    subject.thing = static_cast<int>(&thing - brief_.things.data());
    Dice own(s_.seed, kind.one, static_cast<std::uint64_t>(which));
    subject.seed = static_cast<std::uint32_t>(own.word());
    const float facing = side_ == 0 ? own.sign() : -side_;
    subject.heading = (own.around(kind.heading, 9)) * (facing < 0 ? -1 : 1);
    subject.size = thing.size;
    subject.distant = thing.what == figure;
    give_words(subject, which);
    const bool boat = thing.what == sailboat || thing.what == sailing_ship || thing.what == rowboat;
    if (boat) {
      subject.roll = own.around(3, 1) * s_.ground.wave * (facing < 0 ? -1.0f : 1.0f);
      subject.pitch = own.around(0, 1.6f) * s_.ground.wave;
    }
    if (thing.what == fish) subject.pitch = own.around(8, 24);
    subject.painted = thing.colour != unknown && takes_colour(thing.what);
    if (subject.painted) subject.colour = paint_of(thing.colour);
    subject.lit = thing.glows || s_.light.moonlit || s_.light.elevation < 2.5f;
    subject.snowed = thing.what == iceberg;
    subject.snowed |= s_.ground.snowed && kind.footing == Footing::ground && !is_animal(thing.what);
    return subject;
  }

  // The words of the brief stand on its things that can bear them, one after the other.
  void give_words(Subject& subject, int which) {
    if (!bears_words(subject.what)) return;
    auto next = static_cast<std::size_t>(which);
    for (int i = 0; i < subject.thing; ++i) {
      const Thing& before = brief_.things[static_cast<std::size_t>(i)];
      if (bears_words(before.what)) next += static_cast<std::size_t>(number_of(before));
    }
    if (next < brief_.writings.size()) subject.writing = brief_.writings[next];
    if (subject.writing > 0)
      subject.heading =
          (subject.heading < 0 ? -1.0f : 1.0f) * Dice(s_.seed, "words", next).around(160, 5);
  }

  static bool is_animal(Concept what) { return what <= peacock; }

  // Small things stand on a table before the landscape.
  bool lay_table(int lead) {
    const Thing& thing = brief_.things[static_cast<std::size_t>(lead)];
    const bool elsewhere = thing.relation == Relation::on && thing.to >= 0 &&
                           brief_.things[static_cast<std::size_t>(thing.to)].what != table;
    if (elsewhere || !on_table(brief_)) return false;
    // Its top lies below the viewer's eye, wherever that is.
    Subject top{.what = table, .footing = Footing::air};
    top.variant = 1;
    top.away = away_;
    top.size = 0.70f * away_;
    top.heading = 90;
    top.lift = -s_.camera.eye;
    top.seed = s_.seed;
    s_.camera.eye = place_eye_;
    s_.ground.stage = 0;
    spit_ = static_cast<int>(s_.subjects.size());
    s_.subjects.push_back(top);
    s_.front.kind = Front::none;
    at_table_ = true;
    return true;
  }

  // Things of the land in a place of water: on the sand, or on a spit of the shore.
  void find_ground(Concept what) {
    Ground& g = s_.ground;
    if (what == bridge && watery(s_)) {
      g.stage = 0;
      return;
    }
    if (g.land == Land::coast) {
      // The sea lies beside, and begins within the picture.
      side_ = g.side;
      across_ = g.side * std::fabs(across_);
      g.half_width = -std::max(5.0f, 0.5f * group_.breadth + 0.04f * away_);
      g.beach = std::max(g.beach, 150.0f);
      g.cliff = std::min(g.cliff, 60.0f);
      return;
    }
    if (g.water == Water::none) return;
    spit_ = add_spit(across_, away_, group_.breadth, group_.height);
    g.stage = 0;
    s_.camera.eye += 0.15f * s_.subjects.back().size;
  }

  // A bit of land in the water; returns which subject it is.
  int add_spit(float across, float away, float breadth, float tall) {
    const Ground& g = s_.ground;
    Subject spit{.what = island, .footing = Footing::water};
    spit.across = across;
    spit.away = away;
    spit.beyond = 0.2f * breadth;
    spit.size = 1.5f * breadth + 0.5f * std::min(tall, 4 * breadth);
    spit.variant = g.snowed ? 1 : g.water == Water::sea ? 2 : 0;
    spit.heading = 0;
    spit.seed = s_.seed + static_cast<std::uint32_t>(s_.subjects.size());
    s_.subjects.push_back(spit);
    return static_cast<int>(s_.subjects.size()) - 1;
  }

  // How large what the picture is about is.
  void measure_group(const Thing& thing, const Model& model) {
    lead_ = sized(thing, model);
    group_.height = lead_.height;
    group_.breadth =
        lead_.breadth * (1 + 1.02f * static_cast<float>(columns_of(number_of(thing)) - 1));
    if (on_table(brief_)) make_room_on_table();
  }

  static Spot sized(const Thing& thing, const Model& model) {
    Spot spot;
    // Grass has a size of its own, which nothing may drown in; what lies flat is as large as it is
    // wide.
    spot.enlarged = std::max(1.0f, 0.24f / std::max({model.height, 0.5f * model.breadth, 0.02f}));
    spot.height = model.height * spot.enlarged * thing.size;
    spot.breadth = model.breadth * spot.enlarged * thing.size;
    return spot;
  }

  // The same for a thing with others on it.
  void measure_ridden(Concept carrier, float deck) {
    const Thing& rider = brief_.things.front();
    const Model top = model_of(subject_of(rider, 0));
    const float tall = top.height * rider.size, wide = top.breadth * rider.size;
    group_.height = std::max(group_.height, deck + tall);
    if (carrier == iceberg) {
      // The floe fits those on it.
      host_size_ = wide * (0.6f + 0.75f * static_cast<float>(number_of(rider))) / 2.6f;
      group_.height = std::max({4.4f * host_size_, 0.95f * host_size_ + tall, 1.2f * tall});
      group_.breadth = 4.4f * host_size_;
    } else if (carrier == bridge) {
      group_.breadth = std::clamp(3.5f * wide, 9.0f, 22.0f);
    }
  }

  void place_camera(int lead, bool ridden) {
    const Thing& thing = brief_.things[static_cast<std::size_t>(lead)];
    Subject probe = subject_of(thing, 0);
    if (ridden) probe.variant = variant_under(brief_.things.front().what, thing.what);
    const Model model = model_of(probe);
    measure_group(thing, model);
    if (ridden) measure_ridden(thing.what, model.deck);
    Camera& camera = s_.camera;
    place_eye_ = camera.eye;
    camera.span = dice_.between(0.66f, 0.80f);
    const bool person = thing.what == figure;
    const float share = person ? dice_.between(0.13f, 0.17f) : dice_.between(0.44f, 0.56f);
    away_ =
        std::max(group_.height / (share * camera.span), 2 * group_.breadth / (0.74f * camera.span));
    if (brief_.things.size() > 1 && !ridden && !on_table(brief_)) away_ *= 1.18f;
    if (probe.footing == Footing::air) {
      frame_sky(number_of(thing));
    } else {
      frame_ground(probe.footing, number_of(thing) > 4 && !ridden);
    }
    // A small thing on a bridge is seen from its own height.
    if (ridden && thing.what == bridge && group_.breadth < 20) camera.eye = 12.2f;
    const float room = std::max(0.0f, 0.80f - 2 * group_.breadth / (away_ * camera.span));
    across_ = side_ * std::min(dice_.between(0.22f, 0.36f), room);
  }

  // The horizon, and an eye so high that the group's feet stand where they look well.
  void frame_ground(Footing footing, bool rows) {
    Camera& camera = s_.camera;
    const bool small = group_.height < 0.45f && footing == Footing::ground;
    camera.horizon = small ? dice_.between(0.36f, 0.46f) : dice_.between(0.55f, 0.64f);
    if (group_.height < 3) camera.horizon = std::min(camera.horizon, dice_.between(0.42f, 0.52f));
    // From higher up, rows behind others are seen too.
    if (rows) camera.horizon = std::min(camera.horizon, 0.36f);
    const float base = std::max(camera.horizon + 0.10f, dice_.between(0.80f, 0.84f));
    camera.eye = (base - camera.horizon) * away_ * camera.span;
    if (s_.ground.water == Water::none || footing == Footing::ground) s_.ground.stage = away_;
  }

  // What stands together on a table is seen whole.
  void make_room_on_table() {
    for (std::size_t i = 1; i < brief_.things.size(); ++i) {
      const Thing& other = brief_.things[i];
      if (other.what == table) continue;
      const Model model = model_of(subject_of(other, 0));
      group_.height = std::max(group_.height, model.height * lead_.enlarged * other.size);
      group_.breadth +=
          1.2f * model.breadth * lead_.enlarged * static_cast<float>(columns_of(number_of(other)));
    }
  }

  // Things in the air hang above the landscape the place has.
  void frame_sky(int count) {
    const bool low = brief_.things.front().what == butterfly;
    s_.camera.horizon = low ? 0.5f : std::max(s_.camera.horizon, dice_.between(0.74f, 0.82f));
    if (count > 1) away_ *= 1.25f;
    const float middle = dice_.between(0.34f, 0.42f) + (low ? 0.12f : 0);
    lead_.lift = (s_.camera.horizon - middle) * s_.camera.span * away_ - 0.5f * group_.height;
    if (s_.camera.eye < 3 || s_.camera.eye > 260) s_.camera.eye = dice_.between(6, 12);
    if (low && s_.ground.water == Water::none) {
      s_.camera.eye = 1;
      s_.ground.stage = 3;
    }
  }

  void lay_out(const Thing& thing, const Spot& spot) {
    const int count = number_of(thing);
    const bool air = footing_of(thing, brief_) == Footing::air;
    for (int i = 0; i < count; ++i) {
      Subject subject = subject_of(thing, i);
      subject.size *= spot.enlarged;
      subject.across = spot.across;
      subject.right = spot.aside;
      subject.away = spot.away;
      subject.host = spot.host;
      if (spot.host >= 0) subject.footing = Footing::other;
      if (spot.host < 0 && host_size_ > 0 && thing.what == iceberg) {
        subject.size = host_size_;
        subject.variant = 1;
      }
      if (air) {
        hover(subject, spot, i, count);
      } else {
        stand_among(subject, spot, i, count);
      }
      s_.subjects.push_back(subject);
    }
  }

  // In a row that is not too straight, and in several where there are many.
  void stand_among(Subject& subject, const Spot& spot, int i, int count) {
    Dice die(s_.seed, "stand", static_cast<std::uint64_t>(i));
    if (count == 1) return;
    const int each = spot.one_row ? count : columns_of(count), row = i / each, column = i % each;
    const int in_row = std::min(each, count - row * each);
    const float from_middle = static_cast<float>(column) - 0.5f * static_cast<float>(in_row - 1);
    const float stagger = 0.5f * static_cast<float>(row % 2);
    subject.right += spot.spacing() * (from_middle + stagger + die.around(0, 0.1f));
    subject.beyond = spot.spacing() * (1.35f * static_cast<float>(row) + die.around(0, 0.22f));
    subject.heading += die.around(0, 16);
    subject.size *= die.between(0.92f, 1.06f);
  }

  void hover(Subject& subject, const Spot& spot, int i, int count) {
    Dice die(s_.seed, "hover", static_cast<std::uint64_t>(i));
    subject.lift = spot.lift;
    subject.distant = subject.distant || count > 5;
    if (count == 1) return;
    // Spread over the sky on a spiral of the golden angle: even, and never in rows.
    const float k = static_cast<float>(i), n = static_cast<float>(count);
    const float turn = 137.5f * k + die.around(0, 14), out = std::sqrt((k + 0.35f) / n);
    subject.away *= 1 + (i == 0 ? 0 : die.between(0.1f, 0.9f));
    const float seen = s_.camera.span * subject.away;  // metres the picture is high there
    subject.across = 0;
    subject.right = 0.42f * seen * out * cosine(turn);
    subject.lift =
        (s_.camera.horizon - 0.40f) * seen + 0.27f * seen * out * sine(turn) - 0.5f * spot.height;
    subject.heading += die.around(0, 14);
  }

  void ride(const Thing& rider, int host) {
    const Subject carrier = s_.subjects[static_cast<std::size_t>(host)];
    const int count = number_of(rider);
    const Model model = model_of(subject_of(rider, 0));
    Spot spot;
    spot.breadth = std::max(model.breadth, 0.05f) * rider.size;
    spot.one_row = count <= 12;
    for (int i = 0; i < count; ++i) {
      Subject subject = subject_of(rider, i);
      subject.footing = Footing::other;
      subject.across = carrier.across;
      subject.away = carrier.away;
      subject.host = host;
      stand_among(subject, spot, i, count);
      if (carrier.what == bridge) {
        subject.heading = carrier.heading + (dice_.chance(0.5f) ? 180 : 0);
      }
      if (carrier.what == iceberg) subject.beyond -= 0.4f * carrier.size;
      s_.subjects.push_back(subject);
    }
    s_.subjects[static_cast<std::size_t>(host)].variant = variant_under(rider.what, carrier.what);
  }

  // How a thing stands to the rest; without a word for it, beside.
  Relation relation_to(const Thing& thing, int order) const {
    const Thing& first = brief_.things.front();
    if (first.to == order) return first.relation;
    for (const Thing& other : brief_.things) {
      if (&other != &first && &other != &thing && other.to == order) return other.relation;
    }
    return Relation::beside;
  }

  // Another thing than the first: on the other side, behind, above or before it.
  void add_companion(const Thing& thing, int order) {
    if (at_table_ && thing.what == table) {
      s_.subjects[static_cast<std::size_t>(spit_)].thing = order;
      return;
    }
    const Subject probe = subject_of(thing, 0);
    Spot spot = sized(thing, model_of(probe));
    if (at_table_) {
      spot.height *= lead_.enlarged / spot.enlarged;
      spot.breadth *= lead_.enlarged / spot.enlarged;
      spot.enlarged = lead_.enlarged;
    }
    const float wide = spot.breadth * static_cast<float>(columns_of(number_of(thing)));
    const float side = across_ == 0 ? (order % 2 == 0 ? -1.0f : 1.0f) : across_ > 0 ? -1.0f : 1.0f;
    const Relation relation = relation_to(thing, order);
    spot.away = distance_of(thing, relation, spot.height, wide);
    spot.across = beside(side, wide / spot.away, order);
    if (probe.writing > 0) clear_view(spot, side, wide);
    const bool there =
        relation == Relation::on || relation == Relation::under || relation == Relation::in;
    if (there) spot.across = across_ * 0.4f;
    if (probe.footing == Footing::air) {
      spot.away = std::max(spot.away, spot.height / (0.2f * s_.camera.span));
      spot.lift = (s_.camera.horizon - dice_.between(0.14f, 0.24f)) * s_.camera.span * spot.away -
                  0.5f * spot.height;
    } else {
      find_footing(thing, probe, spot, side, wide);
    }
    lay_out(thing, spot);
  }

  // What bears words is whole in the picture, and nothing stands before it.
  void clear_view(Spot& spot, float side, float wide) {
    const float half = 0.5f * s_.camera.span;
    spot.away = std::max(spot.away, wide / (0.40f * half));
    const float own = wide / (spot.away * half);
    spot.across = side * (0.95f - own);
    group_.breadth = std::max(group_.breadth, 2.1f * wide * away_ / spot.away);
  }

  // Never so near that it fills the picture, nor so far that it is lost. "A behind B": B stands
  // before A.
  float distance_of(const Thing& thing, Relation relation, float tall, float wide) const {
    const float span = s_.camera.span;
    const float nearest = std::max(tall / (0.62f * span), 1.5f * wide / (0.5f * span));
    // Its feet stand above the picture's lower edge.
    const float low = s_.camera.eye / ((0.94f - std::min(s_.camera.horizon, 0.8f)) * span);
    const bool ground = footing_of(thing, brief_) == Footing::ground && !at_table_;
    const float farthest = std::max({nearest, tall / (0.16f * span), ground ? low : 0});
    float away = away_;
    if (relation == Relation::on || relation == Relation::before) away *= 1.5f;
    if (relation == Relation::behind) away *= 0.72f;
    away = std::clamp(away, nearest, farthest);
    return thing.what == figure ? std::max(away, 2.0f / (0.15f * span)) : away;
  }

  // What a companion on the ground or in the water stands on.
  void find_footing(const Thing& thing, const Subject& probe, Spot& spot, float side, float wide) {
    const bool ground = probe.footing == Footing::ground;
    if (!grounded(brief_) && ground && lead_.lift != 0) {
      s_.camera.eye = std::min(s_.camera.eye, 0.13f * s_.camera.span * spot.away);
    }
    if (s_.ground.water == Water::none) {
      s_.ground.stage = std::max(s_.ground.stage, spot.away * 0.7f);
    }
    spot.host = at_table_ && ground ? spit_ : aboard(thing);
    if (spot.host >= 0) {
      spot.away = away_;
      spot.across = across_;
      if (at_table_) spot.aside = side * (1.05f * lead_.breadth + 1.1f * wide);
    } else if (ground && watery(s_) && s_.ground.stage <= 0) {
      spot.host = add_spit(spot.across, spot.away, spot.breadth, spot.height);
    }
  }

  // Beside the first thing, not behind it, and still in the picture; `wide` is a tangent.
  float beside(float side, float wide, int order) const {
    const float half = 0.5f * s_.camera.span;
    const float lead = 1.05f * lead_.breadth / (away_ * half), own = wide / half;
    const float least = 0.42f + 0.08f * static_cast<float>(order);
    const float to = across_ * side + std::max(least, 0.9f * (lead + own));
    return side * std::min(to, std::max(0.5f, 1.0f - 0.5f * own));
  }

  // The boat somebody is in, if it is the one the picture is about; −1 for everyone else.
  int aboard(const Thing& thing) const {
    if (thing.what != figure || thing.to < 0) return -1;
    const Concept boat = brief_.things[static_cast<std::size_t>(thing.to)].what;
    const bool within = thing.relation == Relation::on || thing.relation == Relation::in;
    return within && (boat == sailboat || boat == rowboat) ? lead_subject_ : -1;
  }

  // Sun and moon keep their place in a picture that sees `more` of the sky than before, or less.
  void keep_sky(float more) {
    s_.sky.moon_elevation *= more;
    if (brief_.wants(moonlight) && s_.light.moonlit) s_.light.elevation = s_.sky.moon_elevation;
    if (brief_.wants(sun) && !s_.light.moonlit) s_.light.elevation *= std::min(more, 1.0f);
  }

  // Nothing of the landscape's foreground may hide what the picture is about.
  void tidy_place() {
    if (brief_.wants(storm) && s_.ground.water == Water::sea) s_.ground.wave = 3.6f;
    Foreground& front = s_.front;
    const bool ground = grounded(brief_);
    if (front.kind != Front::grass || !ground) {
      const bool frames = front.kind == Front::pines || front.kind == Front::broadleaf ||
                          front.kind == Front::branch || front.kind == Front::reeds;
      const bool wide = group_.breadth > 0.2f * away_ * s_.camera.span;
      if (ground || wide || !frames || side_ == 0) front.kind = Front::none;
      front.side = -side_;
      front.height *= 0.7f;
    }
    const bool low = s_.ground.stage > 0 && s_.camera.eye < 2;
    const bool turf = (ground || low) && !at_table_ && s_.ground.land != Land::dunes &&
                      s_.ground.land != Land::mesa && s_.ground.water == Water::none &&
                      !s_.ground.snowed;
    if (turf) {
      front.kind = Front::grass;
      front.height = 0.05f;
      front.turf = std::clamp(0.13f * group_.height, 0.012f, 0.19f);
    }
    front.scatter_near = std::max(front.scatter_near, 2.2f * away_);
    front.scatter_far = std::max(front.scatter_far, 6 * front.scatter_near);
    s_.ground.tilt = std::clamp(s_.ground.tilt, -0.03f, 0.02f);
    // A dark wood behind would have the camera overexpose what stands before it.
    const bool wood = front.scattered > 200 && !s_.ground.snowed && !s_.light.moonlit;
    if (wood) s_.grade.key *= 0.78f;
    if (any_on(brief_, Footing::ground)) s_.ground.relief = std::min(s_.ground.relief, 1.6f);
    if (s_.sky.moon > 0 && side_ != 0) {
      s_.sky.moon_azimuth = -side_ * std::fabs(s_.sky.moon_azimuth);
      if (brief_.wants(moonlight)) s_.light.azimuth = s_.sky.moon_azimuth;
    }
  }

  Scene& s_;
  const Brief& brief_;
  Dice& dice_;
  float side_;           // where the first thing stands: −1 left, 1 right, 0 in the middle
  float place_eye_ = 9;  // the place's own
  Spot lead_;
  float across_ = 0, away_ = 10, host_size_ = 0;
  int lead_subject_ = 0, spit_ = -1;
  bool at_table_ = false;
  Group group_;
};

}  // namespace

void stage(Scene& scene, const Brief& brief, Dice& dice) {
  if (!brief.things.empty()) Stage(scene, brief, dice).set();
}

}  // namespace easel::painter
