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

// Whether the prompt names something that words can stand on.
bool seeks_surface(const Brief& brief) {
  return brief.wants(Concept::neon) || brief.wants(Concept::shops) ||
         std::ranges::any_of(brief.things, [](const Thing& t) { return bears_words(t.what); });
}

}  // namespace

Texts::Texts(const Brief& brief,
             const std::vector<std::shared_ptr<const imaging::Lettering>>& letterings)
    : sought_(seeks_surface(brief)) {
  for (const auto& lettering : letterings)
    texts_.push_back({.words = {}, .text = lettering->text, .set = lettering});
  std::vector<std::string> quoted;
  for (const Quote& quote : brief.texts) {
    const std::string text = without_marks(quote.words);
    const auto same = std::ranges::find_if(
        texts_, [&](const Text& t) { return t.set && t.words.empty() && t.text == text; });
    if (same != texts_.end()) {
      same->words = quote.words;
      same->title = quote.title;
      continue;
    }
    const bool again = std::ranges::count(quoted, text) > 0;
    if (quoted.size() == kMostQuotes || again || !imaging::characters_of(text)) continue;
    quoted.push_back(text);
    texts_.push_back({.words = quote.words, .text = text, .title = quote.title});
  }
}

std::vector<float> Texts::shapes() const {
  std::vector<float> shapes;
  if (!sought_) return shapes;
  for (const Text& text : texts_) {
    if (text.title) continue;
    std::shared_ptr<const imaging::Lettering> set = text.set;
    if (!set) {
      auto made = imaging::set_text(text.text, {.width = 640, .height = 210, .size = 150});
      if (!made) continue;
      set = std::make_shared<imaging::Lettering>(std::move(*made));
    }
    shapes.push_back(static_cast<float>(set->width) / static_cast<float>(set->height));
  }
  return shapes;
}

void Texts::write(Rendering& rendering) {
  auto surface = rendering.surfaces.begin();
  for (Text& text : texts_) {
    if (text.title || surface == rendering.surfaces.end()) continue;
    std::shared_ptr<const imaging::Lettering> set = text.set;
    if (!set) {
      auto made = imaging::set_text(text.text, imaging::Inscription::room(surface->tablet));
      if (!made) continue;
      set = std::make_shared<imaging::Lettering>(std::move(*made));
    }
    text.inscription = imaging::Inscription::on(surface->tablet, *set);
    if (!text.inscription) continue;
    text.on = surface->on;
    text.inscription->write(rendering.bitmap);
    ++surface;
  }
}

void Texts::tell(Account& account, const Text& text) {
  if (!text.words.empty()) std::erase(account.not_drawn, text.words);
  account.drawn.push_back("the text \u201c" + text.text + "\u201d");
}

void Texts::finish(Painting& painting, int block) {
  const auto room = imaging::title_room(painting.bitmap.width, painting.bitmap.height);
  std::vector<imaging::Box> taken;
  for (Text& text : texts_) {
    if (!text.inscription) continue;
    imaging::PlacedTitle placed = text.inscription->settle(painting.bitmap, block);
    placed.on = text.on;
    taken.push_back(placed.box);
    painting.account.texts.push_back(std::move(placed));
    tell(painting.account, text);
  }
  for (const Text& text : texts_) {
    if (text.inscription) continue;
    std::shared_ptr<const imaging::Lettering> set = text.set;
    if (!set) {
      auto made = imaging::set_text(text.text, room);
      if (!made) continue;
      set = std::make_shared<imaging::Lettering>(std::move(*made));
    }
    painting.account.texts.push_back(imaging::draw_title(painting.bitmap, *set, taken));
    taken.push_back(painting.account.texts.back().box);
    painting.account.no_surface = painting.account.no_surface || (sought_ && !text.title);
    tell(painting.account, text);
  }
}

void Texts::promise(Account& account) const {
  for (const Text& text : texts_) tell(account, text);
}

}  // namespace easel::painter
