#pragma once

#include <string_view>

// OpenRouter's suffixes of a model's id ("author/model:free").
namespace easel::gateway {

enum class Variant {
  none,
  free,    // only endpoints that cost nothing
  nitro,   // by throughput
  floor,   // by price
  exacto,  // OpenRouter's own order of quality
  online,  // with web search, which OpenRouter alone has
};

struct Named {
  std::string_view id;
  Variant variant = Variant::none;
};

// An unknown suffix is a part of the id: ids may hold a colon.
Named split_variant(std::string_view id);

// "free" and so on; "" for none.
std::string_view to_string(Variant variant);

}  // namespace easel::gateway
