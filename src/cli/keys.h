#pragma once

#include "cli/command_line.h"

namespace easel::cli {

// These write beside a server that runs on the same folder; it notices within half a second.
Status create_key(const KeysCreate& options);  // prints the key alone on standard output
Status list_keys(const KeysList& options);
Status revoke_key(const KeysRevoke& options);

}  // namespace easel::cli
