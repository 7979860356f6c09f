#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/records.h"

// Moments as JSON has them: ISO 8601, UTC.
namespace easel::api {

// "2026-11-21T08:15:30.125Z"
std::string iso(store::Micros at);
// "2026-11-21"
std::string iso_day(store::Micros at);

// A date, or a date and time with optional fraction and an offset ("Z" when there is none), from
// year 1970 to 9999. None: it is not one.
std::optional<store::Micros> read_iso(std::string_view text);

}  // namespace easel::api
