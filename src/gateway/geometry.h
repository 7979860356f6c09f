#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

// Ratios, tiers and pixels. The ten documented ratios have exact sizes (OpenRouter's table); the
// others are computed to the same area. 0.5K, 2K and 4K are ×½, ×2 and ×4 of the 1K row.
namespace easel::gateway {

struct Size {
  int width = 0;
  int height = 0;
  friend bool operator==(const Size&, const Size&) = default;
};

// Every ratio that a request may name, the ten of the table first.
std::span<const std::string_view> known_ratios();
// "0.5K", "1K", "2K", "4K".
std::span<const std::string_view> known_tiers();
// "0.5K", "1K" … for any way to write it that leaves no doubt: "2k", and "512" for 0.5K.
std::optional<std::string> tier_named(std::string_view text);

// None: not a known ratio or tier.
std::optional<Size> dimensions(std::string_view ratio, std::string_view tier);

// The ratio whose shape these pixels have: exactly, or as in its row of the table; none when it is
// none of the known.
std::optional<std::string_view> ratio_of(Size size);
// The tier whose area is nearest.
std::string_view tier_of(Size size);

// "1024x768" → {1024, 768}; none unless both are 1 … 16384 in plain digits.
std::optional<Size> parse_size(std::string_view text);

}  // namespace easel::gateway
