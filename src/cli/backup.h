#pragma once

#include "base/result.h"
#include "cli/command_line.h"

namespace easel::cli {

// The database and the kept pictures in one zip, as they are at one moment; a server may run
// meanwhile. Neither configuration nor what seals the credentials of teams is in it.
// `media` is the folder of kept pictures.
Status backup(const Backup& options, const std::string& media);
// Into a folder that is empty or not there. All of it, verified, or nothing.
Status restore(const Restore& options);

}  // namespace easel::cli
