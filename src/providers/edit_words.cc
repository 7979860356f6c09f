#include "providers/edit_words.h"

#include <algorithm>
#include <initializer_list>

#include "providers/edit_clause.h"
#include "providers/edit_rules.h"

namespace easel::providers {
namespace {

constexpr std::size_t kMostInstructions = 32;
constexpr std::size_t kLongestPrompt = 4'000;  // bytes that are read
constexpr std::size_t kMostClauses = 64;

// Words that ask for nothing, or stand for the picture as a whole.
constexpr std::string_view kNothing =
    " please the a an this that it its picture photo photograph image pic of to make into "
    "turn in on at with by for from my me can could you would i want like look looks as "
    "if be is were was give add apply put set change convert create edit some more less "
    "very much bit slightly little lot slight strong strongly subtle heavy light lightly "
    "effect filter style whole entire all everything just also now so too even and then "
    "way degree degrees percent pixels px ratio aspect colour color colours colors tone "
    "tones grade grading thanks thank hi hello # out up down about keep rest overall "
    "final result do use using left right top bottom side sides clockwise "
    "counterclockwise anticlockwise format wide old new two one both ";

bool is_nothing(const std::string& word) {
  return kNothing.contains(" " + word + " ");
}

// Why nobody without a model of the world can do it.
std::string reason_for(const Clause& c) {
  if (c.has({"remove", "erase", "delete", "inpaint"}))
    return "which pixels belong to it cannot be found without a model; a box (\"remove the box "
           "100,80,50,60\") or a mask says it";
  if (c.has({"straighten", "level"}))
    return "by how much is not known; \"straighten by 3 degrees\" says it";
  if (c.has({"add", "insert", "place", "put", "draw"}))
    return "new things cannot be painted into a picture here; texts in quotation marks can be "
           "added";
  return "it would change what the picture shows, and this is done by procedures that know colours "
         "and textures, not things";
}

// A thing that the clause names and that no procedure can find. Only where an instruction treats
// the whole picture does it matter.
std::string thing_in(const Clause& c) {
  static const std::initializer_list<std::string_view> kThings = {
      "dog",      "cat",       "man",    "woman", "person", "people", "face",       "eyes",
      "hair",     "skin",      "shirt",  "dress", "car",    "house",  "tree",       "trees",
      "building", "sky",       "water",  "sea",   "road",   "boat",   "flower",     "flowers",
      "child",    "girl",      "boy",    "hat",   "grass",  "bird",   "horse",      "table",
      "wall",     "cup",       "bottle", "sun",   "moon",   "clouds", "foreground", "subject",
      "animal",   "astronaut", "rocket"};
  for (const auto& word : c.words)
    if (std::ranges::find(kThings, word) != kThings.end()) return word;
  return {};
}

bool asks_for_nothing(const Clause& c) {
  return c.texts.empty() && std::ranges::all_of(c.words, is_nothing);
}

}  // namespace

std::vector<Instruction> read_instructions(std::string_view prompt) {
  std::vector<Instruction> out;
  auto parts = clauses_of(prompt.substr(0, kLongestPrompt));
  const bool more = prompt.size() > kLongestPrompt || parts.size() > kMostClauses;
  if (parts.size() > kMostClauses) parts.resize(kMostClauses);
  for (const auto& part : parts) {
    const Clause clause = read_clause(part);
    if (clause.words.empty() && clause.texts.empty()) continue;
    Instruction made{.words = clause.written};
    const bool known = understand(clause, made);
    if (!known && asks_for_nothing(clause)) continue;
    if (!known) made.reason = reason_for(clause);
    if (known) made.unfound = thing_in(clause);
    out.push_back(std::move(made));
    if (out.size() == kMostInstructions) return out;
  }
  if (more && !out.empty())
    out.push_back({.words = "the rest",
                   .reason = "no more of a prompt than 64 clauses or 4000 bytes is read"});
  return out;
}

}  // namespace easel::providers
