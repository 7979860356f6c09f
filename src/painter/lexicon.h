#pragma once

#include <span>
#include <string_view>

#include "painter/brief.h"

// The painter's vocabulary: data, in lexicon.cc.
namespace easel::painter {

struct Word {
  std::string_view phrase;  // lower case, single spaces, singular
  Concept what;
  // What is drawn when that is only something of the same visible kind ("alps" → "mountains");
  // empty when the phrase means the concept itself.
  std::string_view as{};
};

std::span<const Word> vocabulary();
std::span<const Word> words_of_places();  // words_places.cc: city, space, abstract
std::span<const Word> words_of_styles();  // words_styles.cc, and colours
std::string_view name_of(Concept what);   // "mountains", "northern lights", …

// Words that ask for a picture or join others, and leave nothing to draw.
bool is_filler(std::string_view word);

}  // namespace easel::painter
