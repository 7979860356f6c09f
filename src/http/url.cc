#include "http/url.h"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

namespace easel::http {

namespace urls = boost::urls;

Result<std::string> resolve_redirect(std::string_view base, std::string_view location) {
  auto from = urls::parse_uri(base);
  auto to = urls::parse_uri_reference(location);
  urls::url out;
  bool good = from && to && urls::resolve(*from, *to, out);
  if (!good || (out.scheme() != "http" && out.scheme() != "https"))
    return fail(ErrorKind::provider_error, "The server redirects to no http address.");
  return std::string(out.buffer());
}

std::string host_of(std::string_view url) {
  auto read = urls::parse_uri(url);
  return read ? std::string(read->encoded_host()) : "";
}

}  // namespace easel::http
