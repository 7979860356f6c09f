#pragma once

#include "cli/command_line.h"
#include "store/database.h"

namespace easel::cli {

// These write beside a server that runs on the same database.
Status add_credit(const CreditsAdd& options, store::Database& database);
Status show_credits(const CreditsShow& options, store::Database& database);

}  // namespace easel::cli
