#include "api/kept_pictures.h"

#include <fmt/format.h>

#include <charconv>

#include "api/errors.h"
#include "api/own_pictures.h"
#include "api/route_parts.h"
#include "http/range.h"

// GET and HEAD /images/{sha256}: a picture that is kept, in full, in part, or made smaller.
namespace easel::api {
namespace {

using http::PathParams;
using http::Request;
using http::Response;

constexpr std::size_t kPiece = 48 * 1024;

// 0: not asked for.
Result<int> width_of(std::string_view query) {
  auto asked = http::query_value(query, "w");
  if (!asked.found) return 0;
  int width = 0;
  const char* last = asked.value.data() + asked.value.size();
  auto [end, ec] = std::from_chars(asked.value.data(), last, width);
  if (ec == std::errc() && end == last && Renditions::is_width(width)) return width;
  return fail(
      invalid("w", "w must be one of 160, 320, 640, 1280, 2048.", "160, 320, 640, 1280 or 2048"));
}

Task<Result<store::Picture>> asked_for(House& house, Request& in, std::string sha256) {
  auto address = address_of(sha256, in.query());
  if (address.is_signed()) {
    if (!is_picture_hash(sha256))
      co_return fail(ErrorKind::permission_denied, "The signature of this address is wrong.");
    co_return co_await signed_picture(house, std::move(address));
  }
  auto key = co_await house.keys.find(secret_of(in));
  if (!key) co_return fail(key.error());
  co_return co_await owned_picture(house, (*key)->key.hash, std::move(sha256));
}

Task<Result<Leaving>> to_send(House& house, Request& in, store::Picture picture, int width) {
  auto name = "easel-" + picture.sha256.substr(0, 12);
  if (width == 0 || !Renditions::can_make(picture.media_type))
    co_return Leaving{.path = picture.path,
                      .media_type = picture.media_type,
                      .tag = "\"" + picture.sha256 + "\"",
                      .file_name = fmt::format("{}.{}", name, extension_of(picture.media_type)),
                      .bytes = static_cast<std::uint64_t>(picture.bytes)};
  Leaving leaving{.media_type = "image/webp",
                  .tag = fmt::format("\"{}-{}\"", picture.sha256, width),
                  .file_name = fmt::format("{}-{}.webp", name, width)};
  StopToken stop;
  in.on_client_gone([stop] { stop.request(); });
  auto lane = "rendition " + picture.sha256.substr(0, 16);
  auto made = co_await house.renditions.get(std::move(picture), width, std::move(lane), stop);
  leaving.path = CO_TRY(std::move(made));
  auto size = co_await house.disk.size(leaving.path);
  leaving.bytes = CO_TRY(std::move(size));
  co_return leaving;
}

void say_what_it_is(Response& out, const Leaving& leaving) {
  out.add_header("Cache-Control", fmt::format("{}, max-age=31536000, immutable",
                                              leaving.public_address ? "public" : "private"));
  if (!leaving.public_address) out.add_header("Vary", "Authorization");
  out.add_header("ETag", leaving.tag);
  out.add_header("Accept-Ranges", "bytes");
  out.add_header("X-Content-Type-Options", "nosniff");
  out.add_header("Cross-Origin-Resource-Policy", "cross-origin");
  // An SVG opened by itself is a document of this origin; it may do nothing.
  out.add_header("Content-Security-Policy",
                 "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  out.add_header("Content-Disposition",
                 fmt::format("{}; filename=\"{}\"", leaving.attachment ? "attachment" : "inline",
                             leaving.file_name));
}

Task<Status> send_bytes(House& house, media::Disk::FileRef file, http::ByteRange range,
                        Response& out) {
  while (range.length > 0) {
    auto want = std::min<std::uint64_t>(kPiece, range.length);
    auto read = co_await house.disk.read(file, range.first, want);
    auto bytes = CO_TRY(std::move(read));
    if (bytes.empty()) co_return fail(internal("a kept picture is shorter than its row says"));
    range.first += bytes.size();
    range.length -= bytes.size();
    auto written = co_await out.write(bytes);
    CO_TRY(std::move(written));
  }
  co_return co_await out.finish();
}

Task<> get_picture(House& house, Request& in, Response& out, std::string sha256) {
  allow_any_origin(out);
  auto width = width_of(in.query());
  if (!width) co_return co_await send_error(out, width.error());
  auto picture = co_await asked_for(house, in, sha256);
  if (!picture) co_return co_await send_error(out, picture.error());
  auto leaving = co_await to_send(house, in, std::move(*picture), *width);
  if (!leaving) co_return co_await send_error(out, leaving.error());
  leaving->public_address = address_of(sha256, in.query()).is_signed();
  co_await send_kept(house, in, out, std::move(*leaving));
}

}  // namespace

std::string_view extension_of(std::string_view media_type) {
  auto kind = media_type.substr(media_type.find('/') + 1);
  if (kind == "jpeg") return "jpg";
  return kind.substr(0, kind.find('+'));
}

Task<> send_kept(House& house, Request& in, Response& out, Leaving leaving) {
  say_what_it_is(out, leaving);
  if (http::names_tag(in.header("if-none-match"), leaving.tag)) {
    (void)co_await out.send(304, leaving.media_type, "");
    co_return;
  }
  // The file is open before anything is promised.
  auto file = co_await house.disk.open(leaving.path);
  if (!file)
    co_return co_await send_error(
        out, {.kind = ErrorKind::gone, .message = "This picture is no longer kept."});
  auto if_range = in.header("if-range");
  bool whole = !if_range.empty() && if_range != leaving.tag;
  auto answer = http::read_range(whole ? "" : in.header("range"), leaving.bytes);
  if (std::holds_alternative<http::Unsatisfiable>(answer)) {
    out.add_header("Content-Range", fmt::format("bytes */{}", leaving.bytes));
    std::string body =
        R"({"error":{"code":416,"message":"The picture has no bytes in this range."}})";
    (void)co_await out.send(416, "application/json", body);
    co_return;
  }
  http::ByteRange range{0, leaving.bytes};
  int status = 200;
  if (auto part = std::get_if<http::ByteRange>(&answer)) {
    range = *part;
    status = 206;
    out.add_header("Content-Range", fmt::format("bytes {}-{}/{}", range.first,
                                                range.first + range.length - 1, leaving.bytes));
  }
  auto started =
      co_await out.start(status, leaving.media_type, static_cast<std::int64_t>(range.length));
  if (!started) co_return;
  if (in.method() == "HEAD") {
    (void)co_await out.finish();
    co_return;
  }
  (void)co_await send_bytes(house, std::move(*file), range, out);
}

void add_picture_routes(const AddRoute& add, House& house) {
  add("GET", "/images/{sha256}", [&house](Request& in, Response& out, const PathParams& path) {
    return get_picture(house, in, out, std::string(path["sha256"]));
  });
}

}  // namespace easel::api
