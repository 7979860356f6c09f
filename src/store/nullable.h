#pragma once

#include <soci/soci.h>

#include <cstdint>
#include <optional>

namespace easel::store {

// Inside the store only: a number that may be NULL, as SOCI binds it.
struct Nullable {
  std::int64_t value = 0;
  soci::indicator indicator = soci::i_null;

  Nullable() = default;
  explicit Nullable(std::optional<std::int64_t> from)
      : value(from.value_or(0)), indicator(from ? soci::i_ok : soci::i_null) {}
  std::optional<std::int64_t> get() const {
    return indicator == soci::i_ok ? std::optional(value) : std::nullopt;
  }
};

}  // namespace easel::store
