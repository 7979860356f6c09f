#pragma once

#include <span>

#include "api/generate.h"

namespace easel::api {

// Every door of this house. They have no state and live as long as the program.
std::span<const Door* const> all_doors();

// By its path, such as "/images"; null when there is none.
const Door* door_at(std::string_view path);

}  // namespace easel::api
