#include "base/text.h"
#include "store/sql_database.h"
#include "store/where.h"

// Generations that are looked for, what was said in them and of them, and how they are forgotten.
namespace easel::store {

using soci::into;
using soci::use;

Result<std::vector<Generation>> SqlDatabase::list_generations(const GenerationFilter& filter) {
  return guarded([&]() -> Result<std::vector<Generation>> {
    Where where;
    where.add("g.account_id = 'default' AND g.deleted_at IS NULL");
    auto equal = [&](const char* column, const std::string& value) {
      if (!value.empty()) where.add(std::string(column) + " = ?", value);
    };
    equal("g.key_hash", filter.key_hash);
    equal("g.model", filter.model);
    equal("g.provider", filter.provider);
    equal("g.state", filter.state);
    equal("g.external_user", filter.user);
    equal("g.session_id", filter.session_id);
    equal("g.app", filter.app);
    if (!filter.parent_hash.empty())
      where.add("g.key_hash IN (SELECT hash FROM keys WHERE parent_hash = ? OR hash = ?)",
                filter.parent_hash, filter.parent_hash);
    for (const auto& [name, value] : filter.labels)
      where.add(
          "EXISTS (SELECT 1 FROM labels l WHERE l.generation_id = g.id AND l.name = ?"
          " AND l.value = ?)",
          name, value);
    if (filter.since) where.add("g.created_at >= ?", *filter.since);
    if (filter.before) where.add("g.created_at < ?", *filter.before);
    if (!filter.text.empty())
      where.add(
          "EXISTS (SELECT 1 FROM contents c WHERE c.generation_id = g.id"
          " AND c.words LIKE ? ESCAPE '\\')",
          anywhere(lower_case(filter.text)));
    if (filter.cursor_at)
      where.add("(g.created_at < ? OR (g.created_at = ? AND g.id < ?))", *filter.cursor_at,
                *filter.cursor_at, filter.cursor_id);
    return select_generations(std::move(where), " ORDER BY g.created_at DESC, g.id DESC LIMIT " +
                                                    std::to_string(filter.at_most));
  });
}

Result<std::vector<std::pair<std::string, std::string>>> SqlDatabase::labels(
    const std::string& generation_id) {
  return guarded([&]() -> Result<std::vector<std::pair<std::string, std::string>>> {
    std::pair<std::string, std::string> row;
    soci::statement select =
        (sql_.prepare << "SELECT name, value FROM labels WHERE generation_id = :id ORDER BY name",
         into(row.first), into(row.second), use(generation_id));
    select.execute();
    std::vector<std::pair<std::string, std::string>> found;
    while (select.fetch()) found.push_back(row);
    return found;
  });
}

Result<std::optional<Content>> SqlDatabase::content(const std::string& generation_id) {
  return guarded([&]() -> Result<std::optional<Content>> {
    Content row;
    sql_ << "SELECT input, output, words FROM contents WHERE generation_id = :id", into(row.input),
        into(row.output), into(row.words), use(generation_id);
    if (!sql_.got_data()) return std::nullopt;
    return row;
  });
}

void SqlDatabase::write_content(const std::string& generation_id, const Content& content) {
  Nullable until(content.keep_until);
  sql_ << "INSERT INTO contents (generation_id, input, output, words, keep_until)"
          " VALUES (:id, :input, :output, :words, :until)",
      use(generation_id), use(content.input), use(content.output), use(content.words),
      use(until.value, until.indicator);
}

Status SqlDatabase::forget_contents(Micros now) {
  return atomically([&]() -> Status {
    sql_ << "DELETE FROM contents WHERE keep_until IS NOT NULL AND keep_until <= :now", use(now);
    return {};
  });
}

Status SqlDatabase::note_delivery(const std::string& generation_id, Delivery delivery,
                                  const std::string& detail) {
  return atomically([&]() -> Status {
    auto number = static_cast<std::int64_t>(delivery);
    sql_ << "UPDATE generations SET delivery = :delivery WHERE id = :id AND deleted_at IS NULL",
        use(number), use(generation_id);
    if (!detail.empty())
      sql_ << "UPDATE generations SET detail = :detail WHERE id = :id AND state <> 'running'"
              " AND deleted_at IS NULL",
          use(detail), use(generation_id);
    return {};
  });
}

Status SqlDatabase::add_feedback(const Feedback& feedback) {
  return atomically([&]() -> Status {
    sql_ << "INSERT INTO feedback (id, generation_id, key_hash, category, comment, created_at)"
            " VALUES (:id, :generation, :key, :category, :comment, :at)",
        use(feedback.id), use(feedback.generation_id), use(feedback.key_hash),
        use(feedback.category), use(feedback.comment), use(feedback.at);
    return {};
  });
}

Result<std::vector<Feedback>> SqlDatabase::feedback(const std::string& generation_id) {
  return guarded([&]() -> Result<std::vector<Feedback>> {
    Feedback row{.generation_id = generation_id};
    soci::statement select = (sql_.prepare << "SELECT id, key_hash, category, comment, created_at"
                                              " FROM feedback WHERE generation_id = :id"
                                              " ORDER BY created_at, id",
                              into(row.id), into(row.key_hash), into(row.category),
                              into(row.comment), into(row.at), use(generation_id));
    select.execute();
    std::vector<Feedback> found;
    while (select.fetch()) found.push_back(row);
    return found;
  });
}

Result<std::vector<Loss>> SqlDatabase::losses(Micros since) {
  return guarded([&]() -> Result<std::vector<Loss>> {
    Loss row;
    std::int64_t amount = 0, certain = 0;
    soci::statement select =
        (sql_.prepare << "SELECT generation_id, at, amount, certain, reason FROM operator_losses"
                         " WHERE at >= :since ORDER BY at, generation_id",
         into(row.generation_id), into(row.at), into(amount), into(certain), into(row.reason),
         use(since));
    select.execute();
    std::vector<Loss> found;
    while (select.fetch()) {
      row.amount = Money::nano(amount);
      row.certain = certain != 0;
      found.push_back(row);
    }
    return found;
  });
}

Result<int> SqlDatabase::forget(const Forgetting& what, Micros now, int at_most,
                                const RemoveFile& remove) {
  return atomically([&]() -> Result<int> {
    Where where;
    where.add("g.state <> 'running' AND g.deleted_at IS NULL");
    if (!what.generation_id.empty()) where.add("g.id = ?", what.generation_id);
    if (!what.key_hash.empty()) where.add("g.key_hash = ?", what.key_hash);
    if (!what.user.empty()) where.add("g.external_user = ?", what.user);
    auto rows = select_generations(std::move(where),
                                   " ORDER BY g.created_at, g.id LIMIT " + std::to_string(at_most));
    for (const auto& row : rows) {
      int dropped = 0;
      // What an upstream wants back with a picture says something of the picture.
      sql_ << "DELETE FROM signatures WHERE key_hash = :key AND sha256 IN"
              " (SELECT sha256 FROM pictures WHERE generation_id = :id)",
          use(row.key_hash), use(row.id);
      TRY(drop_pictures(Where().add("generation_id = ?", row.id), remove, 1'000'000, dropped));
      for (auto table : {"contents", "feedback", "idempotency", "callbacks", "labels"})
        sql_ << "DELETE FROM " << table << " WHERE generation_id = :id", use(row.id);
      sql_ << "UPDATE attempts SET error = '' WHERE generation_id = :id", use(row.id);
      sql_ << "UPDATE generations SET detail = '{}', error = '', external_user = '',"
              " session_id = '', referer = '', app = '', request_hash = '', delivery = 0,"
              " deleted_at = :now WHERE id = :id",
          use(now), use(row.id);
    }
    // Whoever is forgotten keeps no pictures here either: files, and what was brought to the pages.
    if (!what.key_hash.empty())
      TRY(drop_uploads(Where().add("key_hash = ?", what.key_hash), remove, 1'000'000));
    return static_cast<int>(rows.size());
  });
}

}  // namespace easel::store
