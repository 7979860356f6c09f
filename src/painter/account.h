#pragma once

#include "painter/composition.h"
#include "painter/engine.h"
#include "painter/painter.h"

// The honest part: what of the words can be seen in the picture.
namespace easel::painter {

// What the words and the composition promise.
Account promise(const Composition& composition);

// What the finished picture keeps: a concept is drawn only where its pixels were counted.
Account settle(const Composition& composition, const Sightings& seen);

// Whether a concept can be seen in a picture of this kind, by the pixels that were counted. In the
// kinds below a mood or a colour counts as seen where the composer heeded it.
bool visible(Concept what, const Scene& scene, const Sightings& seen);
bool visible(Concept what, const CityScene& scene, const Sightings& seen);
bool visible(Concept what, const SpaceScene& scene, const Sightings& seen);
bool visible(Concept what, const AbstractScene& scene, const Sightings& seen);

// Planets and events in the sky of a landscape.
bool visible_in_sky(Concept what, const Scene& scene, const Sightings& seen);

}  // namespace easel::painter
