#include "store/migrations.h"

#include <algorithm>
#include <array>
#include <string>

namespace easel::store {
namespace {

// #embed is C23; clang has it in C++ too and only says so.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
constexpr char kFirst[] = {
#embed "migrations/0001_first.sql"
};
constexpr char kDoors[] = {
#embed "migrations/0002_doors.sql"
};
constexpr char kAccounts[] = {
#embed "migrations/0003_accounts.sql"
};
constexpr char kTeams[] = {
#embed "migrations/0004_teams.sql"
};
constexpr char kPages[] = {
#embed "migrations/0005_pages.sql"
};
constexpr char kNodes[] = {
#embed "migrations/0006_nodes.sql"
};
constexpr char kShelf[] = {
#embed "migrations/0007_shelf.sql"
};
constexpr char kWorkspaces[] = {
#embed "migrations/0008_workspaces.sql"
};
#pragma clang diagnostic pop

constexpr std::array kAll{
    std::string_view(kFirst, sizeof kFirst),
    std::string_view(kDoors, sizeof kDoors),
    std::string_view(kAccounts, sizeof kAccounts),
    std::string_view(kTeams, sizeof kTeams),
    std::string_view(kPages, sizeof kPages),
    std::string_view(kNodes, sizeof kNodes),
    std::string_view(kShelf, sizeof kShelf),
    std::string_view(kWorkspaces, sizeof kWorkspaces),
};

// The mark of "-- sqlite:"; "" for any other line.
std::string_view mark_of(std::string_view line) {
  for (std::string_view known : {"-- sqlite:", "-- postgresql:"})
    if (line == known) return known.substr(3, known.size() - 4);
  return "";
}

}  // namespace

std::span<const std::string_view> migrations() {
  return kAll;
}

void for_each_statement(std::string_view sql, std::string_view mark,
                        const std::function<void(std::string_view)>& fn) {
  std::string statement;
  std::string_view only;
  while (!sql.empty()) {
    auto end = std::min(sql.find('\n'), sql.size() - 1);
    auto line = sql.substr(0, end);
    auto first = line.find_first_not_of(' ');
    sql.remove_prefix(end + 1);
    if (auto marked = mark_of(line); !marked.empty()) only = marked;
    if (first == line.npos || line.substr(first).starts_with("--")) continue;
    bool last = line.ends_with(';');
    statement += line.substr(0, line.size() - last);
    statement += last ? "" : "\n";
    if (!last) continue;
    if (only.empty() || only == mark) fn(statement);
    statement.clear();
    only = "";
  }
}

}  // namespace easel::store
