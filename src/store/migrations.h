#pragma once

#include <span>
#include <string_view>

namespace easel::store {

// The schema's history, embedded from migrations/NNNN_name.sql. Number n brings a database from
// version n − 1 to version n. A file that has been released is never edited: a change is a new
// file.
std::span<const std::string_view> migrations();

// Calls fn for each statement of a migration: a statement ends with a ';' at the end of a line.
template <class F>
void for_each_statement(std::string_view sql, F fn) {
  while (!sql.empty()) {
    auto end = sql.find(";\n");
    auto statement = sql.substr(0, end);
    if (statement.find_first_not_of(" \n") != std::string_view::npos) fn(statement);
    if (end == std::string_view::npos) return;
    sql.remove_prefix(end + 2);
  }
}

}  // namespace easel::store
