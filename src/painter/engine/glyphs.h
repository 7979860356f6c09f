#pragma once

#include "painter/engine/simd.h"

// Signs of neon tubes: letters, shapes that look like katakana, little pictures. Each is a few
// strokes in a box 4 wide and 6 high, baked into a small table of the distance to the nearest one.
namespace easel::painter::EASEL_ISA {

class Glyphs {
 public:
  static constexpr int kWords = 16, kLongest = 8;

  Glyphs() {
    // A stroke is a run of points, x and y up as one digit each; spaces part strokes.
    struct Letter {
      char name;
      std::string_view strokes;
    };
    constexpr Letter kLetters[] = {{'A', "002640 1232"},
                                   {'B', "00063645443303 3342413000"},
                                   {'C', "4536160501103041"},
                                   {'E', "40000646 0333"},
                                   {'F', "000646 0333"},
                                   {'H', "0006 4046 0343"},
                                   {'I', "2026 1030 1636"},
                                   {'L', "060040"},
                                   {'K', "0006 4603 1340"},
                                   {'M', "0006234640"},
                                   {'N', "00064046"},
                                   {'O', "010516364541301001"},
                                   {'R', "00063645443303 2340"},
                                   {'S', "453616050413334241301001"},
                                   {'T', "2026 0646"},
                                   {'U', "060110304146"},
                                   {'r', "1535 0343 434120"},
                                   {'m', "4600 0541"},
                                   {'n', "0514 00204245"},
                                   {'f', "0545 454220"},
                                   {'t', "0444 262310"},
                                   {'o', "0444 2620 2401"},
                                   {'i', "4603 2420"},
                                   {'k', "0444 261300 444130"},
                                   {'*', "200305162536454320"},
                                   {'+', "263004441026"},
                                   {'^', "06462306 2320 1030"},
                                   {'~', "040110303404 33434131 1626"}};
    constexpr std::string_view kTexts[kWords] = {"HOTEL", "BAR",  "RAMEN", "CAFE", "CLUB", "*",
                                                 "+",     "^",    "~",     "rmn",  "tok",  "ifn",
                                                 "kro",   "TOKO", "NOON",  "SUSHI"};
    table_.assign(std::size(kLetters) * kSide * kSide + kLanes, 1);
    for (std::size_t i = 0; i < std::size(kLetters); ++i) bake(i, kLetters[i].strokes);
    for (int word = 0; word < kWords; ++word) {
      lengths_[word] = static_cast<float>(kTexts[word].size());
      for (std::size_t k = 0; k < kTexts[word].size(); ++k) {
        for (std::size_t i = 0; i < std::size(kLetters); ++i) {
          if (kLetters[i].name == kTexts[word][k]) {
            letters_[static_cast<std::size_t>(word) * kLongest + k] = static_cast<float>(i);
          }
        }
      }
    }
  }

  Floats length(Ints word) const { return gather(lengths_.data(), word); }
  Ints letter(Ints word, Ints place) const {
    return to_ints(gather(letters_.data(), word * kLongest + place));
  }

  // Distance to the strokes in widths of the box, at u and v of 0 … 1 (with a margin around it).
  Floats distance(Ints letter, Floats u, Floats v) const {
    const Floats x = clamp(u * static_cast<float>(kSide) - 0.5f, 0, kSide - 1.01f);
    const Floats y = clamp(v * static_cast<float>(kSide) - 0.5f, 0, kSide - 1.01f);
    const Ints cx = to_ints(x), cy = to_ints(y);
    const Floats fx = x - to_floats(cx), fy = y - to_floats(cy);
    const Ints at = (letter * kSide + cy) * kSide + cx;
    const float* t = table_.data();
    return mix(mix(gather(t, at), gather(t, at + 1), fx),
               mix(gather(t, at + kSide), gather(t, at + kSide + 1), fx), fy);
  }

 private:
  static constexpr int kSide = 32;

  void bake(std::size_t letter, std::string_view strokes) {
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < kSide; ++x) {
        const float px = -1 + 6 * (static_cast<float>(x) + 0.5f) / kSide;
        const float py = -0.8f + 7.6f * (static_cast<float>(y) + 0.5f) / kSide;
        table_[(letter * kSide + static_cast<std::size_t>(y)) * kSide +
               static_cast<std::size_t>(x)] = nearest(strokes, px, py) / 6;
      }
    }
  }

  static float nearest(std::string_view strokes, float px, float py) {
    float best = 9;
    for (std::size_t i = 0; i + 3 < strokes.size(); i += 2) {
      while (i < strokes.size() && strokes[i] == ' ') ++i;
      if (i + 3 >= strokes.size()) break;
      if (strokes[i + 2] == ' ') continue;
      const auto digit = [&](std::size_t k) { return static_cast<float>(strokes[k] - '0'); };
      const float ax = digit(i), ay = digit(i + 1), dx = digit(i + 2) - ax, dy = digit(i + 3) - ay;
      const float t = clamp1(((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy + 1e-6f), 0, 1);
      const float ex = px - ax - dx * t, ey = py - ay - dy * t;
      best = std::min(best, std::sqrt(ex * ex + ey * ey));
    }
    return best;
  }

  std::vector<float> table_;
  std::array<float, kWords> lengths_{};
  std::array<float, kWords * kLongest> letters_{};
};

}  // namespace easel::painter::EASEL_ISA
