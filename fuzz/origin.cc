// A picture file that says where it comes from: walking through it never reads beyond its end, and
// what is told is fit for a terminal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "imaging/origin.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto found = easel::imaging::inspect({reinterpret_cast<const char*>(data), size});
  if (!found) return 0;
  if (found->width <= 0 || found->format.empty()) std::abort();
  for (auto text : {found->tool, found->model, found->seed, found->prompt})
    for (char c : text)
      if (static_cast<unsigned char>(c) < ' ') std::abort();
  return 0;
}
