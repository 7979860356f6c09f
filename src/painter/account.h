#pragma once

#include "painter/brief.h"
#include "painter/engine.h"
#include "painter/painter.h"
#include "painter/scene.h"

// The honest part: what of the words can be seen in the picture.
namespace easel::painter {

// What the words and the scene promise.
Account promise(const Brief& brief, const Scene& scene);

// What the finished picture keeps: a concept is drawn only where its pixels were counted.
Account settle(const Brief& brief, const Scene& scene, const Sightings& seen);

}  // namespace easel::painter
