#pragma once

#include <mutex>
#include <optional>
#include <string_view>

#include "gateway/event.h"

namespace easel::drive {

// How far an engine's bars say that it is: written on the engine's loop, read on a request's.
// Thread-safe.
class Gauge {
 public:
  // Begins anew, for a request of this many pictures.
  void reset(int pictures);
  // A line of the engine's output. What is no bar of steps changes nothing; a bar of bytes ("MB/s")
  // tells that the model is being loaded. Source of the form: pretty_progress in
  // stable-diffusion.cpp's util.cpp, "  |====>    | 3/20 - 1.52it/s".
  void hear(std::string_view line);
  // What is new since it was last asked.
  std::optional<gateway::Progress> news();

 private:
  std::mutex mutex_;
  int pictures_ = 1, whole_ = 0;
  int step_ = 0;
  gateway::Progress progress_{};
  bool fresh_ = false;
};

}  // namespace easel::drive
