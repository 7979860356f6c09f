#pragma once

#include "cli/command_line.h"
#include "cli/setup.h"

namespace easel::cli {

// Examines what a server of this data folder needs: the folder, its configuration, room and speed
// of the disk, the database, the address, the painter, the providers, and the engines of this
// machine. A line for each: ok, warn or fail, and what to do. Changes nothing but for a file that
// it writes in the data folder and removes. `setup` is the configuration, or what is wrong with it.
// Errors: something failed.
Status examine(const Doctor& options, const Result<Setup>& setup);

}  // namespace easel::cli
