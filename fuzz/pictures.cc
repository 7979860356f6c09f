// The first bytes of what somebody says is a picture: telling what it is may not crash, and what is
// told has a type, an ending and sides that are not negative.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "media/spool.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto told = easel::media::sniff({reinterpret_cast<const char*>(data), size});
  if (told &&
      (told->media_type.empty() || told->extension.empty() || told->width < 0 || told->height < 0))
    std::abort();
  return 0;
}
