#pragma once

#include "cli/command_line.h"
#include "cli/setup.h"

namespace easel::cli {

// What a server of this data folder serves, and with --all what it could.
Status list_models(const Models& options, const Setup& setup);

}  // namespace easel::cli
