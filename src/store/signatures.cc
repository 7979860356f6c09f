#include "store/sql_database.h"

// What providers want back with the pictures they made.
namespace easel::store {

using soci::into;
using soci::use;

Status SqlDatabase::keep_signatures(const std::vector<PictureSignature>& signatures) {
  return atomically([&]() -> Status {
    for (const auto& one : signatures)
      sql_ << "INSERT INTO signatures (key_hash, sha256, provider, json, created_at)"
              " VALUES (:key, :sha256, :provider, :json, :at)"
              " ON CONFLICT (key_hash, sha256, provider) DO UPDATE SET"
              " json = excluded.json, created_at = excluded.created_at",
          use(one.key_hash), use(one.sha256), use(one.provider), use(one.json), use(one.at);
    return {};
  });
}

Result<std::vector<PictureSignature>> SqlDatabase::signatures(
    const std::string& key_hash, const std::vector<std::string>& sha256) {
  return guarded([&]() -> Result<std::vector<PictureSignature>> {
    std::vector<PictureSignature> found;
    for (const auto& hash : sha256) {
      PictureSignature row{.key_hash = key_hash, .sha256 = hash};
      soci::statement select =
          (sql_.prepare << "SELECT provider, json, created_at FROM signatures"
                           " WHERE key_hash = :key AND sha256 = :sha256 ORDER BY provider",
           into(row.provider), into(row.json), into(row.at), use(key_hash), use(hash));
      select.execute();
      while (select.fetch()) found.push_back(row);
    }
    return found;
  });
}

Status SqlDatabase::forget_signatures(Micros before) {
  return atomically([&]() -> Status {
    sql_ << "DELETE FROM signatures WHERE created_at < :before", use(before);
    return {};
  });
}

}  // namespace easel::store
