#pragma once

#include <functional>
#include <span>
#include <string_view>

namespace easel::store {

// The schema's history, embedded from migrations/NNNN_name.sql. Number n brings a database from
// version n − 1 to version n. A file that has been released is never edited: a change is a new
// file.
std::span<const std::string_view> migrations();

// Calls fn for each statement of a migration: a statement ends with a ';' at the end of a line.
// "-- sqlite:" or "-- postgresql:" on the line before one makes it that database's alone; `mark`
// is the name of the one at hand. Comments of whole lines are left out.
void for_each_statement(std::string_view sql, std::string_view mark,
                        const std::function<void(std::string_view)>& fn);

}  // namespace easel::store
