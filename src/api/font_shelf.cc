#include "api/font_shelf.h"

#include <algorithm>
#include <set>

#include "base/hash.h"

namespace easel::api {
namespace {

constexpr std::size_t kMostBytes = 64 << 20;
constexpr std::chrono::minutes kKept{10};

}  // namespace

FontShelf::Font FontShelf::find(const std::string& url, Time now) {
  std::lock_guard lock(mutex_);
  drop_old(now);
  auto place = places_.find(to_hex(sha256(url)));
  return place == places_.end() ? nullptr : fonts_.at(place->second.hash);
}

FontShelf::Font FontShelf::keep(const std::string& url, std::string bytes, Time now) {
  auto hash = to_hex(sha256(bytes));
  std::lock_guard lock(mutex_);
  drop_old(now);
  auto& font = fonts_[hash];
  if (!font) {
    bytes_ += bytes.size();
    font = std::make_shared<const std::string>(std::move(bytes));
  }
  Font kept = font;
  places_[to_hex(sha256(url))] = {.hash = hash, .until = now + kKept};
  drop_unnamed();
  while (bytes_ > kMostBytes && places_.size() > 1) {
    places_.erase(std::ranges::min_element(places_, {},
                                           [](const auto& entry) { return entry.second.until; }));
    drop_unnamed();
  }
  return kept;
}

void FontShelf::drop_old(Time now) {
  if (std::erase_if(places_, [&](const auto& entry) { return entry.second.until < now; }) > 0)
    drop_unnamed();
}

void FontShelf::drop_unnamed() {
  std::set<std::string> named;
  for (const auto& [url, place] : places_) named.insert(place.hash);
  std::erase_if(fonts_, [&](const auto& entry) {
    if (named.contains(entry.first)) return false;
    bytes_ -= entry.second->size();
    return true;
  });
}

}  // namespace easel::api
