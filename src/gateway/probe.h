#pragma once

#include <string_view>

// What a provider's answer to its probe (catalog.h) says of the credential that went with it. Pure.
namespace easel::gateway {

enum class Verdict { accepted, refused, unclear };

Verdict verdict_of(int status, std::string_view body);

}  // namespace easel::gateway
