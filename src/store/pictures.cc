#include "store/sql_database.h"

namespace easel::store {
namespace {

using soci::into;
using soci::use;

}  // namespace

Status SqlDatabase::add_picture(const std::string& generation_id, const Picture& picture) {
  return atomically([&]() -> Status {
    std::int64_t index = picture.index, width = picture.width, height = picture.height;
    std::int64_t keep_until = picture.keep_until.value_or(0);
    auto keeps = picture.keep_until ? soci::i_ok : soci::i_null;
    sql_ << "INSERT INTO pictures (generation_id, idx, sha256, media_type, bytes, width, height,"
            " path, keep_until) VALUES (:id, :idx, :sha, :type, :bytes, :width, :height, :path,"
            " :keep) ON CONFLICT (generation_id, idx) DO UPDATE SET sha256 = excluded.sha256,"
            " media_type = excluded.media_type, bytes = excluded.bytes, width = excluded.width,"
            " height = excluded.height, path = excluded.path, keep_until = excluded.keep_until",
        use(generation_id), use(index), use(picture.sha256), use(picture.media_type),
        use(picture.bytes), use(width), use(height), use(picture.path), use(keep_until, keeps);
    return {};
  });
}

Result<std::vector<Picture>> SqlDatabase::pictures(const std::string& generation_id) {
  return guarded([&]() -> Result<std::vector<Picture>> {
    Picture row;
    std::int64_t index = 0, width = 0, height = 0, keep_until = 0;
    soci::indicator keeps = soci::i_null;
    soci::statement select =
        (sql_.prepare << "SELECT idx, sha256, media_type, bytes, width, height, path, keep_until"
                         " FROM pictures WHERE generation_id = :id ORDER BY idx",
         into(index), into(row.sha256), into(row.media_type), into(row.bytes), into(width),
         into(height), into(row.path), into(keep_until, keeps), use(generation_id));
    select.execute();
    std::vector<Picture> found;
    while (select.fetch()) {
      row.index = static_cast<int>(index);
      row.width = static_cast<int>(width);
      row.height = static_cast<int>(height);
      row.keep_until = keeps == soci::i_ok ? std::optional(keep_until) : std::nullopt;
      found.push_back(row);
    }
    return found;
  });
}

Result<std::optional<Picture>> SqlDatabase::find_picture(const std::string& owner,
                                                         const std::string& sha256) {
  if (owner.size() < 16) return std::nullopt;
  return guarded([&]() -> Result<std::optional<Picture>> {
    Picture row;
    std::int64_t index = 0, width = 0, height = 0, keep_until = 0;
    soci::indicator keeps = soci::i_null;
    sql_ << "SELECT p.idx, p.sha256, p.media_type, p.bytes, p.width, p.height, p.path, p.keep_until"
            " FROM pictures p JOIN generations g ON g.id = p.generation_id"
            " WHERE p.sha256 = :sha AND substr(g.key_hash, 1, length(:owner)) = :owner"
            " ORDER BY p.keep_until IS NULL DESC, p.keep_until DESC LIMIT 1",
        into(index), into(row.sha256), into(row.media_type), into(row.bytes), into(width),
        into(height), into(row.path), into(keep_until, keeps), use(sha256, "sha"),
        use(owner, "owner");
    if (!sql_.got_data()) return find_upload(owner, sha256);
    row.index = static_cast<int>(index);
    row.width = static_cast<int>(width);
    row.height = static_cast<int>(height);
    if (keeps == soci::i_ok) row.keep_until = keep_until;
    return row;
  });
}

Status SqlDatabase::drop_pictures(Where where, const RemoveFile& remove, int at_most,
                                  int& dropped) {
  struct Row {
    std::string generation_id;
    std::int64_t index = 0;
    std::string path;
  };
  std::vector<Row> old;
  {
    Row row;
    soci::statement select(sql_);
    select.exchange(into(row.generation_id));
    select.exchange(into(row.index));
    select.exchange(into(row.path));
    where.bind(select);
    select.alloc();
    select.prepare("SELECT generation_id, idx, path FROM pictures WHERE " + where.sql() +
                   " ORDER BY keep_until LIMIT " + std::to_string(at_most));
    select.define_and_bind();
    select.execute();
    while (select.fetch()) old.push_back(row);
  }
  for (const auto& row : old) {
    sql_ << "DELETE FROM pictures WHERE generation_id = :id AND idx = :idx", use(row.generation_id),
        use(row.index);
    if (!is_named(row.path)) TRY(remove(row.path));
  }
  dropped = static_cast<int>(old.size());
  return {};
}

Result<int> SqlDatabase::expire_pictures(Micros now, int at_most, const RemoveFile& remove) {
  return atomically([&]() -> Result<int> {
    int dropped = 0;
    Where where;
    where.add("keep_until IS NOT NULL AND keep_until <= ?", now);
    TRY(drop_pictures(std::move(where), remove, at_most, dropped));
    TRY(drop_uploads(Where().add("keep_until <= ?", now), remove, at_most));
    return dropped;
  });
}

Status SqlDatabase::drop_pictures_of(const std::string& generation_id, const RemoveFile& remove) {
  return atomically([&]() -> Status {
    int dropped = 0;
    return drop_pictures(Where().add("generation_id = ?", generation_id), remove, 1'000'000,
                         dropped);
  });
}

Result<std::int64_t> SqlDatabase::picture_bytes() {
  return guarded([&]() -> Result<std::int64_t> {
    std::int64_t bytes = 0;
    sql_ << "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM"
            " (SELECT MAX(bytes) AS bytes FROM (SELECT path, bytes FROM pictures"
            "  UNION ALL SELECT path, bytes FROM uploads) AS named GROUP BY path) AS files",
        into(bytes);
    return bytes;
  });
}

Status SqlDatabase::forget_idempotency(Micros before) {
  return atomically([&]() -> Status {
    sql_ << "DELETE FROM idempotency WHERE created_at < :before", use(before);
    return {};
  });
}

}  // namespace easel::store
