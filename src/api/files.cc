#include "api/files.h"

#include <fmt/format.h>

#include "api/errors.h"
#include "api/file_form.h"
#include "api/forget.h"
#include "api/json_body.h"
#include "api/kept_pictures.h"
#include "api/management.h"
#include "api/moments.h"
#include "api/picture_address.h"
#include "base/ids.h"
#include "base/text.h"
#include "media/spool.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using http::PathParams;
using http::Request;
using http::Response;
using store::Database;
using wire::JsonWriter;

constexpr std::string_view kShape = "openrouter";

// 28 characters after the mark, which picture_address.cc knows again; the first 16 are the moment.
std::string new_file_id(std::int64_t now) {
  return fmt::format("file_{:016x}{}", now, random_alphanumeric(12));
}

std::string first_of(const Request& in, std::string_view one, std::string_view two,
                     std::string_view three) {
  for (auto name : {one, two, three})
    if (auto given = http::query_value(in.query(), name); !given.value.empty()) return given.value;
  return {};
}

// Whose files they are, which is the key alone.
Task<Result<store::Key>> owner(House& house, Request& in) {
  auto found = co_await house.keys.find(secret_of(in));
  if (!found) co_return fail(found.error());
  auto key = (*found)->key;
  if (!http::query_value(in.query(), "provider").value.empty())
    co_return fail(
        invalid("provider", "Files are kept by this house, not at a provider.", "absent"));
  auto workspace = http::query_value(in.query(), "workspace_id").value;
  if (!workspace.empty() && workspace != key.workspace)
    co_return fail(ErrorKind::permission_denied, "This key is in another workspace.");
  co_return key;
}

void write_file(JsonWriter& out, const store::File& file) {
  out.begin_object().field("_shape", kShape).field("id", file.id).field("type", "file");
  out.field("filename", file.filename).field("mime_type", file.picture.media_type);
  out.field("size_bytes", file.picture.bytes).field("created_at", iso(file.created_at));
  out.field("downloadable", true).end_object();
}

std::string file_json(const store::File& file) {
  std::string body;
  JsonWriter out(body);
  write_file(out, file);
  return body;
}

Task<Result<std::string>> list(House& house, Request& in) {
  auto found = co_await owner(house, in);
  auto key = CO_TRY(std::move(found));
  auto limit = CO_TRY(query_number(in, "limit", 100, 1, 1000));
  if (!http::query_value(in.query(), "before_id").value.empty())
    co_return fail(invalid("before_id", "Files are listed forward only.", "absent"));
  auto order = http::query_value(in.query(), "order").value;
  if (!order.empty() && order != "asc")
    co_return fail(invalid("order", "Files are listed oldest first.", "asc"));
  auto after = storable(first_of(in, "cursor", "after", "after_id"));
  auto read = co_await house.store.read(
      [hash = key.hash, after, limit, now = house.micros()](Database& database) {
        return store::files(database, hash, after, limit + 1, now);
      });
  auto files = CO_TRY(std::move(read));
  bool more = files.size() > static_cast<std::size_t>(limit);
  if (more) files.pop_back();
  std::string body;
  JsonWriter out(body);
  out.begin_object().field("_shape", kShape).key("data").begin_array();
  for (const auto& file : files) write_file(out, file);
  out.end_array();
  auto last = files.empty() ? "" : files.back().id;
  out.field_or_null("first_id", files.empty() ? "" : files.front().id);
  out.field_or_null("last_id", last).field("has_more", more);
  out.field_or_null("cursor", more ? last : "").end_object();
  co_return body;
}

// The form's file into the spool, sealed. `spool` and `form` outlive the task.
Task<Result<media::Finished>> take_in(Request& in, FileForm& form, media::Spool& spool) {
  for (;;) {
    auto piece = co_await in.read_body();
    auto bytes = CO_TRY(std::move(piece));
    if (bytes.empty()) break;
    CO_TRY(form.feed({bytes.data(), bytes.size()}));
    auto kept = co_await spool.append(form.take());
    CO_TRY(std::move(kept));
  }
  CO_TRY(form.finish());
  auto sealed = co_await spool.seal();
  bool no_picture = sealed ? sealed->media_type == "image/svg+xml"
                           : sealed.error().kind == ErrorKind::invalid_image;
  if (no_picture)
    co_return fail(ErrorKind::invalid_image,
                   "The file is no whole picture: PNG, JPEG, WebP, GIF and AVIF are kept here.");
  co_return sealed;
}

Task<Result<store::File>> keep(House& house, Request& in, store::Key key, FileForm& form,
                               media::Spool& spool) {
  auto taken = co_await take_in(in, form, spool);
  auto sealed = CO_TRY(std::move(taken));
  auto now = house.micros();
  store::File file{.id = new_file_id(now), .filename = form.filename(), .created_at = now};
  file.picture = {.sha256 = sealed.sha256,
                  .media_type = sealed.media_type,
                  .bytes = static_cast<std::int64_t>(sealed.bytes),
                  .width = sealed.width,
                  .height = sealed.height,
                  .path = sealed.path,
                  .keep_until = house.settings.keeping.of(key.policy).keep_until(now)};
  // The row before the bytes: an equal picture that ends meanwhile does not take them with it.
  auto added = co_await house.store.write([file, hash = key.hash](Database& database) {
    return store::add_file(database, hash, file);
  });
  CO_TRY(std::move(added));
  auto placed = co_await spool.place();
  if (placed) co_return file;
  (void)co_await house.store.write(
      [file, hash = key.hash, remove = remover(house.disk, house.renditions)](Database& database) {
        return store::delete_file(database, hash, file.id, remove);
      });
  co_return fail(placed.error());
}

Task<Result<std::string>> upload(House& house, Request& in) {
  auto found = co_await owner(house, in);
  auto key = CO_TRY(std::move(found));
  if (key.policy.zdr)
    co_return fail(ErrorKind::permission_denied,
                   "Nothing is kept for this key (zero data retention); send the picture itself.");
  auto boundary = wire::MultipartReader::boundary_of(in.header("content-type"));
  if (boundary.empty())
    co_return fail(
        invalid("file", "A file is uploaded as multipart/form-data.", "a form with a file"));
  auto room = co_await house.room.check(house.store, house.clock);
  CO_TRY(std::move(room));
  FileForm form(boundary);
  media::Spool spool(house.disk, "file-" + random_alphanumeric(20), 0,
                     house.settings.keeping.max_picture_bytes);
  auto kept = co_await keep(house, in, std::move(key), form, spool);
  if (!kept) co_await spool.discard();
  co_return file_json(CO_TRY(std::move(kept)));
}

Task<Result<store::File>> asked_for(House& house, Request& in, std::string id) {
  auto found = co_await owner(house, in);
  auto key = CO_TRY(std::move(found));
  co_return co_await kept_file(house, key.hash, std::move(id));
}

Task<Result<std::string>> look(House& house, Request& in, std::string id) {
  auto file = co_await asked_for(house, in, std::move(id));
  co_return file_json(CO_TRY(std::move(file)));
}

Task<Result<std::string>> remove_file(House& house, Request& in, std::string id) {
  auto file = co_await asked_for(house, in, id);
  CO_TRY(std::move(file));
  auto key = co_await owner(house, in);
  auto hash = CO_TRY(std::move(key)).hash;
  auto gone = co_await house.store.write(
      [hash, id, remove = remover(house.disk, house.renditions)](Database& database) {
        return store::delete_file(database, hash, id, remove);
      });
  CO_TRY(std::move(gone));
  std::string body;
  JsonWriter out(body);
  out.begin_object().field("_shape", kShape).field("id", id).field("type", "file_deleted");
  out.end_object();
  co_return body;
}

Task<> send_content(House& house, Request& in, Response& out, std::string id) {
  allow_any_origin(out);
  auto found = co_await asked_for(house, in, std::move(id));
  if (!found) co_return co_await send_error(out, found.error());
  const auto& picture = found->picture;
  // OpenRouter's SDK asks for bytes of no type, and takes nothing else.
  out.add_header("Vary", "Accept");
  bool untyped = in.header("accept").starts_with("application/octet-stream");
  co_await send_kept(house, in, out,
                     {.path = picture.path,
                      .media_type = untyped ? "application/octet-stream" : picture.media_type,
                      .tag = "\"" + picture.sha256 + "\"",
                      .file_name = fmt::format("easel-{}.{}", picture.sha256.substr(0, 12),
                                               extension_of(picture.media_type)),
                      .bytes = static_cast<std::uint64_t>(picture.bytes),
                      .attachment = true});
}

using Handler = Task<Result<std::string>> (*)(House&, Request&, std::string);

Task<> answer(House& house, Request& in, Response& out, Handler handler, std::string id) {
  allow_any_origin(out);
  auto body = co_await handler(house, in, std::move(id));
  co_await send_result(out, std::move(body));
}

Task<> answer_all(House& house, Request& in, Response& out,
                  Task<Result<std::string>> (*handler)(House&, Request&)) {
  allow_any_origin(out);
  auto body = co_await handler(house, in);
  co_await send_result(out, std::move(body));
}

}  // namespace

Task<Result<store::File>> kept_file(House& house, std::string key_hash, std::string id) {
  if (!file_address(id)) co_return fail(ErrorKind::not_found, "There is no such file.");
  auto read = co_await house.store.read([key_hash, id, now = house.micros()](Database& database) {
    return store::find_file(database, key_hash, id, now);
  });
  auto found = CO_TRY(std::move(read));
  if (!found) co_return fail(ErrorKind::not_found, "There is no such file.");
  co_return std::move(*found);
}

void add_file_routes(const AddRoute& add, House& house) {
  add("GET", "/files", [&house](Request& in, Response& out, const PathParams&) {
    return answer_all(house, in, out, list);
  });
  add("POST", "/files", [&house](Request& in, Response& out, const PathParams&) {
    return answer_all(house, in, out, upload);
  });
  add("GET", "/files/{id}", [&house](Request& in, Response& out, const PathParams& path) {
    return answer(house, in, out, look, std::string(path["id"]));
  });
  add("DELETE", "/files/{id}", [&house](Request& in, Response& out, const PathParams& path) {
    return answer(house, in, out, remove_file, std::string(path["id"]));
  });
  add("GET", "/files/{id}/content", [&house](Request& in, Response& out, const PathParams& path) {
    return send_content(house, in, out, std::string(path["id"]));
  });
}

}  // namespace easel::api
