#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/geometry.h"

// What a prompt asks to be done to a picture, instruction by instruction.
namespace easel::providers {

enum class Verb {
  crop,
  extend,
  resize,
  rotate,
  flip,
  grade,
  match,
  mood,
  style,
  sharpen,
  soften,
  blur_background,
  remove_background,
  fill,
  text,
  sheet,
  before_after,
  palette,
  vectorise,
  refused,
};

// A box in pixels or in shares of the picture.
struct Area {
  double x = 0, y = 0, width = 0, height = 0;
  bool shares = false;
};

struct Instruction {
  Verb verb = Verb::refused;
  std::string words{};    // as the prompt has them
  std::string what{};     // the kind within the verb: "warmth", "night", "oil painting", "left" …
  double amount = 1;      // 0.5 "slightly", 1.6 "much"; factor or degrees, where the verb has them
  bool measured = false;  // `amount` or `size` was given as a number
  std::optional<double> ratio{};
  std::optional<gateway::Size> size{};
  std::optional<Area> area{};
  std::string text{};     // to be set
  std::string reason{};   // why it is refused
  std::string unfound{};  // a thing that was named and cannot be found in a picture
  bool masked = false;    // another picture of the request is its mask
};

// Any bytes at all give a list. Instructions stand between commas, full stops, "and" and "then",
// and keep their order; courtesies are passed over; what is understood by none of the verbs is
// refused with its reason. Texts in quotation marks are kept whole. At most 32 are taken, of the
// first 4000 bytes and 64 clauses.
std::vector<Instruction> read_instructions(std::string_view prompt);

}  // namespace easel::providers
