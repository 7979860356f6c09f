// What somebody asks to be done to a picture: any words give instructions that are done or refused,
// each told, and a picture of bounded size.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "providers/edits.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace easel;
  auto instructions = providers::read_instructions({reinterpret_cast<const char*>(data), size});
  if (instructions.size() > 32) std::abort();
  // Large results are slow, and not what is looked for.
  std::erase_if(instructions, [](const providers::Instruction& instruction) {
    const bool large =
        instruction.size && (instruction.size->width > 200 || instruction.size->height > 200);
    return large || (instruction.verb == providers::Verb::resize && instruction.amount > 4);
  });
  if (instructions.size() > 4) instructions.resize(4);
  imaging::Bitmap picture(24, 18, size % 2 == 0 ? 3 : 4);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i)
    picture.pixels[i] = static_cast<std::uint8_t>(i * 37 + (size > 0 ? data[i % size] : 0));
  const auto threads = make_threads(1);
  Job job{.parallel = *threads};
  const auto edited = providers::edit({picture, picture}, instructions, {}, job);
  if (!edited || edited->told.size() != instructions.size() || edited->picture.width < 1 ||
      edited->text().empty())
    std::abort();
  return 0;
}
