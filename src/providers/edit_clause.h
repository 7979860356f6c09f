#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/geometry.h"

// A prompt about a picture, cut into clauses.
namespace easel::providers {

// A clause: its words in lower case without punctuation, its texts in quotation marks, its numbers.
struct Clause {
  std::string written{};
  std::vector<std::string> words{};
  std::vector<std::string> texts{};
  std::vector<double> numbers{};  // in order; shares where followed by "%"
  bool percent = false;
  std::optional<double> ratio{};
  std::optional<gateway::Size> size{};

  // Whether one of these words is in it, or this phrase.
  bool has(std::initializer_list<std::string_view> any) const {
    return std::ranges::any_of(
        any, [&](std::string_view word) { return std::ranges::find(words, word) != words.end(); });
  }
  bool says(std::string_view phrase) const {
    return joined().find(" " + std::string(phrase) + " ") != std::string::npos;
  }
  std::string joined() const {
    std::string out = " ";
    for (const auto& word : words) out += word + " ";
    return out;
  }
};

// The parts between commas, full stops, "and" and "then". Texts in quotation marks, "black and
// white", and numbers such as 10, 20 hold together.
std::vector<std::string> clauses_of(std::string_view prompt);

Clause read_clause(std::string_view text);

}  // namespace easel::providers
