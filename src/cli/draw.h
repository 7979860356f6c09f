#pragma once

#include "cli/command_line.h"

namespace easel::cli {

// Draws in this process with the painter, or on a server through the same adapter that the server
// uses for an upstream. A bar on a terminal; otherwise one line per file.
Status draw(const Draw& options);

}  // namespace easel::cli
