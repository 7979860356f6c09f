#include "api/route_parts.h"

#include <algorithm>

#include "api/errors.h"

namespace easel::api {

void allow_any_origin(http::Response& out) {
  out.add_header("Access-Control-Allow-Origin", "*");
  out.add_header(
      "Access-Control-Expose-Headers",
      "X-Generation-Id, X-Easel-Model, X-Easel-Modalities, X-Easel-Replayed, "
      "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, Location, "
      "Preference-Applied, ETag, Content-Range, Content-Disposition");
}

std::string origin_of(const House& house, const http::Request& in) {
  if (!house.settings.public_url.empty()) return house.settings.public_url;
  auto host = in.header("host");
  auto of_a_name = [](unsigned char c) {
    return std::isalnum(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
  };
  if (host.empty() || !std::ranges::all_of(host, of_a_name)) return {};
  bool secure = in.header("x-forwarded-proto") == "https";
  return (secure ? "https://" : "http://") + std::string(host);
}

Task<> send_result(http::Response& out, Result<std::string> body, std::string_view content_type) {
  allow_any_origin(out);
  if (!body) co_return co_await send_error(out, body.error());
  (void)co_await out.send(200, content_type, *body);
}

std::string_view secret_of(const http::Request& in) {
  constexpr std::string_view kScheme = "bearer ";  // RFC 9110: the case of a scheme means nothing
  auto header = in.header("authorization");
  if (header.empty()) return in.header("x-api-key");
  if (header.size() < kScheme.size()) return {};
  for (std::size_t i = 0; i < kScheme.size(); ++i)
    if (std::tolower(static_cast<unsigned char>(header[i])) != kScheme[i]) return {};
  return header.substr(kScheme.size());
}

}  // namespace easel::api
