#pragma once

#include <vector>

#include "painter/brief.h"
#include "painter/scene.h"

// A picture of nothing but form and colour, before it has pixels.
namespace easel::painter {

struct AbstractScene {
  enum class Form {
    gradient,
    waves,
    mandala,
    geometric,
    glass,
    fractal,
    flow,
    marble,
    dots,
    stripes,
    checker
  };
  std::uint32_t seed = 1;
  Form form = Form::flow;
  std::vector<Rgb> colours{};  // linear, 2 … 6, dark to light unless the prompt names them
  Rgb ground{};                // behind them
  float scale = 1;             // of its parts
  float turn = 0;              // of the whole, in turns
  int symmetry = 12;           // of a mandala
  Grade grade{};
  Concepts heeded{};  // moods and colours that the composer took up
};

}  // namespace easel::painter
