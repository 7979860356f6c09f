#include "api/own_pictures.h"

#include "api/files.h"

namespace easel::api {
namespace {

Error no_longer_kept() {
  return {.kind = ErrorKind::gone, .message = "This picture is no longer kept."};
}

}  // namespace

Task<Result<store::Picture>> signed_picture(House& house, PictureAddress address) {
  auto now = house.micros();
  switch (check_signature(address, house.settings.picture_secret, now / 1'000'000)) {
    case Opens::wrong:
      co_return fail(ErrorKind::permission_denied, "The signature of this address is wrong.");
    case Opens::expired:
      co_return fail(ErrorKind::gone, "This address has expired.");
    case Opens::yes:
      break;
  }
  auto found = co_await house.store.find_picture(address.owner, address.sha256);
  auto picture = CO_TRY(std::move(found));
  if (!picture || picture->keep_until.value_or(now + 1) <= now) co_return fail(no_longer_kept());
  co_return std::move(*picture);
}

Task<Result<store::Picture>> owned_picture(House& house, std::string key_hash, std::string sha256) {
  auto found = co_await house.store.find_picture(key_hash, sha256);
  auto picture = CO_TRY(std::move(found));
  auto now = house.micros();
  if (!picture || picture->keep_until.value_or(now + 1) <= now)
    co_return fail(ErrorKind::not_found, "There is no such picture.");
  co_return std::move(*picture);
}

Task<Result<std::optional<store::Picture>>> own_picture(House& house, store::Key key,
                                                        std::string url, std::string origin) {
  auto address = read_address(url);
  if (!address) co_return std::nullopt;
  auto now = house.micros() / 1'000'000;
  auto opens = check_signature(*address, house.settings.picture_secret, now);
  bool here = address->origin.empty() || address->origin == origin ||
              address->origin == house.settings.public_url || opens != Opens::wrong;
  if (!here) co_return std::nullopt;
  if (!address->file.empty()) {
    auto file = co_await kept_file(house, key.hash, std::move(address->file));
    if (file) co_return std::move(file->picture);
    if (file.error().kind != ErrorKind::not_found) co_return fail(std::move(file.error()));
    co_return fail(invalid("", "There is no such file, or it is another key's."));
  }
  if (opens == Opens::yes) {
    auto found = co_await signed_picture(house, std::move(*address));
    co_return CO_TRY(std::move(found));
  }
  auto found = co_await owned_picture(house, key.hash, address->sha256);
  if (found) co_return std::move(*found);
  if (found.error().kind != ErrorKind::not_found) co_return fail(std::move(found.error()));
  co_return fail(invalid("", "The picture at " + url.substr(0, url.find('?')) +
                                 " is not kept here, or its address has expired or belongs to "
                                 "another key."));
}

}  // namespace easel::api
