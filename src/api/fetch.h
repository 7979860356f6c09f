#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "api/house.h"

// What clients give by address, through the guarded client. Nothing but the address goes out: no
// credentials, no cookies, no referrer.
namespace easel::api {

struct FetchWish {
  std::string what;    // "picture", "font": for whoever reads the error
  std::string accept;  // the Accept header
  std::uint64_t most_bytes = 0;
};

// The body at an address, piece by piece to `take`, within the rules of settings.fetch. `take`
// lives until the task ends; its error ends the transfer. Errors name the address's host and
// nothing else of it: image_download_failed, image_too_large.
Task<Status> fetch(House& house, FetchWish wish, std::string url,
                   std::function<Status(std::string_view)> take);

Error not_fetched(std::string_view what, std::string_view url, std::string_view why);

}  // namespace easel::api
