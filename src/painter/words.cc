#include <unordered_map>

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
  for (std::size_t i = index(Concept::cat); i <= index(Concept::figure); ++i) {
    const Concept what = static_cast<Concept>(i);
    std::string_view name = kind_of(what).one;
    cut(name, ' ');  // its article
    found.emplace(name, what);
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

}  // namespace easel::painter
