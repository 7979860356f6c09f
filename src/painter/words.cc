#include <unordered_map>
#include <unordered_set>

#include "painter/lexicon.h"
#include "painter/things.h"

namespace easel::painter {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(' ');
  if (from == text.npos) return {};
  return text.substr(from, text.find_last_not_of(' ') - from + 1);
}

// Cuts off what stands before `mark`, or all of it.
std::string_view cut(std::string_view& rest, char mark) {
  const std::size_t end = rest.find(mark);
  const std::string_view piece = rest.substr(0, end);
  rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
  return piece;
}

using ByName = std::unordered_map<std::string_view, Concept>;

ByName concepts_by_word(std::span<const Word> known) {
  ByName found;
  for (const Word& word : known) {
    if (word.as.empty()) found.emplace(word.phrase, word.what);
  }
  for (std::size_t i = index(Concept::cat); i <= index(kLastThing); ++i) {
    const Concept what = static_cast<Concept>(i);
    std::string_view name = kind_of(what).one;
    cut(name, ' ');  // its article
    found.insert_or_assign(name, what);
  }
  return found;
}

}  // namespace

std::vector<Word> parse_words(std::string_view table, std::span<const Word> known) {
  const ByName concepts = concepts_by_word(known);
  std::vector<Word> words;
  while (!table.empty()) {
    std::string_view line = cut(table, '\n');
    const auto found = concepts.find(trimmed(cut(line, ':')));
    if (found == concepts.end()) continue;
    const Concept what = found->second;
    std::string_view same = cut(line, '|');
    const auto add = [&](std::string_view list, std::string_view as) {
      while (!list.empty()) {
        const std::string_view phrase = trimmed(cut(list, ','));
        if (!phrase.empty()) words.push_back({phrase, what, as});
      }
    };
    add(same, {});
    add(line, name_of(what));
  }
  return words;
}

int number_elsewhere(std::string_view word) {
  static const std::unordered_map<std::string_view, int> all = [] {
    std::unordered_map<std::string_view, int> found;
    std::string_view table = kLanguageNumbers;
    while (!table.empty()) {
      std::string_view line = cut(table, '\n');
      const std::string_view digits = cut(line, ':');
      int value = 0;
      for (const char c : digits) value = value * 10 + (c - '0');
      while (!line.empty()) found.emplace(trimmed(cut(line, ',')), value);
    }
    return found;
  }();
  const auto found = all.find(word);
  return found == all.end() ? 0 : found->second;
}

bool is_filler_elsewhere(std::string_view word) {
  static const std::unordered_set<std::string_view> all = [] {
    std::unordered_set<std::string_view> found;
    std::string_view table = kLanguageFiller;
    while (!table.empty()) {
      std::string_view line = cut(table, '\n');
      while (!line.empty()) found.insert(trimmed(cut(line, ',')));
    }
    return found;
  }();
  return all.contains(word);
}

}  // namespace easel::painter
