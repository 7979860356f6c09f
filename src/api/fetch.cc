#include "api/fetch.h"

#include <fmt/format.h>

#include <utility>

#include "http/url.h"

namespace easel::api {
namespace {

using Reply = std::unique_ptr<http::Incoming>;

struct Opened {
  Reply reply;
  std::string url;  // after redirects
};

Task<Result<Opened>> open(House& house, const FetchWish& wish, std::string url) {
  const FetchRules& rules = house.settings.fetch;
  for (int redirects = 0;; ++redirects) {
    http::Outgoing out{.url = url,
                       .headers = {{"Accept", wish.accept}, {"User-Agent", "Easel"}},
                       .connect_timeout = rules.most_time / 2,
                       .first_byte_timeout = rules.most_time,
                       .idle_timeout = rules.most_time / 2,
                       .guarded = !rules.allow_private};
    auto reply = co_await house.client.send(std::move(out));
    if (!reply) {
      auto error = std::move(reply.error().error);
      bool guarded = error.kind == ErrorKind::permission_denied;
      co_return fail(not_fetched(wish.what, url,
                                 guarded ? "its address is not a public one." : error.message));
    }
    auto& incoming = **reply;
    if (incoming.status >= 300 && incoming.status < 400 && incoming.status != 304) {
      if (redirects == rules.redirects)
        co_return fail(not_fetched(wish.what, url, "it redirects too often."));
      auto next = http::resolve_redirect(url, http::find_header(incoming.headers, "location"));
      if (!next) co_return fail(not_fetched(wish.what, url, next.error().message));
      url = std::move(*next);
      continue;
    }
    if (incoming.status != 200)
      co_return fail(
          not_fetched(wish.what, url, fmt::format("its server answers {}.", incoming.status)));
    co_return Opened{std::move(*reply), std::move(url)};
  }
}

}  // namespace

Error not_fetched(std::string_view what, std::string_view url, std::string_view why) {
  return {.kind = ErrorKind::image_download_failed,
          .message =
              fmt::format("The {} at {} could not be fetched: {}", what, http::host_of(url), why)};
}

Task<Status> fetch(House& house, FetchWish wish, std::string url,
                   std::function<Status(std::string_view)> take) {
  auto deadline = house.clock.now() + house.settings.fetch.most_time;
  auto begun = co_await open(house, wish, std::move(url));
  auto opened = CO_TRY(std::move(begun));
  std::uint64_t size = 0;
  for (;;) {
    auto piece = co_await opened.reply->read();
    if (!piece) co_return fail(not_fetched(wish.what, opened.url, piece.error().message));
    if (piece->empty()) co_return Status{};
    size += piece->size();
    if (size > wish.most_bytes)
      co_return fail(ErrorKind::image_too_large,
                     fmt::format("The {} at {} is larger than {} MiB.", wish.what,
                                 http::host_of(opened.url), wish.most_bytes >> 20));
    if (house.clock.now() > deadline)
      co_return fail(not_fetched(wish.what, opened.url, "it took too long."));
    CO_TRY(take({piece->data(), piece->size()}));
  }
}

}  // namespace easel::api
