#include "store/shelf.h"

#include "store/sql_database.h"

namespace easel::store {

using soci::into;
using soci::use;

Result<std::vector<Rating>> ratings(Database& database, const std::string& member_id) {
  auto& sql = sql_of(database);
  return sql.guarded([&]() -> Result<std::vector<Rating>> {
    Rating row;
    soci::statement select =
        (sql.session().prepare << "SELECT sha256, stars FROM ratings WHERE member_id = :member",
         into(row.sha256), into(row.stars), use(member_id));
    select.execute();
    std::vector<Rating> found;
    while (select.fetch()) found.push_back(row);
    return found;
  });
}

Status rate(Database& database, const std::string& member_id, const Rating& rating, Micros now) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Status {
    sql.session() << "DELETE FROM ratings WHERE member_id = :member AND sha256 = :sha",
        use(member_id), use(rating.sha256);
    if (rating.stars == 0) return {};
    sql.session() << "INSERT INTO ratings (member_id, sha256, stars, rated_at)"
                     " VALUES (:member, :sha, :stars, :at)",
        use(member_id), use(rating.sha256), use(rating.stars), use(now);
    return {};
  });
}

Result<std::vector<std::string>> rated_generations(Database& database, const std::string& member_id,
                                                   const std::string& key_hash, std::int64_t stars,
                                                   std::int64_t at_most) {
  auto& sql = sql_of(database);
  return sql.guarded(
      [&]() -> Result<std::vector<std::string>> {
        std::string id;
        std::int64_t at = 0;
        soci::statement select =
            (sql.session().prepare
                 << "SELECT DISTINCT g.id, g.created_at FROM ratings r"
                    " JOIN pictures p ON p.sha256 = r.sha256"
                    " JOIN generations g ON g.id = p.generation_id"
                    " WHERE r.member_id = :member AND r.stars >= :stars AND g.key_hash = :key"
                    " ORDER BY g.created_at DESC, g.id LIMIT :most",
             into(id), into(at), use(member_id), use(stars), use(key_hash), use(at_most));
        select.execute();
        std::vector<std::string> found;
        while (select.fetch()) found.push_back(id);
        return found;
      });
}

Result<std::vector<SavedPrompt>> saved_prompts(Database& database, const std::string& member_id) {
  auto& sql = sql_of(database);
  return sql.guarded([&]() -> Result<std::vector<SavedPrompt>> {
    SavedPrompt row;
    soci::statement select =
        (sql.session().prepare << "SELECT id, name, body, updated_at FROM saved_prompts"
                                  " WHERE member_id = :member ORDER BY updated_at DESC, id",
         into(row.id), into(row.name), into(row.body), into(row.updated_at), use(member_id));
    select.execute();
    std::vector<SavedPrompt> found;
    while (select.fetch()) found.push_back(row);
    return found;
  });
}

Status save_prompt(Database& database, const std::string& member_id, const SavedPrompt& prompt) {
  constexpr std::int64_t kMost = 1000;
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Status {
    std::int64_t others = 0;
    sql.session() << "SELECT COUNT(*) FROM saved_prompts WHERE member_id = :member AND id <> :id",
        into(others), use(member_id), use(prompt.id);
    if (others >= kMost)
      return fail(ErrorKind::conflict, "There are a thousand saved prompts already.");
    sql.session() << "INSERT INTO saved_prompts (member_id, id, name, body, updated_at)"
                     " VALUES (:member, :id, :name, :body, :at) ON CONFLICT (member_id, id)"
                     " DO UPDATE SET name = excluded.name, body = excluded.body,"
                     " updated_at = excluded.updated_at",
        use(member_id), use(prompt.id), use(prompt.name), use(prompt.body), use(prompt.updated_at);
    return {};
  });
}

Status delete_prompt(Database& database, const std::string& member_id, const std::string& id) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Status {
    sql.session() << "DELETE FROM saved_prompts WHERE member_id = :member AND id = :id",
        use(member_id), use(id);
    return {};
  });
}

Result<std::optional<std::string>> generation_of(Database& database, const std::string& key_hash,
                                                 const std::string& sha256) {
  auto& sql = sql_of(database);
  return sql.guarded([&]() -> Result<std::optional<std::string>> {
    std::string id;
    sql.session() << "SELECT g.id FROM pictures p JOIN generations g ON g.id = p.generation_id"
                     " WHERE p.sha256 = :sha AND (g.key_hash = :key OR :key = '')"
                     " AND g.deleted_at IS NULL ORDER BY g.created_at DESC LIMIT 1",
        into(id), use(sha256, "sha"), use(key_hash, "key");
    return sql.session().got_data() ? std::optional(id) : std::nullopt;
  });
}

Result<std::vector<Turn>> turns_with(Database& database, const std::string& member_id,
                                     const std::string& sha256, std::int64_t at_most) {
  auto& sql = sql_of(database);
  return sql.guarded([&]() -> Result<std::vector<Turn>> {
    Turn row;
    auto pattern = "%\"sha\":\"" + sha256 + "\"%";
    soci::statement select =
        (sql.session().prepare << "SELECT t.room_id, t.id, t.body, t.words, t.created_at"
                                  " FROM turns t JOIN rooms r ON r.id = t.room_id"
                                  " WHERE r.member_id = :member AND t.body LIKE :text"
                                  " ORDER BY t.created_at, t.id LIMIT :most",
         into(row.room_id), into(row.id), into(row.body), into(row.words), into(row.created_at),
         use(member_id), use(pattern), use(at_most));
    select.execute();
    std::vector<Turn> found;
    while (select.fetch()) found.push_back(row);
    return found;
  });
}

Status clear_shelf(Database& database, const std::string& member_id) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Status {
    sql.session()
        << "DELETE FROM turns WHERE room_id IN (SELECT id FROM rooms WHERE member_id = :member)",
        use(member_id);
    sql.session() << "DELETE FROM rooms WHERE member_id = :member", use(member_id);
    sql.session() << "DELETE FROM ratings WHERE member_id = :member", use(member_id);
    sql.session() << "DELETE FROM saved_prompts WHERE member_id = :member", use(member_id);
    return {};
  });
}

Result<std::vector<TriesOfHour>> tries_by_hour(Database& database, const std::string& model,
                                               Micros since) {
  auto& sql = sql_of(database);
  return sql.guarded([&]() -> Result<std::vector<TriesOfHour>> {
    TriesOfHour row;
    soci::statement select =
        (sql.session().prepare
             << "SELECT a.provider, a.created_at / 3600000000, COUNT(*), CAST(SUM(CASE WHEN"
                " a.status >= 500 OR a.status IN (401, 402, 408, 429) THEN 1 ELSE 0 END) AS BIGINT)"
                " FROM attempts a WHERE (:model = '' OR a.model = :model) AND a.created_at >= "
                ":since"
                " GROUP BY a.provider, a.created_at / 3600000000 ORDER BY 1, 2",
         into(row.provider), into(row.hour), into(row.tries), into(row.failures),
         use(model, "model"), use(since, "since"));
    select.execute();
    std::vector<TriesOfHour> found;
    while (select.fetch()) found.push_back(row);
    return found;
  });
}

}  // namespace easel::store
