#include "app/address.h"

#include <charconv>

namespace easel::app {

Result<boost::asio::ip::tcp::endpoint> parse_listen(const std::string& text) {
  auto bad = [&] {
    return fail(invalid(
        "",
        "--listen takes ADDRESS:PORT, such as 127.0.0.1:8080 or [::]:8080, not \"" + text + "\"."));
  };
  auto colon = text.rfind(':');
  if (colon == text.npos) return bad();
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  int port = -1;
  const char* end = text.data() + text.size();
  auto [stopped, ec] = std::from_chars(text.data() + colon + 1, end, port);
  if (ec != std::errc() || stopped != end || port < 0 || port > 65535) return bad();
  boost::system::error_code error;
  auto address = boost::asio::ip::make_address(host, error);
  if (error) return bad();
  return boost::asio::ip::tcp::endpoint(address, static_cast<unsigned short>(port));
}

}  // namespace easel::app
