#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <string>

#include "http/client.h"

// Source: the IANA special-purpose address registries (RFC 6890 and its successors). For IPv6 only
// global unicast, 2000::/3, is public, so that what is assigned later is refused until it is known.
namespace easel::http {

namespace {

struct V4Range {
  std::uint32_t network;
  int bits;
};

constexpr std::uint32_t v4(int a, int b, int c, int d) {
  return static_cast<std::uint32_t>(a) << 24 | static_cast<std::uint32_t>(b) << 16 |
         static_cast<std::uint32_t>(c) << 8 | static_cast<std::uint32_t>(d);
}

constexpr std::array kNotPublic{
    V4Range{v4(0, 0, 0, 0), 8},        // this network
    V4Range{v4(10, 0, 0, 0), 8},       // private
    V4Range{v4(100, 64, 0, 0), 10},    // carrier NAT
    V4Range{v4(127, 0, 0, 0), 8},      // loopback
    V4Range{v4(169, 254, 0, 0), 16},   // link-local, and the metadata services of clouds
    V4Range{v4(172, 16, 0, 0), 12},    // private
    V4Range{v4(192, 0, 0, 0), 24},     // protocol assignments
    V4Range{v4(192, 0, 2, 0), 24},     // documentation
    V4Range{v4(192, 88, 99, 0), 24},   // 6to4 relays
    V4Range{v4(192, 168, 0, 0), 16},   // private
    V4Range{v4(198, 18, 0, 0), 15},    // benchmarking
    V4Range{v4(198, 51, 100, 0), 24},  // documentation
    V4Range{v4(203, 0, 113, 0), 24},   // documentation
    V4Range{v4(224, 0, 0, 0), 4},      // multicast
    V4Range{v4(240, 0, 0, 0), 4},      // reserved, broadcast
};

bool is_public_v4(std::uint32_t address) {
  for (const auto& range : kNotPublic) {
    if ((address ^ range.network) >> (32 - range.bits) == 0) return false;
  }
  return true;
}

using V6 = std::array<unsigned char, 16>;

std::uint32_t embedded(const V6& bytes, std::size_t at) {
  return v4(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

bool begins_with(const V6& bytes, std::initializer_list<int> prefix) {
  std::size_t i = 0;
  for (int byte : prefix) {
    if (bytes[i++] != byte) return false;
  }
  return true;
}

bool is_public_v6(const V6& bytes) {
  if (begins_with(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) {  // mapped
    return is_public_v4(embedded(bytes, 12));
  }
  if (begins_with(bytes, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) {  // NAT64
    return is_public_v4(embedded(bytes, 12));
  }
  if ((bytes[0] & 0xe0) != 0x20) return false;
  if (begins_with(bytes, {0x20, 0x01, 0x0d, 0xb8})) return false;                 // documentation
  if (begins_with(bytes, {0x20, 0x01}) && bytes[2] < 2) return false;             // 2001::/23
  if (begins_with(bytes, {0x3f, 0xff}) && (bytes[2] & 0xf0) == 0) return false;   // documentation
  if (begins_with(bytes, {0x20, 0x02})) return is_public_v4(embedded(bytes, 2));  // 6to4
  return true;
}

}  // namespace

bool is_public_address(std::string_view address) {
  const std::string text(address);
  in_addr four{};
  if (::inet_pton(AF_INET, text.c_str(), &four) == 1) return is_public_v4(ntohl(four.s_addr));
  V6 six{};
  return ::inet_pton(AF_INET6, text.c_str(), six.data()) == 1 && is_public_v6(six);
}

bool is_local_url(std::string_view url) {
  auto start = url.find("://");
  if (start == url.npos) return false;
  auto host = url.substr(start + 3, url.find_first_of("/?#", start + 3) - start - 3);
  if (host.contains('@')) return false;  // two readers may understand it in two ways
  host =
      host.starts_with('[') ? host.substr(1, host.find(']') - 1) : host.substr(0, host.find(':'));
  bool number =
      !host.empty() && (host.find_first_not_of("0123456789.") == host.npos || host.contains(':'));
  return host == "localhost" || (number && !is_public_address(host));
}

}  // namespace easel::http
