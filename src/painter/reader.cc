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
  bool quoted = false;       // a whole text in quotation marks
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
    } else if (word->what < Concept::serene || is_thing(word->what)) {
      thing = word->what;
    }
    next += count;
  }
  return thing;
}

// What "on", "behind" or "next to" say, and how many words they take.
std::pair<std::size_t, Relation> relation_at(const std::vector<Token>& tokens, std::size_t at) {
  struct Preposition {
    std::string_view words;
    Relation relation;
  };
  static constexpr Preposition kAll[] = {
      {"in front of", Relation::before},   {"on top of", Relation::on},
      {"surrounded by", Relation::around}, {"next to", Relation::beside},
      {"close to", Relation::beside},      {"on", Relation::on},
      {"upon", Relation::on},              {"atop", Relation::on},
      {"crossing", Relation::on},          {"across", Relation::on},
      {"under", Relation::under},          {"beneath", Relation::under},
      {"below", Relation::under},          {"underneath", Relation::under},
      {"above", Relation::above},          {"over", Relation::above},
      {"beside", Relation::beside},        {"by", Relation::beside},
      {"near", Relation::beside},          {"with", Relation::beside},
      {"and", Relation::beside},           {"behind", Relation::behind},
      {"between", Relation::between},      {"among", Relation::between},
      {"amid", Relation::between},         {"in", Relation::in},
      {"inside", Relation::in},
  };
  for (const auto& [words, relation] : kAll) {
    std::size_t n = 0;
    std::string_view rest = words;
    while (!rest.empty() && at + n < tokens.size()) {
      const std::string_view word = rest.substr(0, rest.find(' '));
      if (tokens[at + n].lower != word) break;
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
      ++n;
    }
    if (rest.empty()) return {n, relation};
  }
  return {0, Relation::none};
}

// "three", "a pair of", "12": how many, and how many words say so.
std::pair<std::size_t, int> number_at(const std::vector<Token>& tokens, std::size_t at) {
  if (at + 1 < tokens.size() && !tokens[at].ends_clause) {
    const int value = number_of(tokens[at].lower + " " + tokens[at + 1].lower);
    if (value > 0) return {2, value};
  }
  return {1, number_of(tokens[at].lower)};
}

// Reads the tokens one after the other.
class Reading {
 public:
  explicit Reading(const std::string& prompt) : tokens_(split(prompt)) {}

  Brief finish() {
    while (at_ < tokens_.size()) step();
    return std::move(brief_);
  }

 private:
  void step() {
    const Token& token = tokens_[at_];
    if (token.quoted) return quote(token);
    if (negates(token.lower)) {
      negated_ = true;
      ++at_;
      return;
    }
    const auto [count, word] = match(tokens_, at_);
    if (word == nullptr && number()) return;
    if (word == nullptr && passed_over()) return;
    Mention made = mention(count, word);
    made.negated = negated_;
    const Token& last = tokens_[at_ + count - 1];
    at_ += count;
    if (at_ < tokens_.size() && tokens_[at_].lower == "free" && !last.ends_clause) {
      made.negated = true;
      ++at_;
    }
    if (last.ends_clause) negated_ = false;
    keep(std::move(made), last);
  }

  void quote(const Token& token) {
    brief_.texts.push_back(token.written);
    brief_.mentions.push_back({.words = token.written});
    ++at_;
  }

  // A number counts the thing that follows; without one it is no word of content.
  bool number() {
    const auto [count, value] = number_at(tokens_, at_);
    if (value == 0 || !thing_follows(at_ + count)) return false;
    Mention made{.words = written(tokens_, at_, count), .what = Concept::counted};
    made.name = made.words;
    pending_.push_back(brief_.mentions.size());
    brief_.mentions.push_back(std::move(made));
    number_ = value;
    at_ += count;
    return true;
  }

  bool thing_follows(std::size_t next) const {
    while (next < tokens_.size() && !(next > 0 && tokens_[next - 1].ends_clause)) {
      const auto [count, word] = match(tokens_, next);
      if (word != nullptr && is_thing(word->what)) return true;
      if (word == nullptr && !is_filler(tokens_[next].lower) && next > at_ + 3) return false;
      next += count;
    }
    return false;
  }

  // Prepositions and filler. "No sun over mountains": a preposition begins something that is
  // wanted again.
  bool passed_over() {
    const auto [count, relation] = relation_at(tokens_, at_);
    const std::size_t words = std::max<std::size_t>(count, 1);
    const Token& last = tokens_[at_ + words - 1];
    if (relation == Relation::none && !is_filler(last.lower)) return false;
    if (relation != Relation::none) relation_ = relation;
    static const std::set<std::string, std::less<>> kTurns{"over",  "with",  "in",  "on", "at",
                                                           "under", "above", "but", "by", "near"};
    if (kTurns.contains(last.lower) || last.ends_clause) negated_ = false;
    at_ += words;
    return true;
  }

  Mention mention(std::size_t count, const Word* word) const {
    Mention made;
    made.words = written(tokens_, at_, count);
    if (word == nullptr) return made;
    if (is_colour(word->what)) {
      const auto thing = thing_coloured(tokens_, at_ + count);
      if (thing == Concept::unknown) return made;
      made.of = thing.value_or(Concept::unknown);
    }
    made.what = word->what;
    made.stands_in = !word->as.empty();
    made.name = word->as.empty() ? name_of(word->what) : word->as;
    return made;
  }

  void keep(Mention made, const Token& last) {
    if (is_thing(made.what) && !made.negated) {
      made.thing = add_thing(made, last);
    } else if (is_attribute(made.what) || (is_colour(made.what) && is_thing(made.of))) {
      attribute(made);
    }
    const bool bound = made.thing >= 0 || is_attribute(made.what) || is_thing(made.of);
    const std::string key = made.what == Concept::unknown ? made.words : made.name;
    if (!said_.insert({key, made.negated}).second && !bound) return;
    const bool of_thing = is_colour(made.what) && is_thing(made.of);
    if (made.what != Concept::unknown && !is_attribute(made.what) && !of_thing) {
      (made.negated ? brief_.forbidden : brief_.wanted).set(index(made.what));
    }
    brief_.mentions.push_back(std::move(made));
    if (last.ends_clause) relation_ = Relation::none;
  }

  // Words about things wait for their noun; "standing" and the like may follow it.
  void attribute(Mention& made) {
    const bool stance = made.what >= Concept::standing && made.what <= Concept::floating;
    if (stance && !brief_.things.empty()) {
      made.thing = static_cast<int>(brief_.things.size()) - 1;
      return;
    }
    pending_.push_back(brief_.mentions.size());
  }

  int add_thing(const Mention& noun, const Token& last) {
    const int which = static_cast<int>(brief_.things.size());
    Thing thing{.what = noun.what};
    thing.count = number_;
    thing.many = number_ == 0 && plural(last.lower);
    for (const std::size_t i : pending_) bind(brief_.mentions[i], thing, which);
    pending_.clear();
    number_ = 0;
    if (which > 0 && relation_ != Relation::none) {
      Thing& before = brief_.things.back();
      if (before.relation == Relation::none) {
        before.relation = relation_;
        before.to = which;
      }
    }
    relation_ = Relation::none;
    brief_.things.push_back(thing);
    return which;
  }

  static bool plural(const std::string& word) {
    return word.ends_with('s') && !word.ends_with("ss") && lemmas(word).size() > 1 &&
           !phrases().contains(word);
  }

  static void bind(Mention& word, Thing& thing, int which) {
    word.thing = which;
    if (is_colour(word.what)) thing.colour = word.what;
    if (word.what == Concept::small) thing.size = 0.7f;
    if (word.what == Concept::large) thing.size = 1.4f;
    if (word.what == Concept::glowing) thing.glows = true;
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  Brief brief_;
  std::set<std::pair<std::string, bool>> said_;
  bool negated_ = false;
  std::vector<std::size_t> pending_;  // mentions that wait for their thing
  int number_ = 0;
  Relation relation_ = Relation::none;
};

}  // namespace

Brief read(const std::string& prompt) {
  return Reading(prompt).finish();
}

}  // namespace easel::painter
