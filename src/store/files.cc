#include "store/files.h"

#include <algorithm>

#include "store/sql_database.h"

namespace easel::store {
namespace {

using soci::into;
using soci::use;

constexpr std::int64_t kMostFiles = 10'000;

std::vector<File> select_files(soci::session& sql, Where where, std::int64_t at_most) {
  File row;
  std::int64_t width = 0, height = 0;
  Nullable keep;
  soci::statement select(sql);
  select.exchange(into(row.id));
  select.exchange(into(row.filename));
  select.exchange(into(row.created_at));
  select.exchange(into(row.picture.sha256));
  select.exchange(into(row.picture.media_type));
  select.exchange(into(row.picture.bytes));
  select.exchange(into(width));
  select.exchange(into(height));
  select.exchange(into(row.picture.path));
  select.exchange(into(keep.value, keep.indicator));
  where.bind(select);
  select.alloc();
  select.prepare(
      "SELECT f.id, f.filename, f.created_at, u.sha256, u.media_type, u.bytes, u.width, u.height,"
      " u.path, u.keep_until FROM files f"
      " JOIN uploads u ON u.key_hash = f.key_hash AND u.sha256 = f.sha256 WHERE " +
      where.sql() + " ORDER BY f.id LIMIT " + std::to_string(at_most));
  select.define_and_bind();
  select.execute();
  std::vector<File> found;
  while (select.fetch()) {
    row.picture.width = static_cast<int>(width);
    row.picture.height = static_cast<int>(height);
    row.picture.keep_until = keep.get();
    found.push_back(row);
  }
  return found;
}

Where kept(const std::string& key_hash, Micros now) {
  Where where;
  where.add("f.key_hash = ?", key_hash);
  where.add("(u.keep_until IS NULL OR u.keep_until > ?)", now);
  return where;
}

// Of its own end and the one that the key's equal upload has: none is the longest.
std::optional<Micros> longer(soci::session& sql, const std::string& key_hash,
                             const Picture& picture) {
  Nullable keep;
  sql << "SELECT keep_until FROM uploads WHERE key_hash = :key AND sha256 = :sha",
      into(keep.value, keep.indicator), use(key_hash), use(picture.sha256);
  if (!sql.got_data()) return picture.keep_until;
  if (!keep.get() || !picture.keep_until) return std::nullopt;
  return std::max(*keep.get(), *picture.keep_until);
}

}  // namespace

Status add_file(Database& database, const std::string& key_hash, const File& file) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Status {
    std::int64_t count = 0;
    sql.session() << "SELECT COUNT(*) FROM files WHERE key_hash = :key", into(count), use(key_hash);
    if (count >= kMostFiles)
      return fail(ErrorKind::invalid_request,
                  "This key keeps " + std::to_string(kMostFiles) + " files; delete some of them.");
    auto picture = file.picture;
    picture.keep_until = longer(sql.session(), key_hash, picture);
    TRY(sql.add_upload(key_hash, picture, file.created_at));
    sql.session() << "INSERT INTO files (id, key_hash, sha256, filename, created_at)"
                     " VALUES (:id, :key, :sha, :name, :at)",
        use(file.id), use(key_hash), use(file.picture.sha256), use(file.filename),
        use(file.created_at);
    return {};
  });
}

Result<std::optional<File>> find_file(Database& database, const std::string& key_hash,
                                      const std::string& id, Micros now) {
  auto& sql = sql_of(database);
  return sql.guarded([&]() -> Result<std::optional<File>> {
    auto found = select_files(sql.session(), kept(key_hash, now).add("f.id = ?", id), 1);
    if (found.empty()) return std::nullopt;
    return found.front();
  });
}

Result<std::vector<File>> files(Database& database, const std::string& key_hash,
                                const std::string& after, std::int64_t at_most, Micros now) {
  auto& sql = sql_of(database);
  return sql.guarded([&]() -> Result<std::vector<File>> {
    return select_files(sql.session(), kept(key_hash, now).add("f.id > ?", after), at_most);
  });
}

Result<bool> delete_file(Database& database, const std::string& key_hash, const std::string& id,
                         const RemoveFile& remove) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Result<bool> {
    std::string sha256;
    sql.session() << "SELECT sha256 FROM files WHERE id = :id AND key_hash = :key", into(sha256),
        use(id), use(key_hash);
    if (!sql.session().got_data()) return false;
    sql.session() << "DELETE FROM files WHERE id = :id", use(id);
    std::int64_t others = 0;
    sql.session() << "SELECT COUNT(*) FROM files WHERE key_hash = :key AND sha256 = :sha",
        into(others), use(key_hash), use(sha256);
    if (others == 0)
      TRY(sql.drop_uploads(Where().add("key_hash = ? AND sha256 = ?", key_hash, sha256), remove,
                           1));
    return true;
  });
}

}  // namespace easel::store
