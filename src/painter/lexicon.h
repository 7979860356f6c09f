#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "painter/brief.h"

// The painter's vocabulary: data. Lights, lands and plants are in lexicon.cc, things in
// words_things.cc and words_animals.cc, and other languages' words in words_languages.cc.
namespace easel::painter {

struct Word {
  std::string_view phrase;  // lower case, single spaces, singular
  Concept what;
  // What is drawn when that is only something of the same visible kind ("alps" → "mountains");
  // empty when the phrase means the concept itself.
  std::string_view as{};
};

std::span<const Word> vocabulary();       // English
std::span<const Word> other_languages();  // as written there, plurals too; any script
std::span<const Word> words_of_nature();  // words_nature.cc
std::span<const Word> words_of_places();  // words_places.cc: city, space, abstract
std::span<const Word> words_of_styles();  // words_styles.cc, and colours

// How many "three", "a pair of" or "a flock of" are; 0 for other words.
int number_of(std::string_view words);
std::string_view name_of(Concept what);  // "mountains", "northern lights", …

// Words that ask for a picture or join others, and leave nothing to draw.
bool is_filler(std::string_view word);

// Lines "concept: word, word | word drawn as it", as the tables of words are written. A concept is
// named by its English word.
std::vector<Word> parse_words(std::string_view table, std::span<const Word> known);
extern const std::string_view kThingWords, kAnimalWords, kLanguageWords;
// Lines "number: word, word", and words that join others.
extern const std::string_view kLanguageNumbers, kLanguageFiller;
int number_elsewhere(std::string_view word);  // 0 where it is none
bool is_filler_elsewhere(std::string_view word);

}  // namespace easel::painter
