#pragma once

#include <optional>
#include <string>

#include "api/house.h"
#include "api/picture_address.h"

// Pictures of this house, found for whoever may see them.
namespace easel::api {

// By a signed address, whoever asks. Errors: permission_denied (the signature is wrong), gone (it
// has expired, or the picture is no longer kept).
Task<Result<store::Picture>> signed_picture(House& house, PictureAddress address);

// By the key that made it. not_found: it is no picture of this key, or no longer kept; which of the
// two is not told.
Task<Result<store::Picture>> owned_picture(House& house, std::string key_hash, std::string sha256);

// A picture given by its address in a request of `key`, to be read from `house.disk` at `path`
// instead of the network. None: the address is not one of this house. It is, when it is a path
// alone, or of `origin` (what the client calls this server) or of the configured public_url, or
// signed by this house. Such an address opens by its signature, or else by ownership; the error is
// then fit for the client, and the network is not asked instead.
Task<Result<std::optional<store::Picture>>> own_picture(House& house, store::Key key,
                                                        std::string url, std::string origin = "");

}  // namespace easel::api
