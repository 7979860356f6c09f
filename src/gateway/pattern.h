#pragma once

#include <string_view>

namespace easel::gateway {

// Whether a model's id fits a pattern in which "*" stands for anything, also for nothing.
bool matches(std::string_view id, std::string_view pattern);

}  // namespace easel::gateway
