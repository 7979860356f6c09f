#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace easel::http {

// Where a redirect leads: `location` (absolute or relative, RFC 3986 §5) seen from `base`, both
// http or https. Error: provider_error, when it is neither or cannot be read.
Result<std::string> resolve_redirect(std::string_view base, std::string_view location);

// The host of an address, for a message; "" when it cannot be read.
std::string host_of(std::string_view url);

}  // namespace easel::http
