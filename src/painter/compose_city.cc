#include <algorithm>

#include "painter/composition.h"
#include "painter/dice.h"
#include "painter/mood.h"
#include "painter/palette.h"

namespace easel::painter {
namespace {

using enum Concept;

class CityComposer {
 public:
  CityComposer(const Brief& brief, std::uint64_t picture, std::uint64_t turn)
      : brief_(brief), turn_(turn), dice_(picture, "city") {
    scene_.seed = static_cast<std::uint32_t>(Dice(picture, "scene").word() | 1u) & 0xffffffu;
  }

  CityScene compose() {
    choose_view();
    choose_time();
    scene_.along = static_cast<float>(dice_.below(4000));
    if (scene_.view == CityScene::View::street) {
      lay_street();
    } else {
      lay_skyline();
    }
    lay_weather();
    choose_colours();
    hang_sign();
    grade();
    return scene_;
  }

 private:
  // A street is seen from within, a skyline from afar; a city alone may be either.
  void choose_view() {
    const bool within = brief_.wants(street) || brief_.wants(neon) || brief_.wants(shops) ||
                        brief_.wants(passers_by) || brief_.wants(traffic) ||
                        brief_.wants(wet_road) || brief_.wants(old_town) ||
                        brief_.wants(street_lamps) || brief_.wants(cyberpunk) ||
                        brief_.wants(street_sign);
    const bool afar = brief_.wants(skyline) || brief_.wants(lake) || brief_.wants(river) ||
                      brief_.wants(sea) || brief_.wants(calm_water) || brief_.wants(fireworks);
    const bool street_view = within ? !brief_.wants(skyline) : !afar && turn_ % 2 == 0;
    scene_.view = street_view ? CityScene::View::street : CityScene::View::skyline;
    scene_.kind = brief_.wants(old_town)                          ? CityScene::Kind::old
                  : brief_.wants(neon) || brief_.wants(cyberpunk) ? CityScene::Kind::neon
                                                                  : CityScene::Kind::modern;
  }

  void choose_time() {
    if (brief_.wants(night) || brief_.wants(stars) || brief_.wants(fireworks) ||
        brief_.wants(moon) || brief_.wants(moonlight)) {
      scene_.time = CityTime::night;
    } else if (brief_.wants(sunset) || brief_.wants(dusk) || brief_.wants(sunrise) ||
               brief_.wants(golden_hour)) {
      scene_.time = CityTime::dusk;
    } else if (brief_.wants(neon) || brief_.wants(cyberpunk) || brief_.wants(lit_windows)) {
      scene_.time = CityTime::night;
    } else if (brief_.wants(day) || brief_.wants(clear_sky) || brief_.wants(summer) ||
               brief_.wants(spring) || brief_.wants(bright)) {
      scene_.time = CityTime::day;
    } else if (brief_.wants(rain) || brief_.wants(wet_road)) {
      scene_.time = CityTime::night;
    } else if (brief_.wants(snow) || brief_.wants(snowfall) || brief_.wants(winter)) {
      scene_.time = dice_.chance(0.5f) ? CityTime::dusk : CityTime::night;
    } else {
      constexpr CityTime kAny[] = {CityTime::dusk, CityTime::night, CityTime::day};
      scene_.time = kAny[turn_ / 2 % 3];
    }
  }

  void lay_street() {
    const bool old = scene_.kind == CityScene::Kind::old;
    scene_.horizon = dice_.between(0.54f, 0.62f);
    scene_.span = dice_.between(1.45f, 1.8f);
    scene_.eye = dice_.between(1.6f, 2.3f);
    scene_.aside = dice_.around(0, old ? 0.8f : 2.2f);
    scene_.tall = dice_.between(0.75f, 1.25f);
    scene_.signs = scene_.kind == CityScene::Kind::neon ? dice_.between(0.7f, 0.9f)
                   : old                                ? 0
                                                        : dice_.between(0.12f, 0.3f);
    scene_.windows = scene_.time == CityTime::day ? 0.12f : dice_.between(0.28f, 0.5f);
    scene_.people = brief_.wants(passers_by) ? 9 : 4 + dice_.below(3);
    scene_.cars = old ? 0 : brief_.wants(traffic) ? 6 : dice_.below(3);
    if (brief_.forbids(passers_by)) scene_.people = 0;
    if (brief_.forbids(traffic)) scene_.cars = 0;
    scene_.lamps = !brief_.forbids(street_lamps);
    scene_.clouds = dice_.between(0.15f, 0.6f);
  }

  void lay_skyline() {
    scene_.horizon = dice_.between(0.54f, 0.66f);
    scene_.tall =
        brief_.wants(skyscrapers) ? dice_.between(1.1f, 1.4f) : dice_.between(0.75f, 1.25f);
    scene_.windows = scene_.time == CityTime::day ? 0.05f : dice_.between(0.34f, 0.55f);
    scene_.bridge = dice_.chance(0.4f);
    scene_.calm = brief_.wants(calm_water) || brief_.wants(reflection) ? 0.9f
                  : brief_.wants(waves)                                ? 0.1f
                                                                       : dice_.between(0.3f, 0.8f);
    scene_.clouds = dice_.between(0.1f, 0.6f);
    scene_.fireworks = brief_.wants(fireworks) ? 5 + dice_.below(3) : 0;
    scene_.stars = scene_.time == CityTime::day ? 0 : 1;
    const bool disc = brief_.wants(moon) || brief_.wants(moonlight);
    scene_.moon = disc ? dice_.between(0.08f, 0.11f) : 0;
  }

  void lay_weather() {
    const bool day_time = scene_.time == CityTime::day;
    if (brief_.wants(clouds)) scene_.clouds = std::max(scene_.clouds, 0.6f);
    if (brief_.wants(overcast) || brief_.wants(storm)) scene_.clouds = 1.2f;
    if (brief_.wants(clear_sky) || brief_.forbids(clouds)) scene_.clouds = 0;
    if (brief_.wants(rain)) {
      scene_.rain = 1;
      scene_.wet = 1;
      scene_.clouds = 1.2f;
      scene_.fog = 1.25f;
    }
    const bool shine = brief_.wants(wet_road) || brief_.wants(reflection);
    if (shine) scene_.wet = 1;
    if (scene_.kind == CityScene::Kind::neon && !brief_.wants(snow)) {
      scene_.wet = std::max(scene_.wet, 0.8f);
    }
    if (brief_.wants(snow) || brief_.wants(snowfall) || brief_.wants(winter)) {
      scene_.snowed = true;
      scene_.wet = 0;
      scene_.clouds = 0.9f;
      const bool falling = brief_.wants(snowfall) || scene_.view == CityScene::View::skyline;
      scene_.snowfall = falling || dice_.chance(0.6f) ? 1 : 0;
    }
    if (brief_.wants(fog)) scene_.fog = dice_.between(4.5f, 6);
    if (brief_.wants(mist)) scene_.fog = std::max(scene_.fog, 3.2f);
    if (brief_.wants(haze)) scene_.fog = std::max(scene_.fog, 2.7f);
    if (scene_.fog > 2.5f) scene_.stars = 0;
    if (day_time && (brief_.wants(rain) || brief_.wants(fog))) scene_.clouds = 1.3f;
  }

  void choose_colours() {
    struct Tint {
      Rgb glow, a, b;
    };
    const auto s = from_srgb;
    const Tint tints[] = {
        {s(.92f, .42f, .62f), s(1, .12f, .50f), s(.08f, .82f, 1)},
        {s(.55f, .40f, .92f), s(.90f, .25f, .98f), s(.20f, .95f, .85f)},
        {s(.30f, .62f, .80f), s(1, .50f, .10f), s(.08f, .70f, 1)},
        {s(.95f, .50f, .32f), s(1, .25f, .16f), s(1, .72f, .20f)},
        {s(.40f, .75f, .60f), s(.20f, 1, .62f), s(1, .20f, .60f)},
    };
    Tint t = tints[scene_.kind == CityScene::Kind::neon ? turn_ % 5 : 3];
    if (scene_.kind != CityScene::Kind::neon) {
      // Sodium lamps and many white windows over an ordinary city.
      t.glow = dice_.chance(0.5f) ? s(.80f, .55f, .38f) : s(.45f, .52f, .75f);
      t.a = s(1, .3f, .5f);
      t.b = s(.3f, .8f, 1);
    }
    scene_.signs_mix = scene_.kind == CityScene::Kind::neon ? dice_.between(0.15f, 1) : 1;
    auto asked = brief_.colours_of(neon);
    for (const Concept thing : {cyberpunk, city, street, lit_windows, unknown}) {
      if (asked.empty()) asked = brief_.colours_of(thing);
    }
    const bool lights = scene_.time != CityTime::day;
    if (!asked.empty() && lights) {
      for (const Concept c : asked) scene_.heeded.set(index(c));
      t.a = colour_of(asked.front());
      t.b = colour_of(asked.back());
      t.glow = {0.5f * (t.a.r + t.b.r), 0.5f * (t.a.g + t.b.g), 0.5f * (t.a.b + t.b.b)};
      scene_.signs_mix = 0.1f;
    }
    scene_.glow = t.glow;
    scene_.signs_a = t.a;
    scene_.signs_b = t.b;
  }

  // Words hang over the street where the prompt names signs, neon or shops.
  void hang_sign() {
    const bool wanted = brief_.wants(street_sign) || brief_.wants(neon) || brief_.wants(shops);
    if (!wanted || brief_.writings.empty() || scene_.view != CityScene::View::street) return;
    Dice dice(scene_.seed, "sign");
    StreetSign& sign = scene_.sign;
    sign.aspect = brief_.writings.front();
    sign.side = dice.sign();
    sign.turn = dice.between(12, 20);
    sign.away = dice.between(6.9f, 7.6f);
    sign.high = scene_.kind == CityScene::Kind::old ? 3.3f : dice.between(3.6f, 4.1f);
    sign.tubes = scene_.kind == CityScene::Kind::neon && scene_.time != CityTime::day;
    constexpr std::uint32_t kBoards[] = {0xf0e6cc, 0xe9dcb8, 0x1f4f3a, 0x7a1f22, 0x21406e};
    const std::uint32_t rgb = kBoards[dice.below(5)];
    const auto part = [&](int shift) { return static_cast<float>(rgb >> shift & 255) / 255; };
    sign.board = from_srgb(part(16), part(8), part(0));
  }

  void grade() {
    Grade& g = scene_.grade;
    const bool night_time = scene_.time == CityTime::night;
    const bool from_afar = scene_.view == CityScene::View::skyline;
    g.exposure = night_time                      ? (from_afar                              ? 1.6f
                                                    : scene_.kind == CityScene::Kind::neon ? 1.22f
                                                                                           : 1.5f)
                 : scene_.time == CityTime::dusk ? (from_afar ? 1.35f : 1.7f)
                                                 : (from_afar ? 0.75f : 0.95f);
    g.compression = 0.94f;
    g.bloom = night_time ? 2.4f : scene_.time == CityTime::dusk ? 1.8f : 0.6f;
    g.saturation = 1.06f;
    g.vignette = 0.16f;
    scene_.heeded |= apply_mood(g, brief_);
  }

  const Brief& brief_;
  std::uint64_t turn_;
  Dice dice_;
  CityScene scene_;
};

}  // namespace

CityScene compose_city(const Brief& brief, std::uint64_t seed, int index) {
  const std::uint64_t picture = seed + static_cast<std::uint64_t>(index) * 0x9e3779b97f4a7c15u;
  return CityComposer(brief, picture, seed + static_cast<std::uint64_t>(index)).compose();
}

}  // namespace easel::painter
