// The body of a chat completion, in pieces: nothing may crash, and any split gives the same
// verdict.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "api/chat_request.h"

namespace {

std::string verdict(std::string_view body, std::size_t piece) {
  static easel::ByteBudget budget(64 << 20);
  easel::api::ChatBody reader(budget);
  for (std::size_t i = 0; i < body.size(); i += piece) {
    auto fed = reader.feed(body.substr(i, piece));
    if (!fed) return std::string(to_string(fed.error().kind));
  }
  auto request = reader.finish();
  return request ? request->prompt() : request.error().field;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (verdict(body, data[0] + 1u) != verdict(body, 1u << 20)) std::abort();
  return 0;
}
