#include "store/sql_database.h"
#include "store/where.h"

// Conversations of the pages, and pictures that people bring to them.
namespace easel::store {

using soci::into;
using soci::use;

Result<std::vector<Room>> SqlDatabase::rooms(const std::string& member_id, const std::string& text,
                                             std::int64_t at_most) {
  return guarded([&]() -> Result<std::vector<Room>> {
    Room row;
    auto pattern = anywhere(text);
    soci::statement select =
        (sql_.prepare << "SELECT id, member_id, title, body, created_at, updated_at FROM rooms r"
                         " WHERE member_id = :member AND (lower(title) LIKE :text ESCAPE '\\'"
                         "  OR EXISTS (SELECT 1 FROM turns t WHERE t.room_id = r.id"
                         "             AND t.words LIKE :text ESCAPE '\\'))"
                         " ORDER BY updated_at DESC, id LIMIT :most",
         into(row.id), into(row.member_id), into(row.title), into(row.body), into(row.created_at),
         into(row.updated_at), use(member_id, "member"), use(pattern, "text"),
         use(at_most, "most"));
    select.execute();
    std::vector<Room> found;
    while (select.fetch()) found.push_back(row);
    return found;
  });
}

Result<std::optional<Room>> SqlDatabase::find_room(const std::string& member_id,
                                                   const std::string& id) {
  return guarded([&]() -> Result<std::optional<Room>> {
    Room row;
    sql_ << "SELECT id, member_id, title, body, created_at, updated_at FROM rooms"
            " WHERE id = :id AND member_id = :member",
        into(row.id), into(row.member_id), into(row.title), into(row.body), into(row.created_at),
        into(row.updated_at), use(id), use(member_id);
    return sql_.got_data() ? std::optional(row) : std::nullopt;
  });
}

Status SqlDatabase::save_room(const Room& room) {
  return atomically([&]() -> Status {
    sql_ << "INSERT INTO rooms (id, member_id, title, body, created_at, updated_at)"
            " VALUES (:id, :member, :title, :body, :created, :updated) ON CONFLICT (id)"
            " DO UPDATE SET title = excluded.title, body = excluded.body,"
            " updated_at = excluded.updated_at WHERE rooms.member_id = excluded.member_id",
        use(room.id), use(room.member_id), use(room.title), use(room.body), use(room.created_at),
        use(room.updated_at);
    return {};
  });
}

Status SqlDatabase::delete_room(const std::string& member_id, const std::string& id) {
  return atomically([&]() -> Status {
    auto room = TRY(find_room(member_id, id));
    if (!room) return {};
    sql_ << "DELETE FROM turns WHERE room_id = :id", use(id);
    sql_ << "DELETE FROM rooms WHERE id = :id", use(id);
    return {};
  });
}

Result<std::vector<Turn>> SqlDatabase::turns(const std::string& room_id) {
  return guarded([&]() -> Result<std::vector<Turn>> {
    Turn row;
    soci::statement select =
        (sql_.prepare << "SELECT room_id, id, body, words, created_at FROM turns"
                         " WHERE room_id = :room ORDER BY created_at, id",
         into(row.room_id), into(row.id), into(row.body), into(row.words), into(row.created_at),
         use(room_id));
    select.execute();
    std::vector<Turn> found;
    while (select.fetch()) found.push_back(row);
    return found;
  });
}

Status SqlDatabase::save_turn(const Turn& turn) {
  return atomically([&]() -> Status {
    sql_ << "INSERT INTO turns (room_id, id, body, words, created_at)"
            " VALUES (:room, :id, :body, :words, :at) ON CONFLICT (room_id, id)"
            " DO UPDATE SET body = excluded.body, words = excluded.words",
        use(turn.room_id), use(turn.id), use(turn.body), use(turn.words), use(turn.created_at);
    return {};
  });
}

Status SqlDatabase::delete_turn(const std::string& room_id, const std::string& id) {
  return atomically([&]() -> Status {
    sql_ << "DELETE FROM turns WHERE room_id = :room AND id = :id", use(room_id), use(id);
    return {};
  });
}

Status SqlDatabase::add_upload(const std::string& key_hash, const Picture& picture, Micros now) {
  return atomically([&]() -> Status {
    std::int64_t width = picture.width, height = picture.height;
    Nullable keep(picture.keep_until);
    sql_ << "INSERT INTO uploads (key_hash, sha256, media_type, bytes, width, height, path,"
            " keep_until, created_at) VALUES (:key, :sha, :type, :bytes, :width, :height, :path,"
            " :keep, :at) ON CONFLICT (key_hash, sha256) DO UPDATE SET"
            " keep_until = excluded.keep_until, created_at = excluded.created_at",
        use(key_hash), use(picture.sha256), use(picture.media_type), use(picture.bytes), use(width),
        use(height), use(picture.path), use(keep.value, keep.indicator), use(now);
    return {};
  });
}

std::optional<Picture> SqlDatabase::find_upload(const std::string& owner,
                                                const std::string& sha256) {
  Picture row;
  std::int64_t width = 0, height = 0;
  Nullable keep;
  sql_ << "SELECT sha256, media_type, bytes, width, height, path, keep_until FROM uploads"
          " WHERE sha256 = :sha AND substr(key_hash, 1, length(:owner)) = :owner LIMIT 1",
      into(row.sha256), into(row.media_type), into(row.bytes), into(width), into(height),
      into(row.path), into(keep.value, keep.indicator), use(sha256, "sha"), use(owner, "owner");
  if (!sql_.got_data()) return std::nullopt;
  row.width = static_cast<int>(width);
  row.height = static_cast<int>(height);
  row.keep_until = keep.get();
  return row;
}

Status SqlDatabase::drop_uploads(Where where, const RemoveFile& remove, int at_most) {
  struct Row {
    std::string key_hash, sha256, path;
  };
  std::vector<Row> old;
  {
    Row row;
    soci::statement select(sql_);
    select.exchange(into(row.key_hash));
    select.exchange(into(row.sha256));
    select.exchange(into(row.path));
    where.bind(select);
    select.alloc();
    select.prepare("SELECT key_hash, sha256, path FROM uploads WHERE " + where.sql() + " LIMIT " +
                   std::to_string(at_most));
    select.define_and_bind();
    select.execute();
    while (select.fetch()) old.push_back(row);
  }
  for (const auto& row : old) {
    sql_ << "DELETE FROM uploads WHERE key_hash = :key AND sha256 = :sha", use(row.key_hash),
        use(row.sha256);
    if (!is_named(row.path)) TRY(remove(row.path));
  }
  return {};
}

bool SqlDatabase::is_named(const std::string& path) {
  std::int64_t left = 0;
  sql_ << "SELECT (SELECT COUNT(*) FROM pictures WHERE path = :path)"
          " + (SELECT COUNT(*) FROM uploads WHERE path = :path)",
      into(left), use(path, "path");
  return left > 0;
}

}  // namespace easel::store
