#include "base/hash.h"
#include "base/ids.h"
#include "media/spool.h"
#include "pages/routes.h"
#include "pages/sessions.h"
#include "wire/json_writer.h"

// POST /ui/v1/uploads: the bytes of one picture that somebody pasted, dropped or picked. It is sent
// once and referred to by its hash from then on, as /api/v1/images/{sha256}.
namespace easel::pages {
namespace {

using http::PathParams;
using http::Request;
using http::Response;

Error not_taken(const std::string& type) {
  return {.kind = ErrorKind::unsupported_image_format,
          .message = type +
                     " is no kind of picture that can be referred to: PNG, JPEG, WebP, GIF "
                     "and AVIF are."};
}

Task<Result<media::Finished>> take_in(media::Spool& spool, Request& in) {
  for (;;) {
    auto piece = co_await in.read_body();
    auto bytes = CO_TRY(std::move(piece));
    if (bytes.empty()) break;
    auto kept = co_await spool.append({bytes.data(), bytes.size()});
    CO_TRY(std::move(kept));
  }
  auto sealed = co_await spool.seal();
  auto file = CO_TRY(std::move(sealed));
  if (file.media_type == "image/svg+xml") co_return fail(not_taken("An SVG"));
  auto placed = co_await spool.place();
  CO_TRY(std::move(placed));
  co_return std::move(file);
}

Task<Result<std::string>> upload(api::House& house, Request& in) {
  auto found = co_await signed_in(house, in);
  auto member = CO_TRY(std::move(found)).member;
  if (member.role == "viewer")
    co_return fail(ErrorKind::permission_denied, "Viewers look; they do not bring pictures.");
  auto room = co_await house.room.check(house.store, house.clock);
  CO_TRY(std::move(room));
  auto now = house.micros();
  media::Spool spool(house.disk, "upload-" + random_alphanumeric(20), 0,
                     house.settings.keeping.max_picture_bytes);
  auto taken = co_await take_in(spool, in);
  if (!taken) co_await spool.discard();
  auto file = CO_TRY(std::move(taken));
  store::Picture picture{.sha256 = file.sha256,
                         .media_type = file.media_type,
                         .bytes = static_cast<std::int64_t>(file.bytes),
                         .width = file.width,
                         .height = file.height,
                         .path = file.path};
  auto key = to_hex(sha256(key_secret(house, member.id)));
  auto added = co_await house.store.write([key, picture, now](store::Database& database) {
    return database.add_upload(key, picture, now);
  });
  CO_TRY(std::move(added));
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().field("sha256", file.sha256).field("media_type", file.media_type);
  out.field("bytes", picture.bytes).field("width", file.width).field("height", file.height);
  out.end_object();
  co_return body;
}

}  // namespace

void add_upload_routes(http::Router& router, api::House& house) {
  router.add("POST", std::string(kBase) + "/uploads",
             [&house](Request& in, Response& out, const PathParams&) {
               return answer(out, upload(house, in));
             });
}

}  // namespace easel::pages
