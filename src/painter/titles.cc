#include "painter/titles.h"

#include <algorithm>

#include "imaging/text_runs.h"

namespace easel::painter {
namespace {

constexpr std::size_t kMostQuotes = 3;

// "\"OPEN\"" → "OPEN"; quotation marks are one character on either side.
std::string without_marks(const std::string& quoted) {
  const auto is_inner = [&](std::size_t i) {
    return (static_cast<unsigned char>(quoted[i]) & 0xc0) == 0x80;
  };
  std::size_t from = 1, end = quoted.size() - 1;
  while (from < quoted.size() && is_inner(from)) ++from;
  while (end > from && is_inner(end)) --end;
  return from < end ? quoted.substr(from, end - from) : "";
}

void tell(Account& account, const std::string& words, const std::string& text) {
  std::erase(account.not_drawn, words);
  account.drawn.push_back("the text \u201c" + text + "\u201d");
}

void draw(Painting& painting, const imaging::Lettering& lettering) {
  std::vector<imaging::Box> taken;
  for (const auto& title : painting.account.texts) taken.push_back(title.box);
  painting.account.texts.push_back(imaging::draw_title(painting.bitmap, lettering, taken));
}

}  // namespace

void add_titles(Painting& painting, const Brief& brief,
                const std::vector<std::shared_ptr<const imaging::Lettering>>& letterings) {
  std::vector<std::string> set;
  for (const auto& lettering : letterings) {
    draw(painting, *lettering);
    set.push_back(lettering->text);
  }
  std::vector<std::string> quoted;
  const auto room = imaging::title_room(painting.bitmap.width, painting.bitmap.height);
  for (const std::string& words : brief.texts) {
    const std::string text = without_marks(words);
    if (const auto found = std::ranges::find(set, text); found != set.end()) {
      tell(painting.account, words, text);
      set.erase(found);
      continue;
    }
    if (quoted.size() == kMostQuotes || std::ranges::count(quoted, text) > 0) continue;
    const auto lettering = imaging::set_text(text, room);
    if (!lettering) continue;
    draw(painting, *lettering);
    tell(painting.account, words, text);
    quoted.push_back(text);
  }
  for (const std::string& text : set) tell(painting.account, "", text);
}

void promise_titles(Account& account, const Brief& brief) {
  std::size_t promised = 0;
  for (const std::string& words : brief.texts) {
    const std::string text = without_marks(words);
    if (promised == kMostQuotes || !imaging::characters_of(text)) continue;
    tell(account, words, text);
    ++promised;
  }
}

}  // namespace easel::painter
