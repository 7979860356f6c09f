#pragma once

#include "painter/engine/columns.h"
#include "painter/engine/frame.h"
#include "painter/engine/haze.h"
#include "painter/engine/sculptures.h"
#include "painter/engine/swell.h"

// The things of a scene: where they stand, what rays see of them, and the light on them, which is
// the light of the landscape around.
namespace easel::painter::EASEL_ISA {

struct Sight {
  Floats z;    // depth, kNothing where there is nothing
  Ints which;  // the subject, −1 where there is none
};

class Objects {
 public:
  Objects(const Scene& scene, const View& view, const Terrain& terrain, const SkyDome& dome,
          const Haze& haze)
      : scene_(scene),
        view_(view),
        terrain_(terrain),
        dome_(dome),
        haze_(haze),
        lights_(dome.lights()),
        swell_(scene.ground, terrain.seed()) {
    const float half = 0.5f * view_.pixel * static_cast<float>(view_.width);
    const float back = std::max(1.0f, scene.crowd / (0.88f * half * scene.crowd_away));
    for (const Subject& subject : scene.subjects) {
      stand(stepped_back(subject, back,
                         1.0f - 1.03f * scene.crowd / (half * scene.crowd_away * back)));
    }
    indoors_ = !all_.empty() && is_room(all_.front().subject().what);
    const bool against = lights_.sun.z > 0.2f && lights_.sun.y < 0.35f && !scene.light.moonlit;
    fill_ = scene.light.moonlit ? 1.45f : against ? 1.7f : 1.15f;
    exposure_ = luminance(lights_.ambient) * 4 + luminance(lights_.direct) * 0.05f;
    bounce_ = ground_colour(scene) *
              (lights_.ambient * 1.2f + lights_.direct * (0.25f * std::max(lights_.sun.y, 0.03f)));
  }

  bool empty() const { return all_.empty(); }
  std::span<const Sculpture> all() const { return all_; }

  // The nearest thing along rays (u, v, 1) from (0, eye, 0); only beyond the water where `eye` is
  // the viewer's mirror image.
  Sight look(Floats u, Floats v, float eye, float pitch) const {
    const Floats length = vsqrt(u * u + v * v + 1.0f);
    const Vecs d{u / length, v / length, 1.0f / length};
    const Vecs o{splat(0), splat(eye), splat(0)};
    const Mask alive = length > 0.0f;
    const Rays rays(o, d, alive);
    Sight sight{splat(kNothing), Ints{} - 1};
    Floats nearest = splat(1e8f);
    const Floats start = eye < 0 ? splat(-eye) / vmax(d.y, 1e-4f) : splat(0);
    for (std::size_t k = 0; k < all_.size(); ++k) {
      const Sculpture& s = all_[k];
      if (s.model().ghost || !rays.meet(s.centre(), s.reach())) continue;
      const Floats t = march(s, o, d, start, nearest, alive, pitch);
      const Mask nearer = t < nearest;
      nearest = vmin(nearest, t);
      sight.which = nearer ? Ints{} + static_cast<std::int32_t>(k) : sight.which;
    }
    sight.z = select(nearest < 1e7f, nearest * d.z, splat(kNothing));
    return sight;
  }

  // The light from what `look` found, and how much of it the air hides.
  Rgbs shade(const Sight& sight, Floats u, Floats v, float eye, Floats& veiled) const {
    Rgbs light = splat(Rgb{});
    veiled = splat(0);
    const Floats length = vsqrt(u * u + v * v + 1.0f);
    const Vecs d{u / length, v / length, 1.0f / length};
    for (std::size_t k = 0; k < all_.size(); ++k) {
      const Mask here = sight.which == static_cast<std::int32_t>(k);
      if (!any(here)) continue;
      const Floats middle = splat(all_[k].centre().z);
      const Floats z = select(here, sight.z, middle);
      const Vecs p{u * z, eye + v * z, z};
      Rgbs seen = lit(all_[k], p, d, here);
      Clarity air;
      seen = haze_.through(seen, dome_.horizon(u), p.x, vabs(p.y), z, z * length, air);
      light = select(here, seen, light);
      veiled = select(here, air.veiled, veiled);
    }
    return light;
  }

  // What is left of the light on points of the land or the water near things: `sun` 0 … 1 of the
  // sun's, `sky` of the rest.
  void dim(Vecs p, Mask alive, Floats& sun, Floats& sky) const {
    sun = sky = splat(1);
    if (!any(alive)) return;
    sun = sunshine(p, alive);
    for (const Sculpture& s : all_) {
      if (s.subject().footing == Footing::air || s.model().ghost) continue;
      sky = vmin(sky, beside(s, p, alive));
    }
  }

  // Rough water breaks on what stands in it: where it does, by how much of the sky things hide.
  Floats foam(Vecs p, Floats sky) const {
    const float rough = clamp1((scene_.ground.wave - 0.8f) * 0.8f, 0, 1);
    if (rough <= 0) return splat(0);
    const Floats lace = value_noise(p.x * 1.7f, p.z * 1.7f, 61u) * 0.5f +
                        value_noise(p.x * 5.1f, p.z * 5.1f, 62u) * 0.4f;
    return saturate((1.0f - sky) * 1.9f - 0.45f + lace * 0.55f) * smooth(1.0f, 0.9f, sky) *
           (0.8f * rough);
  }
  Rgb foam_light() const {
    return (lights_.ambient * 1.5f + lights_.direct * (0.25f * std::max(0.1f, lights_.sun.y))) *
           0.8f;
  }

  // The share of direct sunlight in all light on level ground.
  float sun_share() const {
    const float direct = luminance(lights_.direct) * std::max(lights_.sun.y, 0.07f) * 0.318f;
    return direct / (direct + luminance(lights_.ambient) * 1.7f + 1e-9f);
  }
  const Swell& swell() const { return swell_; }
  const Lights& lights() const { return lights_; }
  // As bright as the picture's middle tones.
  float exposure() const { return exposure_; }

 private:
  static Rgb ground_colour(const Scene& scene) {
    if (scene.ground.snowed) return {0.75f, 0.78f, 0.84f};
    if (scene.ground.land == Land::dunes) return {0.50f, 0.36f, 0.20f};
    if (scene.ground.land == Land::mesa) return {0.42f, 0.24f, 0.15f};
    if (scene.ground.water != Water::none) return {0.06f, 0.12f, 0.15f};
    return {0.13f, 0.15f, 0.06f};
  }

  // How far to one side there is water deep enough to float in, within the picture; 0 where there
  // is none.
  float water_beside(float x, float z, float half) const {
    if (!terrain_.has_water()) return 0;
    for (int k = 0; k < 24; ++k) {
      const float aside = 0.07f * half * static_cast<float>((k + 1) / 2) * (k % 2 ? 1.0f : -1.0f);
      if (std::fabs(x + aside) > 0.8f * half) continue;
      if (terrain_.height(splat(x + aside), splat(z), 0.5f)[0] < -0.6f) return aside;
    }
    return 0;
  }

  // `room` is how far what the picture is about may stand off its middle.
  Subject stepped_back(Subject subject, float back, float room) const {
    const float most = std::max(0.0f, room);
    if (subject.away == scene_.crowd_away) subject.across = clamp1(subject.across, -most, most);
    subject.away *= back;
    if (subject.footing != Footing::air) return subject;
    subject.lift *= back;  // stays at its height in the picture
    if (subject.what == Concept::table) subject.size *= back;
    return subject;
  }

  void stand(const Subject& subject) {
    const float half = 0.5f * view_.pixel * static_cast<float>(view_.width);
    const float z = subject.away + subject.beyond;
    float x = subject.across * half * subject.away + subject.right;
    float y = 0;
    switch (subject.footing) {
      case Footing::ground:
        y = terrain_.height(splat(x), splat(z), 0.3f)[0];
        break;
      case Footing::water:
        x += water_beside(x, z, half * subject.away);
        if (swell_.exists() && rides(subject.what)) {
          ride(subject, x, z);
          return;
        }
        break;
      case Footing::air:
        y = terrain_.eye();
        break;
      case Footing::other:
        if (subject.host >= 0 && subject.host < static_cast<int>(all_.size())) {
          const Sculpture& host = all_[static_cast<std::size_t>(subject.host)];
          y = host.at().y + host.model().deck * host.scale();
        }
        break;
    }
    all_.emplace_back(subject, model_of(subject), Vec{x, y + subject.lift, z});
  }

  // What the waves lift; islands, bridges and ice stand fast.
  static bool rides(Concept what) {
    return (what >= Concept::sailboat && what <= Concept::rowboat) ||
           (what >= Concept::duck && what <= Concept::gull);
  }

  // A boat lies on the water under its length, and leans a little with it.
  void ride(Subject subject, float x, float z) {
    constexpr float kDegrees = 57.29578f;
    if (!afloat_) swell_.crest_at(x, z);
    afloat_ = true;
    const Swell::Surface s = swell_.at(splat(x), splat(z), 8, false);
    const float ahead_x = sin1(subject.heading / kDegrees),
                ahead_z = cos1(subject.heading / kDegrees);
    const float rise = s.dx[0] * ahead_x + s.dz[0] * ahead_z;
    const float list = s.dx[0] * ahead_z - s.dz[0] * ahead_x;
    subject.pitch += clamp1(0.6f * rise * kDegrees, -14, 14);
    subject.roll -= clamp1(0.5f * list * kDegrees, -12, 12);
    all_.emplace_back(subject, model_of(subject), Vec{x, s.height[0] + subject.lift, z});
  }

  // Distance along the ray to the sculpture's surface, 1e8 where it is missed.
  Floats march(const Sculpture& s, Vecs o, Vecs d, Floats start, Floats limit, Mask alive,
               float pitch) const {
    const Vec c = s.centre();
    const Vecs to = o - splat(c);
    const Floats b = dot(to, d), q = b * b - dot(to, to) + s.reach() * s.reach();
    alive = alive & (q > 0.0f);
    const Floats half = vsqrt(vmax(q, 0.0f));
    Floats t = vmax(vmax(-b - half, start), 0.01f);
    const Floats end = vmin(half - b, limit);
    alive = alive & (t < end);
    const Floats missed = splat(1e8f);
    if (!any(alive)) return missed;
    const Vecs from = s.inside(o), along = s.inward(d);
    const Rays rays(from, along, alive);
    Few few;
    s.pick(rays, few);
    if (few.count == 0) return missed;
    const float per = s.scale(), shrink = 1 / per;
    Mask hit = alive & (t < 0.0f);
    for (int i = 0; i < 90 && any(alive); ++i) {
      const Floats far = t * shrink;
      const Floats away = s.distance(few, from + along * far, true);
      const Floats fine = far * (pitch * 0.45f) + 1e-5f;
      const Mask close = alive & (away < fine);
      hit = hit | close;
      alive = alive & ~close;
      t = select(alive, t + vmax(away * 0.85f, fine) * per, t);
      alive = alive & (t < end);
    }
    return select(hit, t, missed);
  }

  // How much of the sky a thing leaves to points near it that look up.
  Floats beside(const Sculpture& s, Vecs p, Mask alive) const {
    const float unit = s.reach() * 0.35f;
    const Rays points(p, splat(Vec{0, 1, 0}), alive);
    const float far = Rays::apart(points.middle, s.centre());
    if (far > s.reach() + unit + points.radius) return splat(1);
    Few few;
    const Vecs q = s.inside(p);
    const Rays inside(q, splat(Vec{0, 1, 0}), alive);
    s.pick(inside.middle, inside.radius + unit / s.scale(), few);
    if (few.count == 0) return splat(1);
    const Vecs up = s.inward(splat(Vec{0, 1, 0}));
    Floats open = splat(1);
    for (const float h : {0.06f, 0.2f, 0.5f}) {
      const float step = h * unit / s.scale();
      open = vmin(open, 0.25f + 0.75f * s.distance(few, q + up * splat(step), false) * (1 / step));
    }
    return saturate(open);
  }

  Floats sunshine(Vecs p, Mask alive) const {
    Floats free = splat(1);
    const Vec sun = lights_.sun;
    if (sun.y < 0.005f && !scene_.light.moonlit) return free;
    const Vecs d = splat(sun);
    const Rays rays(p, d, alive);
    for (const Sculpture& s : all_) {
      if (!rays.meet(s.centre(), s.reach())) continue;
      const Vecs from = s.inside(p), along = s.inward(d);
      const Rays inside(from, along, alive);
      Few few;
      s.pick(inside, few);
      if (few.count == 0) continue;
      const float size = s.model().reach;
      const Vec m{s.model().middle.x, s.model().middle.y, s.model().middle.z};
      const Vecs to = splat(m) - from;
      const Floats middle = dot(to, along);
      const Floats end = middle + size;
      Floats t = vmax(middle - size, 0.012f * size), clear = splat(1);
      for (int i = 0; i < 30; ++i) {
        const Floats away = s.distance(few, from + along * t, false);
        clear = vmin(clear, 0.5f + 0.5f * away * 9.0f / t);
        t += clamp(away, 0.012f * size, 0.2f * size);
        if (!any(alive & (clear > 0.0f) & (t < end))) break;
      }
      clear = saturate(clear);
      free = vmin(free, clear * clear * (3.0f - 2.0f * clear));
    }
    return free;
  }

  // Of a sculpture's surface at world points p, seen along d.
  Rgbs lit(const Sculpture& s, Vecs p, Vecs d, Mask alive) const {
    const Vecs q = s.inside(p);
    const float unit = s.model().reach * 0.14f;
    const Rays points(q, s.inward(d), alive);
    Few few;
    s.pick(points.middle, points.radius + unit * 1.2f, few);
    const Vecs normal = surface(s, few, q);
    const Skin skin = s.skin(few, q, normal);
    const Vecs n = s.outward(normal);
    Floats open = openness(s, few, q, normal, unit);
    if (is_room(s.subject().what)) {
      for (const Sculpture& other : all_) {
        if (&other != &s && other.subject().footing != Footing::air)
          open = vmin(open, mix(splat(1), beside(other, p, alive), vmax(n.y, 0.0f)));
      }
    }
    const float lift = std::max(points.radius * 0.002f, unit * 0.02f) * s.scale();
    const Floats sun = sunshine(p + n * splat(lift), alive);
    return reflected(s, skin, p, n, d, open, sun);
  }

  Vecs surface(const Sculpture& s, const Few& few, Vecs q) const {
    const float step = std::max(s.model().reach * 0.0011f, pixel_at(s) * 0.6f);
    const float signs[4][3] = {{1, -1, -1}, {-1, -1, 1}, {-1, 1, -1}, {1, 1, 1}};
    Vecs sum = splat(Vec{1e-9f, 1e-9f, 0});
    for (const auto& k : signs) {
      const Vecs at{q.x + k[0] * step, q.y + k[1] * step, q.z + k[2] * step};
      const Floats f = s.distance(few, at, true);
      sum = sum + Vecs{f * k[0], f * k[1], f * k[2]};
    }
    return normalize(sum);
  }

  // A pixel's width at a sculpture, in its model's space.
  float pixel_at(const Sculpture& s) const {
    return view_.pixel * std::max(s.centre().z, 0.5f) / s.scale();
  }

  Floats openness(const Sculpture& s, const Few& few, Vecs q, Vecs n, float unit) const {
    const bool grounded = s.subject().footing != Footing::air;
    Floats shut = splat(0);
    float weight = 1;
    for (const float h : {0.10f, 0.28f, 0.60f, 1.0f}) {
      const float step = h * unit;
      const Vecs at = q + n * splat(step);
      Floats away = s.distance(few, at, false);
      if (grounded) away = vmin(away, at.y + 0.3f * step);
      shut += vmax(step - away, 0.0f) * (weight / step);
      weight *= 0.62f;
    }
    return saturate(1.0f - shut * 0.55f) * 0.85f + 0.15f;
  }

  Rgbs reflected(const Sculpture& s, Skin skin, Vecs p, Vecs n, Vecs d, Floats open,
                 Floats sun) const {
    if (s.subject().snowed) {
      const Floats drift = value_noise(p.x * 2.3f, p.y * 2.3f, p.z * 2.3f, 51u) - 0.5f;
      const Floats lies = smooth(0.45f, 0.72f, n.y + drift * 0.35f);
      skin.colour = mix(skin.colour, Rgb{0.88f, 0.91f, 0.95f}, lies);
      skin.gloss = mix(skin.gloss, splat(0.03f), lies);
    }
    const Floats cosine = dot(n, lights_.sun);
    const Floats wrap = skin.thin * 0.4f;
    const Floats facing = vmax((cosine + wrap) / (1.0f + wrap), 0.0f) * sun;
    const Floats through = vmax(cosine * -1.0f, 0.0f) * skin.thin * (0.35f + 0.65f * sun);
    const Rgb sky = lights_.ambient * Rgb{1.75f, 1.9f, 2.2f} * fill_;
    const Rgbs around = indoors_ ? daylight_within() * ((0.8f + 0.2f * n.y) * open)
                                 : sky * ((0.5f + 0.5f * n.y) * open) +
                                       bounce_ * ((0.5f - 0.5f * n.y) * (0.4f + 0.6f * open));
    const Rgbs light = lights_.direct * ((facing + through * 0.5f) * 0.3183f) + around;
    Rgbs out = skin.colour * light * 1.3f;
    const Floats face = vmax(dot(n, d) * -1.0f, 0.0f), graze = 1.0f - face;
    const Floats fresnel = skin.gloss * 0.45f + (1.0f - skin.gloss) * square(square(graze)) *
                                                    graze * (0.10f + 0.9f * skin.gloss);
    const Vecs r = d + n * (face * 2.0f);
    out = out + mirrored_sky(r) * (fresnel * open);
    const Vecs half = normalize(splat(lights_.sun) - d);
    const Floats shine = vpow(vmax(dot(n, half), 1e-3f), 60.0f);
    out = out + lights_.direct * (shine * skin.gloss * sun * 0.9f);
    if (scene_.light.moonlit) out = by_night(out);
    return out + skin.glow * splat(exposure_) + lamplight(s, skin, p, n);
  }

  // Within walls light comes from all sides, and takes their colour.
  Rgb daylight_within() const {
    return Rgb{1.06f, 1.0f, 0.92f} * (luminance(lights_.ambient) * 0.9f);
  }

  Rgbs mirrored_sky(Vecs r) const {
    if (indoors_) return splat(daylight_within() * 0.5f);
    const Rgbs above = dome_.air().sky(normalize(Vecs{r.x, vmax(r.y, 0.03f), r.z}));
    return mix(splat(bounce_ * 0.5f), above, smooth(-0.35f, 0.25f, r.y));
  }

  Rgbs lamplight(const Sculpture& s, const Skin& skin, Vecs p, Vecs n) const {
    Rgbs sum = splat(Rgb{});
    for (const Sculpture& from : all_) {
      // Only within walls the lamps of one thing light the others.
      if (&from != &s && !indoors_) continue;
      for (const Lamp& lamp : from.model().lamps) {
        const Vecs to = splat(from.place(lamp.at)) - p;
        const float reach = lamp.reach * from.scale();
        const Floats far = dot(to, to), facing = dot(n, to) / vsqrt(far + 1e-6f);
        const Floats glow = (vmax(facing, 0.0f) + 0.15f) / (1.0f + far * (1 / (reach * reach)));
        sum = sum + skin.colour * splat(lamp.light * exposure_) * glow;
      }
    }
    return sum;
  }

  const Scene& scene_;
  const View& view_;
  const Terrain& terrain_;
  const SkyDome& dome_;
  const Haze& haze_;
  Lights lights_;
  Swell swell_;
  bool afloat_ = false;   // something rides it
  bool indoors_ = false;  // the first of all is the room that the rest is in
  std::vector<Sculpture> all_;
  float fill_ = 1;
  Rgb bounce_{};
  float exposure_ = 1;  // of things that shine: as bright as the picture's middle tones
};

}  // namespace easel::painter::EASEL_ISA
