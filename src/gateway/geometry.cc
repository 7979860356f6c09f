#include "gateway/geometry.h"

#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

namespace easel::gateway {
namespace {

struct Row {
  std::string_view ratio;
  Size size;  // {0, 0}: computed
};

constexpr std::array kRows = {
    Row{"1:1", {1024, 1024}}, Row{"2:3", {832, 1248}},  Row{"3:2", {1248, 832}},
    Row{"3:4", {864, 1184}},  Row{"4:3", {1184, 864}},  Row{"4:5", {896, 1152}},
    Row{"5:4", {1152, 896}},  Row{"9:16", {768, 1344}}, Row{"16:9", {1344, 768}},
    Row{"21:9", {1536, 672}}, Row{"9:21", {672, 1536}}, Row{"1:2", {}},
    Row{"2:1", {}},           Row{"1:4", {}},           Row{"4:1", {}},
    Row{"1:8", {}},           Row{"8:1", {}},           Row{"9:19.5", {}},
    Row{"19.5:9", {}},        Row{"9:20", {}},          Row{"20:9", {}},
    Row{"2.35:1", {}},        Row{"5:2", {}},
};

constexpr auto kRatios = [] {
  std::array<std::string_view, kRows.size()> ratios;
  for (std::size_t i = 0; i < kRows.size(); ++i) ratios[i] = kRows[i].ratio;
  return ratios;
}();

constexpr std::array<std::string_view, 4> kTiers = {"0.5K", "1K", "2K", "4K"};

double number(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// One megapixel of that shape, each side a multiple of 32 as in the table.
Size computed(std::string_view ratio) {
  auto colon = ratio.find(':');
  double shape = number(ratio.substr(0, colon)) / number(ratio.substr(colon + 1));
  double height = std::sqrt(1024.0 * 1024.0 / shape);
  auto snap = [](double side) { return std::max(32, 32 * static_cast<int>(side / 32 + 0.5)); };
  return {snap(height * shape), snap(height)};
}

}  // namespace

std::span<const std::string_view> known_ratios() {
  return kRatios;
}
std::span<const std::string_view> known_tiers() {
  return kTiers;
}

std::optional<Size> dimensions(std::string_view ratio, std::string_view tier) {
  for (const auto& row : kRows) {
    if (row.ratio != ratio) continue;
    Size size = row.size.width ? row.size : computed(ratio);
    if (tier == "0.5K") return Size{size.width / 2, size.height / 2};
    if (tier == "1K") return size;
    if (tier == "2K") return Size{size.width * 2, size.height * 2};
    if (tier == "4K") return Size{size.width * 4, size.height * 4};
    return {};
  }
  return {};
}

std::optional<std::string_view> ratio_of(Size size) {
  for (const auto& row : kRows) {
    for (auto tier : kTiers)
      if (dimensions(row.ratio, tier) == size) return row.ratio;
    auto colon = row.ratio.find(':');
    double across = size.width * number(row.ratio.substr(colon + 1));
    double down = size.height * number(row.ratio.substr(0, colon));
    if (std::abs(across - down) < 1e-6 * across) return row.ratio;
  }
  return {};
}

std::string_view tier_of(Size size) {
  double side = std::sqrt(1.0 * size.width * size.height);
  if (side < 512 * std::numbers::sqrt2) return "0.5K";
  if (side < 1024 * std::numbers::sqrt2) return "1K";
  return side < 2048 * std::numbers::sqrt2 ? "2K" : "4K";
}

std::optional<Size> parse_size(std::string_view text) {
  auto cross = text.find('x');
  if (cross == std::string_view::npos) return {};
  auto side = [](std::string_view digits) {
    int value = 0;
    auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return ec == std::errc() && end == digits.data() + digits.size() ? value : 0;
  };
  Size size{side(text.substr(0, cross)), side(text.substr(cross + 1))};
  if (size.width < 1 || size.width > 16384 || size.height < 1 || size.height > 16384) return {};
  return size;
}

std::optional<std::string> tier_named(std::string_view text) {
  if (text == "512") return "0.5K";
  for (auto tier : known_tiers()) {
    auto digits = tier.substr(0, tier.size() - 1);
    bool same = text.size() == tier.size() && text.starts_with(digits) &&
                (text.back() == 'K' || text.back() == 'k');
    if (same) return std::string(tier);
  }
  return {};
}

}  // namespace easel::gateway
