#pragma once

// The engine is compiled twice from the same headers: by engine_v2.cc for any x86-64 of the last
// fifteen years (and for every other kind of CPU), and by engine_v3.cc for those with AVX2. Each
// compilation lives in a namespace of its own, named by EASEL_ISA, and gives the same bytes;
// engine.h picks the faster one at run time.
//
// The instruction set is switched on by a pragma around the engine's headers and not by a compiler
// flag: a flag would also reach the standard library's inline functions, and the linker, which
// keeps one copy of each, could then hand AVX2 code to a machine without it. So whatever the engine
// uses from outside is included here, before the pragma.
#ifndef EASEL_ISA
#error "painter/engine is compiled by engine_v2.cc and engine_v3.cc alone"
#endif

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/job.h"
#include "base/result.h"
#include "imaging/bitmap.h"
#include "painter/dice.h"
#include "painter/engine.h"
#include "painter/model.h"
#include "painter/scene.h"
