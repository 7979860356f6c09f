#pragma once

#include "cli/command_line.h"

namespace easel::cli {

Status list_models(const Models& options);

}  // namespace easel::cli
