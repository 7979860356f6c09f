#include "providers/edit_clause.h"

#include <array>
#include <cstdlib>
#include <utility>

namespace easel::providers {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// Opening quotation marks and what closes each.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kQuotes = {
    {{"\"", "\""}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"‘", "’"}}};

std::optional<std::pair<std::string, std::size_t>> quoted_at(std::string_view text,
                                                             std::size_t at) {
  for (const auto& [open, close] : kQuotes) {
    if (!text.substr(at).starts_with(open)) continue;
    const auto end = text.find(close, at + open.size());
    if (end == text.npos) return {};
    return std::pair(std::string(text.substr(at + open.size(), end - at - open.size())),
                     end + close.size());
  }
  // 'single ones', where they are no apostrophe
  if (text[at] != '\'' || (at > 0 && text[at - 1] != ' ')) return {};
  for (auto end = text.find('\'', at + 1); end != text.npos; end = text.find('\'', end + 1))
    if (end + 1 == text.size() || std::string_view(" .,;!").contains(text[end + 1]))
      return std::pair(std::string(text.substr(at + 1, end - at - 1)), end + 1);
  return {};
}

// A number, or several that belong together: 16:9, 800x600.
std::size_t read_number(std::string_view text, std::size_t at, Clause& out) {
  std::size_t end = at;
  while (end < text.size() && (is_digit(text[end]) || (text[end] == '.' && end + 1 < text.size() &&
                                                       is_digit(text[end + 1]))))
    ++end;
  const double value =
      std::atof(std::string(text.substr(at, std::min<std::size_t>(end - at, 12))).c_str());
  const auto second = [&](std::size_t from) {
    std::size_t to = from;
    while (to < text.size() && (is_digit(text[to]) || text[to] == '.')) ++to;
    return std::pair(
        std::atof(std::string(text.substr(from, std::min<std::size_t>(to - from, 12))).c_str()),
        to);
  };
  if (end + 1 < text.size() && (text[end] == ':' || text[end] == 'x' || text[end] == 'X') &&
      is_digit(text[end + 1])) {
    const auto [other, to] = second(end + 1);
    const bool is_size = text[end] != ':' && value >= 16 && other >= 16;
    if (is_size && value <= 20'000 && other <= 20'000)
      out.size = gateway::Size{static_cast<int>(value), static_cast<int>(other)};
    else if (value > 0 && other > 0)
      out.ratio = value / other;
    return to;
  }
  const bool negative = at > 0 && text[at - 1] == '-';
  out.numbers.push_back(negative ? -value : value);
  if (end < text.size() && text[end] == '%') out.percent = true, ++end;
  return end;
}

}  // namespace

std::vector<std::string> clauses_of(std::string_view prompt) {
  std::vector<std::string> out(1);
  const auto word_at = [&](std::size_t at, std::string_view word) {
    for (std::size_t i = 0; i < word.size(); ++i)
      if (at + i >= prompt.size() || lower(prompt[at + i]) != word[i]) return false;
    return true;
  };
  std::size_t i = 0;
  while (i < prompt.size()) {
    if (const auto quoted = quoted_at(prompt, i)) {
      out.back() += prompt.substr(i, quoted->second - i);
      i = quoted->second;
      continue;
    }
    const char c = prompt[i];
    const auto before = out.back().find_last_not_of(' ');
    const bool after_digit =
        before != std::string::npos && (is_digit(out.back()[before]) || out.back()[before] == '%');
    const auto next = prompt.find_first_not_of(' ', i + 1);
    const bool before_digit = next != prompt.npos && is_digit(prompt[next]);
    const bool stop = c == ';' || c == '\n' || c == '!' || c == '?' ||
                      ((c == ',' || c == '.') && !(after_digit && before_digit));
    std::size_t length = stop ? 1 : 0;
    for (const std::string_view joint :
         {" and then ", " and also ", " then ", " and ", " & ", " plus "})
      if (length == 0 && word_at(i, joint)) length = joint.size() - 1;
    const std::string_view rest = prompt.substr(i);
    const auto keeps = [&](std::string_view left, std::string_view right) {
      if (length == 0 || stop || !word_at(i, right)) return false;
      auto tail = out.back().substr(out.back().size() - std::min(out.back().size(), left.size()));
      std::ranges::transform(tail, tail.begin(), lower);
      return tail == left;
    };
    if (keeps("black", " and white") || keeps("before", " and after") ||
        keeps("teal", " and orange") || keeps("left", " and right") || keeps("up", " and down") ||
        (!stop && length > 0 && after_digit && rest.size() > 5 && is_digit(rest[5])))
      length = 0;
    if (length == 0) {
      out.back() += c;
      ++i;
    } else {
      out.emplace_back();
      i += length;
    }
  }
  return out;
}

Clause read_clause(std::string_view text) {
  Clause out;
  const auto first = text.find_first_not_of(' '), last = text.find_last_not_of(" .");
  if (first == text.npos || last == text.npos) return out;
  text = text.substr(first, last - first + 1);
  out.written = text.substr(0, 200);
  std::string word;
  const auto close = [&] {
    if (!word.empty()) out.words.push_back(std::exchange(word, {}));
  };
  for (std::size_t i = 0; i < text.size();) {
    if (const auto quoted = quoted_at(text, i)) {
      close();
      out.texts.push_back(quoted->first);
      i = quoted->second;
    } else if (is_digit(text[i]) && word.empty()) {
      i = read_number(text, i, out);
      out.words.push_back("#");
    } else {
      const char c = lower(text[i++]);
      if ((c >= 'a' && c <= 'z') || is_digit(c) || (static_cast<unsigned char>(c) & 0x80))
        word += c;
      else if (c != '\'')
        close();
    }
  }
  close();
  return out;
}

}  // namespace easel::providers
