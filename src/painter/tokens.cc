#include "painter/tokens.h"

#include <algorithm>

namespace easel::painter {
namespace {

// How many bytes of well-formed UTF-8 begin here; 0 when none do.
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return 0;
  }
  const unsigned char second = byte(at + 1);
  const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
  const bool outside = (lead == 0xed && second > 0x9f) || (lead == 0xf4 && second > 0x8f);
  return overlong || outside ? 0 : length;
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Punctuation outside ASCII (U+2000 … U+206F, U+3000 … U+303F) separates words too.
bool is_wide_space(std::string_view character) {
  if (character.size() == 2)
    return character == "\xc2\xa0" || character == "\xc2\xab" || character == "\xc2\xbb";
  if (character.size() != 3) return false;
  return character.starts_with("\xe2\x80") || character.starts_with("\xe2\x81") ||
         character.starts_with("\xe3\x80");
}

// The text between quotation marks that begins here, with its marks; empty when none does.
std::string_view quotation(std::string_view rest) {
  constexpr std::string_view kMarks[][2] = {
      {"\"", "\""}, {"\xe2\x80\x9c", "\xe2\x80\x9d"}, {"\xc2\xab", "\xc2\xbb"}};
  constexpr std::size_t kLongest = 200;
  for (const auto& [open, close] : kMarks) {
    if (!rest.starts_with(open)) continue;
    const std::size_t end = rest.substr(0, kLongest).find(close, open.size());
    if (end != rest.npos && end > open.size()) return rest.substr(0, end + close.size());
  }
  return {};
}

// A character beyond ASCII in lower case: the letters of western Europe and of Russian.
std::string lower_case(std::string_view character) {
  std::string out(character);
  if (character.size() != 2) return out;
  const unsigned lead = static_cast<unsigned char>(out[0]),
                 tail = static_cast<unsigned char>(out[1]);
  unsigned code = (lead & 31) << 6 | (tail & 63);
  if (code >= 0xc0 && code <= 0xde && code != 0xd7) code += 0x20;
  if (code >= 0x410 && code <= 0x42f) code += 0x20;
  if (code == 0x401) code = 0x451;
  out[0] = static_cast<char>(0xc0 | code >> 6);
  out[1] = static_cast<char>(0x80 | (code & 63));
  return out;
}

// Chinese and Japanese characters, which are written without spaces.
bool is_unspaced(std::string_view character) {
  const unsigned char lead = static_cast<unsigned char>(character.front());
  return character.size() == 3 && lead >= 0xe3 && lead <= 0xe9;
}

const WordIndex& phrases_elsewhere() {
  static const WordIndex all = [] {
    WordIndex made;
    for (const Word& word : other_languages()) made.emplace(word.phrase, &word);
    return made;
  }();
  return all;
}

// Russian nouns and adjectives change their endings: what is left without them.
std::string_view stem(std::string_view word) {
  static constexpr std::string_view kEndings[] = {
      "ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "ах", "ях", "ов", "ев", "ей", "ой",
      "ою",  "ом",  "ем",  "ам",  "ям",  "ую",  "юю",  "ая",  "яя", "ое", "ее", "ые", "ие", "ый",
      "ий",  "ым",  "им",  "ых",  "их",  "а",   "я",   "ы",   "и",  "у",  "ю",  "е",  "о",  "ь"};
  constexpr std::size_t kLeast = 6;  // three letters
  if (word.empty() || static_cast<unsigned char>(word.front()) < 0xd0) return word;
  for (const std::string_view ending : kEndings) {
    if (word.ends_with(ending) && word.size() >= kLeast + ending.size()) {
      return word.substr(0, word.size() - ending.size());
    }
  }
  return word;
}

const WordIndex& stems() {
  static const WordIndex all = [] {
    WordIndex made;
    for (const Word& word : other_languages()) {
      const std::string_view base = stem(word.phrase);
      if (base.size() < word.phrase.size() || static_cast<unsigned char>(base.front()) >= 0xd0) {
        made.emplace(base, &word);
      }
    }
    return made;
  }();
  return all;
}

// Cuts a run of such characters into words: the longest known one at each place, and what lies
// between them.
void cut_unspaced(std::string_view run, std::vector<Token>& tokens) {
  constexpr std::size_t kCharacter = 3, kLongest = 8 * kCharacter;
  const auto known = [](std::string_view word) {
    return phrases_elsewhere().contains(word) || number_of(word) > 0 || is_filler(word);
  };
  std::string unknown;
  const auto finish = [&] {
    if (!unknown.empty()) tokens.push_back({.written = unknown, .lower = unknown});
    unknown.clear();
  };
  for (std::size_t at = 0; at < run.size();) {
    std::size_t size = std::min(kLongest, run.size() - at);
    while (size > 0 && !known(run.substr(at, size))) size -= kCharacter;
    if (size == 0) {
      unknown += run.substr(at, kCharacter);
      at += kCharacter;
      continue;
    }
    finish();
    const std::string word(run.substr(at, size));
    tokens.push_back({.written = word, .lower = word});
    at += size;
  }
  finish();
}

}  // namespace

const Word* word_elsewhere(std::string_view phrase) {
  const auto known = [](const WordIndex& index, std::string_view what) {
    const auto found = index.find(what);
    return found == index.end() ? nullptr : found->second;
  };
  if (const Word* word = known(phrases_elsewhere(), phrase)) return word;
  if (phrase.size() > 4 && phrase.ends_with('s')) {
    if (const Word* word = known(phrases_elsewhere(), phrase.substr(0, phrase.size() - 1))) {
      return word;
    }
  }
  const unsigned char first = static_cast<unsigned char>(phrase.front());
  return first == 0xd0 || first == 0xd1 ? known(stems(), stem(phrase)) : nullptr;
}

std::vector<Token> split(std::string_view prompt) {
  std::vector<Token> tokens;
  Token word;
  const auto finish = [&] {
    if (!word.written.empty()) tokens.push_back(std::move(word));
    word = {};
  };
  for (std::size_t i = 0; i < prompt.size();) {
    const std::size_t length = utf8_length(prompt, i);
    const char c = prompt[i];
    if (const std::string_view text = quotation(prompt.substr(i)); !text.empty()) {
      finish();
      tokens.push_back({.written = std::string(text), .quoted = true, .ends_clause = true});
      i += text.size();
      continue;
    }
    if (length == 1 && is_word_byte(c)) {
      word.written += c;
      word.lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (length == 3 && is_unspaced(prompt.substr(i, 3)) &&
               !is_wide_space(prompt.substr(i, 3))) {
      finish();
      std::size_t end = i;
      while (utf8_length(prompt, end) == 3 && is_unspaced(prompt.substr(end, 3)) &&
             !is_wide_space(prompt.substr(end, 3))) {
        end += 3;
        if (end >= prompt.size()) break;
      }
      cut_unspaced(prompt.substr(i, end - i), tokens);
      i = end;
      continue;
    } else if (length > 1 && !is_wide_space(prompt.substr(i, length))) {
      word.written += prompt.substr(i, length);
      word.lower += lower_case(prompt.substr(i, length));
    } else if (c == '\'' && !word.written.empty() && prompt.substr(i + 1).starts_with('s')) {
      i += 1;  // "the sun's": the possessive says nothing
    } else {
      finish();
      if (!tokens.empty() && (c == ',' || c == '.' || c == ';' || c == '!' || c == '?')) {
        tokens.back().ends_clause = true;
      }
    }
    i += std::max<std::size_t>(length, 1);
  }
  finish();
  return tokens;
}

}  // namespace easel::painter
