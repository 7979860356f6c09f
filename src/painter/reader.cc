#include "painter/reader.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "painter/lexicon.h"
#include "painter/things.h"
#include "painter/tokens.h"

namespace easel::painter {
namespace {

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

const WordIndex& phrases() {
  static const WordIndex all = [] {
    WordIndex made;
    for (const Word& word : vocabulary()) made.emplace(word.phrase, &word);
    return made;
  }();
  return all;
}

// The longest phrase of another language that begins at a token.
std::pair<std::size_t, const Word*> match_elsewhere(const std::vector<Token>& tokens,
                                                    std::size_t at) {
  constexpr std::size_t kLongest = 4;
  std::pair<std::size_t, const Word*> best{1, nullptr};
  std::string phrase;
  for (std::size_t n = 1; n <= std::min(kLongest, tokens.size() - at); ++n) {
    if (n > 1) phrase += ' ';
    phrase += tokens[at + n - 1].lower;
    if (const Word* word = word_elsewhere(phrase)) best = {n, word};
    if (tokens[at + n - 1].ends_clause) break;
  }
  return best;
}

// The longest phrase that begins at a token: how many tokens it takes, and what it means. Only the
// last word of a phrase may be a plural.
std::pair<std::size_t, const Word*> match(const std::vector<Token>& tokens, std::size_t at) {
  constexpr std::size_t kLongest = 4;
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
  return match_elsewhere(tokens, at);
}

bool negates(const std::string& word) {
  return word == "no" || word == "without" || word == "not" || word == "minus" || word == "nor" ||
         word == "never" || word == "except" || word == "sin" || word == "sans" || word == "ohne" ||
         word == "senza" || word == "sem" || word == "без" || word == "没有";
}

// What a thing has on it anyway: naming that adds nothing beside it.
bool is_part(Concept part, Concept whole) {
  using enum Concept;
  switch (whole) {
    case snowman:
      return part == hat || part == carrot;
    case cake:
      return part == candle;
    case christmas_tree:
      return part == star || part == ball || part == bell || part == lantern || part == candle;
    case fruit_bowl:
      return part == apple || part == orange_fruit || part == banana;
    case vase:
      return part == tulip || part == rose || part == sunflower;
    case chest:
      return part == crystal;
    case pan:
      return part == egg;
    default:
      return false;
  }
}

// A feast names a thing, but never adds a second one.
bool is_feast(std::string_view word) {
  return word == "halloween" || word == "christmas" || word == "xmas";
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
      if (!negates(lower) && !is_filler(lower)) {
        return thing && is_thing(*thing) ? thing : Concept::unknown;
      }
      if (lower != "and" || thing.has_value()) return thing;
    } else if (can_carry_colour(word->what)) {
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
      {"in front of", Relation::before},
      {"on top of", Relation::on},
      {"surrounded by", Relation::around},
      {"next to", Relation::beside},
      {"close to", Relation::beside},
      {"on", Relation::on},
      {"upon", Relation::on},
      {"atop", Relation::on},
      {"crossing", Relation::on},
      {"across", Relation::on},
      {"under", Relation::under},
      {"beneath", Relation::under},
      {"below", Relation::under},
      {"underneath", Relation::under},
      {"above", Relation::above},
      {"over", Relation::above},
      {"beside", Relation::beside},
      {"by", Relation::beside},
      {"near", Relation::beside},
      {"with", Relation::beside},
      {"and", Relation::beside},
      {"behind", Relation::behind},
      {"between", Relation::between},
      {"among", Relation::between},
      {"amid", Relation::between},
      {"in", Relation::in},
      {"inside", Relation::in},
      // Other languages.
      {"auf", Relation::on},
      {"sur", Relation::on},
      {"sobre", Relation::on},
      {"sulla", Relation::on},
      {"sul", Relation::on},
      {"su", Relation::on},
      {"на", Relation::on},
      {"上", Relation::on},
      {"上的", Relation::on},
      {"上の", Relation::on},
      {"の上の", Relation::on},
      {"unter", Relation::under},
      {"sous", Relation::under},
      {"bajo", Relation::under},
      {"sotto", Relation::under},
      {"sob", Relation::under},
      {"под", Relation::under},
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
    find_stone();
    put_rider_first();
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
    if (number()) return;
    auto [count, word] = match(tokens_, at_);
    // Right behind a thing "noir" is French for black, and no style.
    if (word != nullptr && word->what == Concept::noir && follows_thing()) {
      word = phrases().find("black")->second;
    }
    if (word == nullptr && (introduces_text() || passed_over())) return;
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
    brief_.texts.push_back({token.written, as_title_});
    as_title_ = false;
    brief_.mentions.push_back({.words = token.written});
    ++at_;
  }

  // A number counts the thing that follows; without one it is no word of content.
  bool number() {
    const auto [count, value] = number_at(tokens_, at_);
    if (value == 0 || !thing_follows(at_ + count)) return false;
    if (value == 2 && tokens_[at_].lower == "pair" && is_pair(at_ + count)) {
      at_ += count;
      return true;
    }
    Mention made{.words = written(tokens_, at_, count), .what = Concept::counted};
    made.name = made.words;
    pending_.push_back(brief_.mentions.size());
    brief_.mentions.push_back(std::move(made));
    number_ = value;
    at_ += count;
    return true;
  }

  // One of these is a pair already.
  bool is_pair(std::size_t next) const {
    const Word* word = match(tokens_, next).second;
    return word != nullptr &&
           (word->what == Concept::scissors || word->what == Concept::spectacles);
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

  // "with the title", "that says" before a text: they ask for it, and for nothing else.
  bool introduces_text() {
    static const std::set<std::string, std::less<>> kWords{
        "says",     "say",      "saying",    "reads",   "reading", "read",      "title",
        "titled",   "caption",  "captioned", "text",    "texts",   "word",      "words",
        "label",    "labelled", "labeled",   "written", "writing", "lettering", "inscription",
        "headline", "slogan",   "named",     "called",  "saying:"};
    static const std::set<std::string, std::less<>> kTitles{"title",     "titled",   "caption",
                                                            "captioned", "headline", "slogan"};
    if (!kWords.contains(tokens_[at_].lower)) return carving();
    const std::size_t end = std::min(tokens_.size(), at_ + 4);
    for (std::size_t i = at_ + 1; i < end; ++i) {
      if (!tokens_[i].quoted) continue;
      as_title_ = as_title_ || kTitles.contains(tokens_[at_].lower);
      return ++at_, true;
    }
    return false;
  }

  // "\"1923\" carved in stone": how a text stands there, on what the prompt names beside it.
  bool carving() {
    static const std::set<std::string, std::less<>> kWords{
        "carved", "engraved", "chiselled", "chiseled", "etched", "inscribed", "hewn", "incised"};
    if (!kWords.contains(tokens_[at_].lower)) return false;
    if (std::ranges::none_of(tokens_, &Token::quoted)) return false;
    carved_ = true;
    return ++at_, true;
  }

  // A text that is carved, or that a stone bears, needs a stone to stand on and not rocks about.
  void find_stone() {
    if (brief_.texts.empty()) return;
    for (const Thing& thing : brief_.things)
      if (bears_words(thing.what)) return;
    for (Mention& m : brief_.mentions) {
      if (m.negated) continue;
      const bool stone = m.what == Concept::rocks && (carved_ || m.words == "stone");
      const bool slab = carved_ && (m.what == Concept::marble || is_stone(m.words));
      const bool wood = carved_ && m.what == Concept::forest && m.words.starts_with("wood");
      if (!stone && !slab && !wood) continue;
      if (m.what != Concept::unknown) brief_.wanted.reset(index(m.what));
      m.what = wood ? Concept::signpost : Concept::gravestone;
      m.name = kind_of(m.what).one;
      m.thing = static_cast<int>(brief_.things.size());
      brief_.wanted.set(index(m.what));
      brief_.things.push_back({.what = m.what});
      return;
    }
  }
  static bool is_stone(std::string_view word) {
    return word == "granite" || word == "sandstone" || word == "limestone" || word == "slate" ||
           word == "basalt" || word == "rock" || word == "boulder";
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
      if (thing == Concept::unknown && !follows_thing()) return made;
      made.of = thing.value_or(Concept::unknown);
      // In other languages a colour may follow its noun.
      const bool english =
          phrases().contains(tokens_[at_].lower) && !tokens_[at_].lower.starts_with("noir");
      if (!english && !is_thing(made.of) && follows_thing()) {
        made.of = brief_.things.back().what;
      }
    }
    made.what = word->what;
    made.stands_in = !word->as.empty();
    made.name = word->as.empty() ? name_of(word->what) : word->as;
    if (is_attribute(made.what) && !is_colour(made.what)) made.name = made.words;
    return made;
  }

  // Whether the word just before is a thing of the brief.
  bool follows_thing() const { return at_ == after_thing_ && !brief_.things.empty(); }

  void keep(Mention made, const Token& last) {
    if (is_thing(made.what) && !made.negated && belongs(made, last)) {
      after_thing_ = at_;
    } else if (is_thing(made.what) && !made.negated) {
      made.thing = add_thing(made, last);
      const Thing& thing = brief_.things.back();
      if (thing.count > 1 || thing.many) made.name = kind_of(thing.what).many;
      after_thing_ = at_;
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

  // "On the iceberg three penguins" and "an iceberg with three penguins" are pictures of penguins.
  void put_rider_first() {
    std::vector<Thing>& things = brief_.things;
    if (things.size() < 2) return;
    const bool with = things[0].what == Concept::iceberg && things[0].to == 1 &&
                      things[0].relation == Relation::beside &&
                      kind_of(things[1].what).footing == Footing::ground;
    const bool on = things[1].relation == Relation::on && things[1].to == 0;
    if (!with && !on) return;
    std::swap(things[0], things[1]);
    things[0].relation = Relation::on;
    things[0].to = 1;
    things[1].relation = Relation::none;
    things[1].to = -1;
    for (Mention& m : brief_.mentions) {
      if (m.thing == 0 || m.thing == 1) m.thing = 1 - m.thing;
    }
  }

  // Words about things wait for their noun; "standing" and the like may follow it.
  void attribute(Mention& made) {
    const bool stance = made.what >= Concept::standing && made.what <= Concept::floating;
    if (stance && !brief_.things.empty()) {
      made.thing = static_cast<int>(brief_.things.size()) - 1;
      return;
    }
    if (is_colour(made.what) && at_ == after_thing_ + 1 && !brief_.things.empty() &&
        brief_.things.back().what == made.of && brief_.things.back().colour == Concept::unknown) {
      bind(made, brief_.things.back(), static_cast<int>(brief_.things.size()) - 1);
      return;
    }
    pending_.push_back(brief_.mentions.size());
  }

  static std::size_t words_of(const Mention& noun) {
    return 1 + static_cast<std::size_t>(std::ranges::count(noun.words, ' '));
  }

  // Whether a noun names what is there already; it is then shown with that.
  bool belongs(Mention& noun, const Token& last) {
    for (std::size_t i = 0; i < brief_.things.size(); ++i) {
      Thing& whole = brief_.things[i];
      // "A tabby cat", "a retriever puppy": two words for one thing.
      const bool again = whole.what == noun.what && i + 1 == brief_.things.size() &&
                         after_thing_ + words_of(noun) == at_ && pending_.empty();
      const bool feast = is_feast(last.lower) && whole.what == noun.what;
      if (again && young(last.lower)) whole.size = 0.5f;
      if (again) whole.many = whole.many || plural(last.lower);
      if (!again && !feast && !is_part(noun.what, whole.what)) continue;
      if (feast && whole.what == Concept::pumpkin) whole.glows = true;
      noun.thing = static_cast<int>(i);
      if (!again) noun.name = kind_of(noun.what).one;
      noun.what = whole.what;
      pending_.clear();
      number_ = 0;
      relation_ = Relation::none;
      return true;
    }
    return false;
  }

  int add_thing(const Mention& noun, const Token& last) {
    const int which = static_cast<int>(brief_.things.size());
    Thing thing{.what = noun.what};
    thing.count = number_;
    thing.many =
        number_ == 0 && (plural(last.lower) || last.lower == "village" || last.lower == "hamlet" ||
                         noun.words == "bamboo forest" || noun.words == "bamboo grove");
    if (young(last.lower)) thing.size = 0.5f;
    thing.glows = last.lower == "halloween" || noun.words == "jack o lantern";
    for (const std::size_t i : pending_) bind(brief_.mentions[i], thing, which);
    pending_.clear();
    number_ = 0;
    if (which > 0 && relation_ != Relation::none) {
      Thing& before = brief_.things.back();
      // Chinese and Japanese name the place first: "the iceberg's top's penguins".
      if (relation_ == Relation::on && tokens_[after_thing_].lower >= "\xe3") {
        thing.relation = Relation::on;
        thing.to = which - 1;
      } else if (before.relation == Relation::none) {
        before.relation = relation_;
        before.to = which;
      }
    }
    relation_ = Relation::none;
    brief_.things.push_back(thing);
    return which;
  }

  static bool young(const std::string& word) {
    static const std::set<std::string, std::less<>> kYoung{
        "duckling", "ducklings", "cygnet", "cygnets", "puppy", "puppies", "kitten", "kittens",
        "lamb",     "lambs",     "foal",   "foals",   "calf",  "calves",  "cub",    "cubs",
        "piglet",   "piglets",   "fawn",   "fawns",   "chick", "chicks"};
    return kYoung.contains(word);
  }

  static bool plural(const std::string& word) {
    return word.ends_with('s') && !word.ends_with("ss") && lemmas(word).size() > 1 &&
           !phrases().contains(word);
  }

  static void bind(Mention& word, Thing& thing, int which) {
    word.thing = which;
    if (is_colour(word.what)) thing.colour = word.what;
    if (word.what == Concept::small) thing.size *= 0.7f;
    if (word.what == Concept::large) thing.size *= 1.4f;
    if (word.what == Concept::glowing) thing.glows = true;
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  Brief brief_;
  std::set<std::pair<std::string, bool>> said_;
  bool negated_ = false;
  bool as_title_ = false;             // the next text
  bool carved_ = false;               // some text is
  std::vector<std::size_t> pending_;  // mentions that wait for their thing
  int number_ = 0;
  std::size_t after_thing_ = 0;  // the token after the last thing
  Relation relation_ = Relation::none;
};

}  // namespace

Brief read(const std::string& prompt) {
  return Reading(prompt).finish();
}

}  // namespace easel::painter
