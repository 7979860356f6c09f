#include "gateway/variant.h"

namespace easel::gateway {
namespace {

constexpr Variant kVariants[] = {Variant::free, Variant::nitro, Variant::floor, Variant::exacto,
                                 Variant::online};

}  // namespace

std::string_view to_string(Variant variant) {
  switch (variant) {
    case Variant::free:
      return "free";
    case Variant::nitro:
      return "nitro";
    case Variant::floor:
      return "floor";
    case Variant::exacto:
      return "exacto";
    case Variant::online:
      return "online";
    case Variant::none:
      break;
  }
  return "";
}

Named split_variant(std::string_view id) {
  auto slash = id.find('/'), colon = id.rfind(':');
  if (slash == id.npos || colon == id.npos || colon < slash) return {.id = id};
  for (auto variant : kVariants)
    if (id.substr(colon + 1) == to_string(variant))
      return {.id = id.substr(0, colon), .variant = variant};
  return {.id = id};
}

}  // namespace easel::gateway
