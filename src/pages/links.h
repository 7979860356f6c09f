#pragma once

#include <string>

#include "store/database.h"

// Addresses that sign in once, for a quarter of an hour: "{origin}/sign-in#{secret}". What stands
// behind the # never reaches a server, a log or a Referer. Blocking: for the command line and for
// work that is given to the store.
namespace easel::pages {

// For an owner: the first there is, or, on an Easel without any, whoever opens it becomes one.
Result<std::string> owner_link(store::Database& database, const std::string& origin,
                               store::Micros now);
// For somebody new.
Result<std::string> invitation(store::Database& database, const std::string& origin,
                               const std::string& role, store::Micros now);

}  // namespace easel::pages
