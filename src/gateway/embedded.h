#pragma once

#include <string_view>

// The catalog files as they were when the program was built.
namespace easel::gateway {

std::string_view embedded_models();
std::string_view embedded_providers();

}  // namespace easel::gateway
