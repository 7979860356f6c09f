#pragma once

#include "cli/command_line.h"

namespace easel::cli {

// The Model Context Protocol over standard input and output, a message a line, for agents that
// start a program: each message goes on to the /mcp of a running server with the key, and what it
// answers comes back as lines. So limits, ledger and pictures are the server's. Ends when standard
// input does and every request was answered. Standard output holds nothing else.
Status serve_stdio(const Mcp& options);

}  // namespace easel::cli
