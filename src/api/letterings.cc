#include "api/letterings.h"

#include <algorithm>
#include <utility>

#include "api/fetch.h"
#include "api/font_input.h"
#include "api/font_shelf.h"
#include "drive/glyph_worker.h"
#include "gateway/geometry.h"
#include "imaging/font.h"
#include "imaging/lettering.h"
#include "providers/finishing.h"
#include "providers/provider.h"

namespace easel::api {
namespace {

using namespace gateway;
using Letters = std::shared_ptr<const imaging::Lettering>;

bool draws_letterings(const Candidate& candidate) {
  return providers::adapter(candidate.provider->dialect)->draws_letterings();
}

Size size_of(const ImageOptions& image) {
  if (image.pixels) return *image.pixels;
  auto size = dimensions(image.aspect_ratio.value_or("1:1"), image.image_size.value_or("1K"));
  return size.value_or(Size{1024, 1024});
}

Task<Result<std::string>> fetch_font(House& house, std::string url) {
  if (!url.starts_with("https://") && !house.settings.fetch.allow_private)
    co_return fail(not_fetched("font", url, "fonts are fetched by https only."));
  std::string bytes;
  auto fetched = co_await fetch(house,
                                {.what = "font",
                                 .accept = "font/*, application/octet-stream",
                                 .most_bytes = imaging::kLargestFont},
                                std::move(url), [&bytes](std::string_view piece) {
                                  bytes += piece;
                                  return Status{};
                                });
  CO_TRY(std::move(fetched));
  co_return bytes;
}

Task<Result<std::string>> bytes_of(House& house, const FontInput& font) {
  auto bytes = CO_TRY(font_bytes(font));
  if (!bytes.empty() || font.url.empty() || font.url.starts_with("data:")) co_return bytes;
  auto now = house.clock.now();
  if (auto kept = house.fonts ? house.fonts->find(font.url, now) : nullptr) co_return *kept;
  auto fetched = co_await fetch_font(house, font.url);
  bytes = CO_TRY(std::move(fetched));
  // Only what is a font by its first bytes may stay.
  if (house.fonts && !imaging::font_kind(bytes).empty()) house.fonts->keep(font.url, bytes, now);
  co_return bytes;
}

Error at_entry(Error error, const FontInput& font) {
  if (error.field.empty() && error.kind != ErrorKind::overloaded) {
    error.field = font.field;
    error.message = font.field + ": " + error.message;
  }
  return error;
}

Task<Result<Letters>> set_one(House& house, std::string lane, const FontInput& font,
                              imaging::LetteringRoom room) {
  auto got = co_await bytes_of(house, font);
  auto bytes = CO_TRY(std::move(got));
  Letters letters;
  StopToken stop;
  auto done = co_await house.workers.run(
      std::move(lane), stop, [&bytes, &letters, &font, room, stop](Parallel&) -> Status {
        auto set = TRY(drive::set_text_apart(std::move(bytes), font.text, room, stop));
        letters = std::make_shared<const imaging::Lettering>(std::move(set));
        return {};
      });
  CO_TRY(std::move(done));
  co_return letters;
}

}  // namespace

Task<Status> set_letterings(House& house, store::Key key, GenerationRequest& request,
                            const std::vector<Candidate>& candidates) {
  auto finishing = CO_TRY(providers::read_finishing(request));
  bool over_any = finishing && finishing->fonts;
  if (request.fonts.empty() || (!over_any && std::ranges::none_of(candidates, draws_letterings)))
    co_return Status{};
  auto size = size_of(request.image);
  auto room = imaging::title_room(size.width, size.height);
  for (const auto& font : request.fonts) {
    auto set = co_await set_one(house, key.hash, font, room);
    if (!set) co_return fail(at_entry(std::move(set.error()), font));
    request.letterings.push_back(std::move(*set));
  }
  co_return Status{};
}

}  // namespace easel::api
