#include "store/sql_database.h"

// People, the links that let them in, and their browsers.
namespace easel::store {
namespace {

using soci::into;
using soci::use;

constexpr auto kMember = "m.id, m.name, m.role, m.password, m.created_at, m.disabled";

Error name_taken(const std::string& name) {
  return {.kind = ErrorKind::conflict,
          .message = "Somebody else is called " + name + " here already."};
}

}  // namespace

std::vector<Member> SqlDatabase::select_members(const std::string& condition,
                                                const std::string& value) {
  Member row;
  std::int64_t disabled = 0;
  soci::statement select = (sql_.prepare << "SELECT " << kMember << " FROM members m WHERE "
                                         << condition << " ORDER BY m.created_at, m.id",
                            into(row.id), into(row.name), into(row.role), into(row.password),
                            into(row.created_at), into(disabled), use(value, "value"));
  select.execute();
  std::vector<Member> found;
  while (select.fetch()) {
    row.disabled = disabled != 0;
    found.push_back(row);
  }
  return found;
}

Result<std::vector<Member>> SqlDatabase::members() {
  return guarded(
      [&]() -> Result<std::vector<Member>> { return select_members("m.id <> :value", ""); });
}

Result<std::optional<Member>> SqlDatabase::find_member(const std::string& id) {
  return guarded([&]() -> Result<std::optional<Member>> {
    auto found = select_members("m.id = :value", id);
    return found.empty() ? std::nullopt : std::optional(found.front());
  });
}

Result<std::optional<Member>> SqlDatabase::find_member_named(const std::string& name) {
  return guarded([&]() -> Result<std::optional<Member>> {
    auto found = select_members("m.name = :value", name);
    return found.empty() ? std::nullopt : std::optional(found.front());
  });
}

Status SqlDatabase::add_member(const Member& member) {
  return atomically([&]() -> Status {
    if (!select_members("m.name = :value", member.name).empty())
      return fail(name_taken(member.name));
    std::int64_t disabled = member.disabled;
    sql_ << "INSERT INTO members (id, name, role, password, created_at, disabled)"
            " VALUES (:id, :name, :role, :password, :at, :disabled)",
        use(member.id), use(member.name), use(member.role), use(member.password),
        use(member.created_at), use(disabled);
    return {};
  });
}

Status SqlDatabase::change_member(const Member& member) {
  return atomically([&]() -> Status {
    auto same = select_members("m.name = :value", member.name);
    if (!same.empty() && same.front().id != member.id) return fail(name_taken(member.name));
    std::int64_t disabled = member.disabled;
    sql_ << "UPDATE members SET name = :name, role = :role, password = :password,"
            " disabled = :disabled WHERE id = :id",
        use(member.name), use(member.role), use(member.password), use(disabled), use(member.id);
    if (member.disabled) sql_ << "DELETE FROM sessions WHERE member_id = :id", use(member.id);
    return {};
  });
}

Status SqlDatabase::add_link(const SignInLink& link) {
  return atomically([&]() -> Status {
    sql_ << "INSERT INTO sign_in_links (hash, member_id, role, expires_at)"
            " VALUES (:hash, :member, :role, :expires)",
        use(link.hash), use(link.member_id), use(link.role), use(link.expires_at);
    return {};
  });
}

Result<std::optional<SignInLink>> SqlDatabase::find_link(const std::string& hash, Micros now) {
  return guarded([&]() -> Result<std::optional<SignInLink>> {
    SignInLink row;
    sql_ << "SELECT hash, member_id, role, expires_at FROM sign_in_links"
            " WHERE hash = :hash AND expires_at > :now",
        into(row.hash), into(row.member_id), into(row.role), into(row.expires_at), use(hash),
        use(now);
    return sql_.got_data() ? std::optional(row) : std::nullopt;
  });
}

Result<std::optional<SignInLink>> SqlDatabase::take_link(const std::string& hash, Micros now) {
  return atomically([&]() -> Result<std::optional<SignInLink>> {
    auto link = TRY(find_link(hash, now));
    sql_ << "DELETE FROM sign_in_links WHERE hash = :hash OR expires_at <= :now", use(hash),
        use(now);
    return link;
  });
}

Status SqlDatabase::add_session(const Session& session) {
  return atomically([&]() -> Status {
    sql_ << "DELETE FROM sessions WHERE expires_at <= :now", use(session.created_at);
    sql_ << "INSERT INTO sessions (hash, id, member_id, agent, created_at, seen_at, expires_at)"
            " VALUES (:hash, :id, :member, :agent, :created, :seen, :expires)",
        use(session.hash), use(session.id), use(session.member_id), use(session.agent),
        use(session.created_at), use(session.seen_at), use(session.expires_at);
    return {};
  });
}

Result<std::optional<SignedIn>> SqlDatabase::find_session(const std::string& hash, Micros now) {
  return guarded([&]() -> Result<std::optional<SignedIn>> {
    SignedIn row;
    std::int64_t disabled = 0;
    sql_ << "SELECT s.hash, s.id, s.member_id, s.agent, s.created_at, s.seen_at, s.expires_at, "
         << kMember
         << " FROM sessions s JOIN members m ON m.id = s.member_id"
            " WHERE s.hash = :hash AND s.expires_at > :now AND m.disabled = 0",
        into(row.session.hash), into(row.session.id), into(row.session.member_id),
        into(row.session.agent), into(row.session.created_at), into(row.session.seen_at),
        into(row.session.expires_at), into(row.member.id), into(row.member.name),
        into(row.member.role), into(row.member.password), into(row.member.created_at),
        into(disabled), use(hash), use(now);
    return sql_.got_data() ? std::optional(row) : std::nullopt;
  });
}

Status SqlDatabase::touch_session(const std::string& hash, Micros now) {
  return atomically([&]() -> Status {
    sql_ << "UPDATE sessions SET seen_at = :now WHERE hash = :hash", use(now), use(hash);
    return {};
  });
}

Result<std::vector<Session>> SqlDatabase::sessions(const std::string& member_id, Micros now) {
  return guarded([&]() -> Result<std::vector<Session>> {
    Session row;
    soci::statement select =
        (sql_.prepare << "SELECT hash, id, member_id, agent, created_at, seen_at, expires_at"
                         " FROM sessions WHERE member_id = :member AND expires_at > :now"
                         " ORDER BY seen_at DESC, id",
         into(row.hash), into(row.id), into(row.member_id), into(row.agent), into(row.created_at),
         into(row.seen_at), into(row.expires_at), use(member_id), use(now));
    select.execute();
    std::vector<Session> found;
    while (select.fetch()) found.push_back(row);
    return found;
  });
}

Status SqlDatabase::end_session(const std::string& member_id, const std::string& id) {
  return atomically([&]() -> Status {
    sql_ << "DELETE FROM sessions WHERE member_id = :member AND id = :id", use(member_id), use(id);
    return {};
  });
}

}  // namespace easel::store
