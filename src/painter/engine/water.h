#pragma once

#include "painter/engine/mirror.h"
#include "painter/engine/swell.h"

// Water: 32 directed waves with sharpened crests tilt the view into the mirror; waves shorter than
// a pixel become roughness, which smears the reflection upward and downward. Fresnel after Schlick
// (1994). Along a coast, surf: lacy foam in bands that follow the distance from the shore.
namespace easel::painter::EASEL_ISA {

class WaterSurface {
 public:
  WaterSurface(const Scene& scene, const View& view, const Terrain& terrain, const SkyDome& dome,
               const Haze& haze, const Mirror& mirror, const Swell& swell)
      : ground_(scene.ground),
        dye_(scene.dyes.water),
        pixel_(view.pixel),
        eye_(terrain.eye()),
        seed_(terrain.seed()),
        terrain_(terrain),
        dome_(dome),
        haze_(haze),
        mirror_(mirror),
        lights_(dome.lights()),
        swell_(swell),
        night_(scene.light.moonlit) {
    const bool sea = ground_.water == Water::sea;
    body_ = (sea ? pigment(.04f, .20f, .27f) * 2.0f : pigment(.04f, .11f, .13f)) *
            (lights_.ambient + lights_.direct * 0.02f);
    make_waves(sea ? 34.0f : 16.0f);
  }

  // Pixels at (u, v), v below the horizon; `depth` gets how far off the water is there.
  Rgbs look(Floats u, float v, Clarity& air, Floats& depth) const {
    if (swell_.exists()) {
      // Crests have edges, which one sample a pixel would leave jagged.
      Clarity other;
      Floats nearer;
      const float off = 0.25f * pixel_;
      const Rgbs above = rough(u - off, std::min(v + off, -1e-5f), air, depth);
      const Rgbs below = rough(u + off, v - off, other, nearer);
      depth = vmin(depth, nearer);
      return (above + below) * 0.5f;
    }
    depth = splat(eye_ / std::max(-v, 1e-5f));
    const float away = std::min(eye_ / -v, 40000.0f);
    const Floats x = u * away, z = splat(away);
    const float footprint = std::max(away * pixel_, away * away * pixel_ / eye_);
    Ripples ripples =
        ground_.ice > 0 ? Ripples{splat(0), splat(0), splat(0.004f)} : ruffle(x, z, footprint);
    const Floats facing = clamp(-v / vsqrt(u * u + (v * v + 1.0f)) + ripples.z * 0.8f, 0.02f, 1.0f);
    const Floats grazing = 1.0f - facing;
    const Floats fresnel = 0.02f + 0.98f * square(square(grazing)) * grazing;
    Rgbs light = reflect(u, v, ripples) * (fresnel * 0.95f) + body_ * (1.0f - fresnel);
    if (ground_.ice > 0) light = freeze(light, x, z, footprint);
    if (ground_.land == Land::coast) light = surf(light, x, z, footprint);
    if (ground_.land == Land::sea) light = whitecaps(light, x, z, footprint);
    light = dyed(light, dye_);
    const Floats distance = z * vsqrt(u * u + (v * v + 1.0f));
    return haze_.through(light, dome_.horizon(u), x, splat(0), z, distance, air);
  }

 private:
  static constexpr int kWaves = 32;

  struct Wave {
    float x, z;  // cycles a metre
    float length, phase, slope;
  };
  struct Ripples {
    Floats x, z, roughness;
  };

  // A sea that stands up in waves.
  Rgbs rough(Floats u, float v, Clarity& air, Floats& depth) const {
    const Floats z = depth = meet_swell(u, v);
    const Floats x = u * z;
    const float far = min_lane(z);
    const float footprint = std::max(1.5f * far * pixel_, 0.6f * far * far * pixel_ / eye_);
    const Swell::Surface s = swell_.at(x, z, footprint, true);
    const Ripples ripples = ruffle(x, z, footprint);
    const Vecs n = normalize(Vecs{ripples.x * 0.25f - s.dx, splat(1), ripples.z * 0.25f - s.dz});
    const Vecs d = normalize(Vecs{u, splat(v), splat(1)});
    // Waves too far off to be told apart still turn their faces to the viewer.
    const float lost = smooth1(2, 30, footprint);
    const Floats met = dot(n, d) * -1.0f;
    const Floats facing = clamp(met + 0.24f * lost, 0.02f, 1.0f), grazing = 1.0f - facing;
    const Floats fresnel = 0.02f + 0.88f * square(square(grazing)) * grazing;
    const Vecs r = d + n * (vmax(met, 0.0f) * 2.0f);
    const float smear = 0.09f + 0.16f * lost;
    const Rgbs above =
        mirrored(r.x / vmax(r.z, 0.25f), (vabs(r.y) + 0.18f * lost) / vmax(r.z, 0.25f), smear);
    // Light shines through the thin water of crests.
    const Floats crest = saturate(s.height * (1 / swell_.highest()) * 1.5f + 0.05f);
    const Floats lean = saturate(0.5f - s.dz * 1.1f);
    const Rgb glow = pigment(.16f, .50f, .50f) *
                     (lights_.ambient * 1.25f +
                      lights_.direct * (0.05f + 0.10f * std::max(0.0f, lights_.sun.z)));
    Rgbs light = above * fresnel + (body_ * (0.85f + 0.65f * lean) +
                                    glow * (square(crest) * (0.25f + 0.75f * lean))) *
                                       (1.0f - fresnel);
    light = mix(light, pigment(.92f, .94f, .95f) * diffuse() * (night_ ? 0.55f : 1.0f),
                spume(x, z, s, footprint));
    light = dyed(light, dye_);
    const Floats distance = z * vsqrt(u * u + (v * v + 1.0f));
    return haze_.through(light, dome_.horizon(u), x, splat(0), z, distance, air);
  }

  // How far off rays (u, v, 1) meet the swell: even strides from the height of the highest crest
  // down to that of the deepest trough, then halving.
  Floats meet_swell(Floats u, float v) const {
    constexpr int kStrides = 36, kHalvings = 6;
    const float down = std::max(-v, 1e-5f), most = 40000;
    const float near = std::min(std::max(eye_ - swell_.highest(), 0.4f) / down, most);
    const float far = std::min((eye_ + swell_.highest()) / down, most);
    const float middle = std::min(eye_ / down, most), stride = (far - near) / kStrides;
    const float footprint = std::max(0.5f * middle * middle * pixel_ / eye_, 0.75f * stride);
    const auto under = [&](Floats z) {
      return swell_.at(u * z, z, footprint, false).height > eye_ - down * z;
    };
    Floats low = splat(near), high = splat(far);
    Mask open = low > 0.0f;
    for (int i = 1; i <= kStrides && any(open); ++i) {
      const Floats z = splat(near + stride * static_cast<float>(i));
      const Mask in = open & under(z);
      high = select(in, z, high);
      open = open & ~in;
      low = select(open, z, low);
    }
    for (int i = 0; i < kHalvings; ++i) {
      const Floats z = (low + high) * 0.5f;
      const Mask in = under(z);
      high = select(in, z, high);
      low = select(in, low, z);
    }
    return high;
  }

  // Foam on crests that break, blown into streaks, and the lace it leaves in the troughs.
  Floats spume(Floats x, Floats z, const Swell::Surface& s, float footprint) const {
    const auto vanish = [&](float size) { return clamp1(1.5f - footprint / size, 0, 1); };
    const Floats lace = 0.55f * vanish(3) * gradient_noise(x * 0.55f, z * 0.8f, seed_ + 120) +
                        0.40f * vanish(1) * gradient_noise(x * 1.7f, z * 2.3f, seed_ + 121) +
                        0.30f * vanish(0.4f) * gradient_noise(x * 4.9f, z * 6.1f, seed_ + 122);
    const Floats patch = gradient_noise(x * (1 / 23.0f), z * (1 / 31.0f), seed_ + 123);
    const Floats height = s.height * (1 / swell_.highest());
    const Floats steep = vsqrt(s.dx * s.dx + s.dz * s.dz);
    const Floats breaking = smooth(0.20f, 0.55f, height + 0.25f * patch + 0.12f * (steep - 0.4f));
    const Floats cap = saturate(breaking * 1.15f - 0.30f + lace * 0.9f) * saturate(breaking * 4.0f);
    const Floats net =
        1.0f -
        saturate(vabs(gradient_noise(x * 0.33f + lace, z * 0.21f + lace, seed_ + 124)) * 5.0f);
    const Floats trail = net * smooth(0.05f, 0.5f, patch + 0.4f * height) * (0.35f * vanish(4));
    return saturate(cap * 0.95f + trail);
  }

  // Light from slope `up` above the horizon, smeared upward and downward.
  Rgbs mirrored(Floats across, Floats up, float smear) const {
    Rgbs out;
    for (int i = 0; i < kLanes; ++i) {
      Quad sum{};
      for (const float k : {-1.0f, -0.33f, 0.33f, 1.0f}) {
        sum += mirror_.at(across[i], std::fabs(up[i] + k * smear)) * 0.25f;
      }
      out.r[i] = sum[0];
      out.g[i] = sum[1];
      out.b[i] = sum[2];
    }
    return out;
  }

  void make_waves(float longest) {
    float length = longest;
    for (int i = 0; i < kWaves; ++i) {
      Dice dice(seed_, "wave", static_cast<std::uint64_t>(i));
      const float angle = 1.15f + dice.around(0, 1.05f);
      waves_[i] = {cos1(angle) / length, sin1(angle) / length, length, dice.between(0, 17),
                   0.0135f * dice.between(0.55f, 1.45f) * ground_.wave};
      length *= 0.862f;
    }
  }

  // Slopes of the surface. Gusts leave calm lanes and rough ones.
  Ripples ruffle(Floats x, Floats z, float footprint) const {
    const Floats patch = gradient_noise(x * (1 / 260.0f), z * (1 / 520.0f), seed_ + 91) +
                         0.5f * gradient_noise(x * (1 / 60.0f), z * (1 / 150.0f), seed_ + 92);
    const Floats gust =
        clamp(0.40f + patch * (0.75f * clamp1(1.5f - footprint / 140, 0, 1)), 0.1f, 1.0f);
    Floats tilt_x = splat(0), tilt_z = splat(0);
    float lost = 0;
    for (const Wave& wave : waves_) {
      const float seen = clamp1(1.5f - footprint / (wave.length * 0.45f), 0, 1);
      lost += square1(wave.slope * (1 - seen));
      if (seen <= 0) continue;
      const Floats turn = x * wave.x + z * wave.z + wave.phase;
      const Floats slope =
          cos_turn(turn) * vexp(sin_turn(turn) * 0.7f - 0.5f) * (wave.slope * seen);
      tilt_x += slope * (wave.x * wave.length);
      tilt_z += slope * (wave.z * wave.length);
    }
    return {tilt_x * gust, tilt_z * gust, gust * std::sqrt(lost * 0.5f) * 1.1f + 0.0015f};
  }
  static float square1(float a) { return a * a; }

  Rgbs reflect(Floats u, float v, const Ripples& ripples) const {
    Rgbs out;
    for (int i = 0; i < kLanes; ++i) {
      constexpr int kTaps = 9;
      constexpr float kWeights[kTaps] = {0.135f, 0.325f, 0.607f, 0.882f, 1,
                                         0.882f, 0.607f, 0.325f, 0.135f};
      const float across = u[i] + ripples.x[i] * (0.15f - 2.4f * v);
      Quad sum{};
      for (int k = 0; k < kTaps; ++k) {
        const float q = static_cast<float>(k) / (kTaps - 1) * 2 - 1;
        float up = -v + 2 * ripples.z[i] + 3.2f * ripples.roughness[i] * q;
        if (up < 0) up *= -0.6f;
        sum += mirror_.at(across, up) * kWeights[k];
      }
      sum *= 1 / 4.898f;
      out.r[i] = sum[0];
      out.g[i] = sum[1];
      out.b[i] = sum[2];
    }
    return out;
  }

  Rgb diffuse() const {
    return lights_.ambient * 1.9f + lights_.direct * (0.30f * std::max(0.1f, lights_.sun.y));
  }

  // Clear ice with cracks, and snow blown over it in patches.
  Rgbs freeze(Rgbs reflection, Floats x, Floats z, float footprint) const {
    const float fine = clamp1(1.5f - footprint / 6, 0, 1);
    const Floats wx = x + 3.0f * gradient_noise(x * (1 / 9.0f), z * (1 / 9.0f), seed_ + 110);
    const Floats plates = vabs(gradient_noise(wx * (1 / 38.0f), z * (1 / 38.0f), seed_ + 111));
    const Floats lines = vabs(gradient_noise(wx * (1 / 11.0f), z * (1 / 11.0f), seed_ + 112));
    const Floats cracks =
        smooth(0.045f, 0.0f, plates) * fine + smooth(0.05f, 0.0f, lines) * fine * 0.5f;
    const Floats drift =
        smooth(0.0f, 0.42f,
               gradient_noise(x * (1 / 120.0f), z * (1 / 60.0f), seed_ + 113) +
                   0.5f * gradient_noise(x * (1 / 31.0f), z * (1 / 17.0f), seed_ + 114) +
                   0.25f * fine * gradient_noise(x * 0.3f, z * 0.16f, seed_ + 115));
    const Rgb lit = diffuse();
    const Rgbs ice = reflection * 0.62f + splat(pigment(.42f, .58f, .66f) * lit * 0.30f);
    const Rgbs cracked =
        mix(ice, splat(pigment(.86f, .93f, .96f) * lit * 0.8f), saturate(cracks) * 0.6f);
    return mix(cracked, splat(pigment(.93f, .95f, .98f) * lit * 0.78f),
               drift * 0.85f * ground_.ice);
  }

  Rgbs surf(Rgbs light, Floats x, Floats z, float footprint) const {
    const Floats out = terrain_.shore(x, z, std::max(2.0f, footprint)) * -1.0f;
    if (!any(out < 220.0f)) return whitecaps(light, x, z, footprint);
    const auto vanish = [&](float size) { return clamp1(1.5f - footprint / size, 0, 1); };
    const Floats ragged = value_noise(x * (1 / 3.1f), z * (1 / 3.1f), seed_ + 95) * vanish(3) +
                          0.7f * value_noise(x * (1 / 9.0f), z * (1 / 9.0f), seed_ + 96) +
                          0.6f * gradient_noise(x * (1 / 40.0f), z * (1 / 40.0f), seed_ + 97);
    const Floats phase =
        out * (1 / 21.0f) + 0.55f * gradient_noise(x * (1 / 60.0f), z * (1 / 60.0f), seed_ + 98);
    const Floats fall = 1.0f - (phase - vfloor(phase));
    const Floats band = fall * fall * fall * vexp(vmax(out, 0.0f) * (-1 / 48.0f));
    const Floats lace = value_noise(x * 1.1f, z * 1.1f, seed_ + 101) * vanish(1.2f);
    const Floats foam = band * 2.2f + vexp(vmax(out, 0.0f) * (-1 / 9.0f)) * 1.5f - 0.62f +
                        ragged * 0.42f + lace * 0.22f;
    const Floats net =
        1.0f -
        saturate(vabs(gradient_noise(x * 0.43f + lace * 0.25f, z * 0.43f, seed_ + 102)) * 4.2f);
    const Floats holes = mix(splat(0.5f), net, splat(vanish(2)));
    const Floats solid = saturate(foam * 1.7f - 0.5f);
    const Floats white = select(
        out > -20.0f, saturate(foam * 2.2f + 0.25f) * (solid + (1.0f - solid) * holes), splat(0));
    const Rgb shallow =
        pigment(.12f, .46f, .46f) *
        (lights_.ambient * 1.4f + lights_.direct * (0.10f * std::max(0.1f, lights_.sun.y)));
    light = mix(light, shallow, vexp(vmax(out, 0.0f) * (-1 / 34.0f)) * 0.7f);
    return mix(light, pigment(.93f, .95f, .96f) * diffuse(), white);
  }

  Rgbs whitecaps(Rgbs light, Floats x, Floats z, float footprint) const {
    const float rough = clamp1(ground_.wave - 1.2f, 0, 1) * clamp1(1.6f - footprint / 40, 0, 1);
    if (rough <= 0) return light;
    const Floats crest = gradient_noise(x * (1 / 16.0f), z * (1 / 7.0f), seed_ + 99) +
                         0.5f * gradient_noise(x * (1 / 4.0f), z * (1 / 2.5f), seed_ + 100);
    return mix(light, pigment(.9f, .92f, .94f) * diffuse(),
               saturate((crest - (0.62f - 0.16f * clamp1(ground_.wave - 2.2f, 0, 1))) * 2.4f) *
                   (rough * 0.7f));
  }

  Ground ground_;
  Dye dye_;
  float pixel_, eye_;
  std::uint32_t seed_;
  const Terrain& terrain_;
  const SkyDome& dome_;
  const Haze& haze_;
  const Mirror& mirror_;
  Lights lights_;
  Rgb body_;
  std::array<Wave, kWaves> waves_{};
  const Swell& swell_;
  bool night_;
};

}  // namespace easel::painter::EASEL_ISA
