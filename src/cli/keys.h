#pragma once

#include "api/key_settings.h"
#include "cli/command_line.h"
#include "store/database.h"

namespace easel::cli {

// These write beside a server that runs on the same database; it notices within half a second.

// Prints the key alone on standard output, and what it may spend on standard error.
Status create_key(const KeysCreate& options, const api::KeySettings& settings,
                  store::Database& database);
Status list_keys(const KeysList& options, store::Database& database);
Status show_key(const KeysShow& options, store::Database& database);
Status set_key(const KeysSet& options, store::Database& database);
Status revoke_key(const KeysRevoke& options, store::Database& database);
Status rotate_key(const KeysRotate& options, const api::KeySettings& settings,
                  store::Database& database);

}  // namespace easel::cli
