#pragma once

#include "cli/command_line.h"
#include "store/database.h"

namespace easel::cli {

// Prints an address that signs an owner in to the pages, once, within 15 minutes; beside a server
// that runs on the same database.
Status print_link(const Link& options, store::Database& database);

}  // namespace easel::cli
