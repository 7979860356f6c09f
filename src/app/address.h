#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "base/result.h"

namespace easel::app {

// "127.0.0.1:8080", "[::1]:8080", "localhost:8080". invalid_request says what is accepted.
Result<boost::asio::ip::tcp::endpoint> parse_listen(const std::string& text);

}  // namespace easel::app
