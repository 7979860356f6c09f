// Bytes of one connection, in pieces whose sizes come from the input, through the request parser:
// nothing may crash, stall, or be seen differently from what one single piece shows.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/request_parser.h"

namespace {

using easel::http::RequestParser;
using Step = RequestParser::Step;

// What a connection would have handed on, as text; it stops at the first refusal.
std::string read(std::string_view bytes, std::size_t piece_size) {
  RequestParser parser(4096, 1 << 16);
  std::string seen;
  std::string pending;
  bool in_body = false;
  std::size_t given = 0;
  for (;;) {
    std::size_t used = 0;
    std::string_view piece;
    const auto step =
        in_body ? parser.read_body(pending, used, piece) : parser.read_head(pending, used);
    if (step == Step::refused) return seen + "!" + std::to_string(parser.refusal().status);
    if (step == Step::piece) seen += piece;
    if (!in_body && step == Step::done) {
      seen += "\n" + std::string(parser.head().method) + " " + std::string(parser.head().target);
      for (const auto& [name, value] : parser.head().headers) {
        seen.append("|").append(name).append(":").append(value);
      }
      seen += "\n";
    }
    pending.erase(0, used);
    if (step == Step::done) {
      if (in_body) parser.reset();
      in_body = !in_body;
      continue;
    }
    if (step == Step::piece) {
      if (used == 0) std::abort();
      continue;
    }
    if (given == bytes.size()) return seen;
    const auto next = bytes.substr(given, piece_size);
    pending += next;
    given += next.size();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto whole = read(bytes, bytes.size());
  const auto split = read(bytes, data[0] % 16 + 1);
  // In small pieces an endless head is refused later, or as another limit; a status may differ, but
  // not what was handed on before it.
  if (whole.substr(0, whole.rfind('!')) != split.substr(0, split.rfind('!'))) std::abort();
  return 0;
}
