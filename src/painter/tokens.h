#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "painter/lexicon.h"

// A prompt as words: in lower case, without punctuation, with Chinese and Japanese cut where words
// end and texts in quotation marks kept whole. Bytes that are not UTF-8 separate words.
namespace easel::painter {

struct Token {
  std::string written, lower;
  bool quoted = false;       // a whole text in quotation marks
  bool ends_clause = false;  // a comma or full stop follows: negation does not reach beyond it
};

std::vector<Token> split(std::string_view prompt);

using WordIndex = std::unordered_map<std::string_view, const Word*>;

// A word or phrase of another language, whatever its ending; null where it is none.
const Word* word_elsewhere(std::string_view phrase);

}  // namespace easel::painter
