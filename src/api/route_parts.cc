#include "api/route_parts.h"

#include "api/errors.h"

namespace easel::api {

void allow_any_origin(http::Response& out) {
  out.add_header("Access-Control-Allow-Origin", "*");
  out.add_header("Access-Control-Expose-Headers",
                 "X-Generation-Id, X-Easel-Model, X-Easel-Modalities, Retry-After");
}

Task<> send_result(http::Response& out, Result<std::string> body, std::string_view content_type) {
  allow_any_origin(out);
  if (!body) co_return co_await send_error(out, body.error());
  (void)co_await out.send(200, content_type, *body);
}

std::string_view secret_of(http::Request& in) {
  auto header = in.header("authorization");
  bool is_bearer = header.size() > 7 && (header[0] == 'B' || header[0] == 'b') &&
                   header.substr(1, 6) == "earer ";
  return is_bearer ? header.substr(7) : std::string_view();
}

}  // namespace easel::api
