#include "store/sql_database.h"

namespace easel::store {

using soci::into;
using soci::use;

Result<std::vector<Callback>> SqlDatabase::due_callbacks(Micros now, int at_most) {
  return guarded([&]() -> Result<std::vector<Callback>> {
    Callback row;
    std::int64_t tries = 0, limit = at_most;
    soci::statement select =
        (sql_.prepare
             << "SELECT c.generation_id, c.url, c.state, c.tries, c.next_at FROM callbacks c"
                " JOIN generations g ON g.id = c.generation_id"
                " WHERE c.state = 'due' AND c.next_at <= :now AND g.node = :node"
                " ORDER BY c.next_at LIMIT :most",
         into(row.generation_id), into(row.url), into(row.state), into(tries), into(row.next_at),
         use(now), use(node_), use(limit));
    select.execute();
    std::vector<Callback> found;
    while (select.fetch()) {
      row.tries = static_cast<int>(tries);
      found.push_back(row);
    }
    return found;
  });
}

Status SqlDatabase::update_callback(const Callback& callback) {
  return atomically([&]() -> Status {
    std::int64_t tries = callback.tries;
    sql_ << "UPDATE callbacks SET state = :state, tries = :tries, next_at = :next"
            " WHERE generation_id = :id",
        use(callback.state), use(tries), use(callback.next_at), use(callback.generation_id);
    return {};
  });
}

}  // namespace easel::store
