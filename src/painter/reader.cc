#include "painter/reader.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>

#include "painter/lexicon.h"

namespace easel::painter {
namespace {

struct Token {
  std::string written, lower;
  bool ends_clause = false;  // a comma or full stop follows: negation does not reach beyond it
};

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
    if (length == 1 && is_word_byte(c)) {
      word.written += c;
      word.lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (length > 1 && !is_wide_space(prompt.substr(i, length))) {
      word.written += prompt.substr(i, length);
      word.lower += prompt.substr(i, length);
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

// The forms under which the vocabulary may know a word: itself, then without a plural's ending.
std::vector<std::string> lemmas(const std::string& word) {
  std::vector<std::string> forms{word};
  const auto ends = [&](std::string_view tail) {
    return word.size() > tail.size() + 1 && word.ends_with(tail);
  };
  const auto cut = [&](std::size_t n, std::string_view add) {
    forms.push_back(word.substr(0, word.size() - n) + std::string(add));
  };
  if (ends("ies")) cut(3, "y");
  if (ends("ves")) cut(3, "f");
  if (ends("es")) cut(2, "");
  if (ends("s") && !ends("ss")) cut(1, "");
  return forms;
}

using Index = std::unordered_map<std::string_view, const Word*>;

const Index& phrases() {
  static const Index all = [] {
    Index made;
    for (const Word& word : vocabulary()) made.emplace(word.phrase, &word);
    return made;
  }();
  return all;
}

// The longest phrase that begins at a token: how many tokens it takes, and what it means. Only the
// last word of a phrase may be a plural.
std::pair<std::size_t, const Word*> match(const std::vector<Token>& tokens, std::size_t at) {
  constexpr std::size_t kLongest = 3;
  for (std::size_t n = std::min(kLongest, tokens.size() - at); n > 0; --n) {
    std::string head;
    bool joined = true;
    for (std::size_t i = 0; i + 1 < n; ++i) {
      head += tokens[at + i].lower + " ";
      joined = joined && !tokens[at + i].ends_clause;
    }
    if (!joined) continue;
    for (const std::string& form : lemmas(tokens[at + n - 1].lower)) {
      const auto found = phrases().find(head + form);
      if (found != phrases().end()) return {n, found->second};
    }
  }
  return {1, nullptr};
}

bool negates(const std::string& word) {
  return word == "no" || word == "without" || word == "not" || word == "minus" || word == "nor" ||
         word == "never" || word == "except";
}

std::string written(const std::vector<Token>& tokens, std::size_t at, std::size_t count) {
  std::string out = tokens[at].written;
  for (std::size_t i = 1; i < count; ++i) out += " " + tokens[at + i].written;
  return out;
}

// "A red car", "red summer forest", "green and purple northern lights": a colour belongs to the
// last of the things named right after it, over other words for how that looks. Nothing when no
// thing follows: then it colours the whole picture. `unknown` when the painter does not know the
// thing: the colour is lost with it.
std::optional<Concept> thing_coloured(const std::vector<Token>& tokens, std::size_t next) {
  std::optional<Concept> thing;
  while (next < tokens.size() && !tokens[next - 1].ends_clause) {
    const auto [count, word] = match(tokens, next);
    const std::string& lower = tokens[next].lower;
    if (word == nullptr) {
      if (!negates(lower) && !is_filler(lower)) return Concept::unknown;
      if (lower != "and" || thing.has_value()) return thing;
    } else if (can_carry_colour(word->what)) {
      thing = word->what;
    }
    next += count;
  }
  return thing;
}

Mention mention(const std::vector<Token>& tokens, std::size_t at, std::size_t count,
                const Word* word) {
  Mention made;
  made.words = written(tokens, at, count);
  if (word == nullptr) return made;
  if (is_colour(word->what)) {
    const auto thing = thing_coloured(tokens, at + count);
    if (thing == Concept::unknown) return made;
    made.of = thing.value_or(Concept::unknown);
  }
  made.what = word->what;
  made.stands_in = !word->as.empty();
  made.name = word->as.empty() ? name_of(word->what) : word->as;
  return made;
}

}  // namespace

Brief read(const std::string& prompt) {
  const std::vector<Token> tokens = split(prompt);
  Brief brief;
  std::set<std::pair<std::string, bool>> said;
  bool negated = false;
  for (std::size_t at = 0; at < tokens.size();) {
    if (negates(tokens[at].lower)) {
      negated = true;
      ++at;
      continue;
    }
    const auto [count, word] = match(tokens, at);
    const Token& last = tokens[at + count - 1];
    if (word == nullptr && is_filler(last.lower)) {
      // "no sun over mountains": a preposition begins something that is wanted again.
      static const std::set<std::string, std::less<>> kTurns{"over",  "with",  "in",  "on", "at",
                                                             "under", "above", "but", "by", "near"};
      if (kTurns.contains(last.lower) || last.ends_clause) negated = false;
      ++at;
      continue;
    }
    Mention made = mention(tokens, at, count, word);
    made.negated = negated;
    at += count;
    if (at < tokens.size() && tokens[at].lower == "free" && !last.ends_clause) {
      made.negated = true;
      ++at;
    }
    if (last.ends_clause) negated = false;
    if (!said.insert({made.what == Concept::unknown ? made.words : std::string(made.name),
                      made.negated})
             .second)
      continue;
    if (made.what != Concept::unknown)
      (made.negated ? brief.forbidden : brief.wanted).set(index(made.what));
    brief.mentions.push_back(std::move(made));
  }
  return brief;
}

}  // namespace easel::painter
