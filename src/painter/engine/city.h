#pragma once

#include "painter/engine/skyline.h"
#include "painter/engine/street.h"

namespace easel::painter::EASEL_ISA {

inline Result<Rendering> paint_city(const CityScene& scene, int width, int height, Job& job) {
  if (scene.view == CityScene::View::street)
    return StreetPicture(scene, width, height, job).paint();
  return SkylinePicture(scene, width, height, job).paint();
}

}  // namespace easel::painter::EASEL_ISA
