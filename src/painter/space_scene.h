#pragma once

#include <vector>

#include "painter/brief.h"
#include "painter/scene.h"

// A picture of space before it has pixels. Places are in halves of the picture's shorter side from
// its middle, x to the right, y up; angles are degrees.
namespace easel::painter {

struct Vec3 {
  float x = 0, y = 0, z = 0;
};

struct Nebula {
  float density = 0;  // 0 none, 1 fills a band across the picture
  float angle = 30;   // of the band
  float shift = 0;    // of the band from the middle
  float width = 1;
  Rgb glow{}, veil{}, rim{}, heart{};  // the main light, the broad one, edges, brightest ridges
};

struct Galaxy {
  float size = 0;  // radius of the disc; 0 none
  float x = 0, y = 0;
  float inclination = 58, angle = 24;
  int arms = 2;
  float twist = 0.5f;  // turns for each e-fold of the distance
  Rgb arm{0.20f, 0.39f, 1}, bulge{1, 0.60f, 0.23f};
};

struct BlackHole {
  float size = 0;  // what the picture's half sees, in distances of the disc; 0 none
  float inclination = 7.7f, roll = -9;
  Rgb hot{0.82f, 0.9f, 1.1f}, cool{1, 0.3f, 0.04f};
};

struct Comet {
  float length = 0;  // of its tail; 0 none
  float x = 0, y = 0, angle = 30;
};

struct SpaceScene {
  std::uint32_t seed = 1;
  Vec3 sun{-0.62f, 0.38f, 0.5f};  // where its light comes from; z toward the viewer
  float stars = 1;
  Nebula nebula{};
  Galaxy galaxy{};
  BlackHole hole{};
  Comet comet{};
  int asteroids = 0;
  std::vector<Globe> globes{};  // far ones first
  Grade grade{};
  Concepts heeded{};  // moods and colours that the composer took up
};

}  // namespace easel::painter
