#pragma once

#include <cstdint>
#include <string>

#include "api/house.h"
#include "http/server.h"

// How a picture that is kept leaves.
namespace easel::api {

struct Leaving {
  std::string path;  // on the house's disk
  std::string media_type;
  std::string tag;  // of its bytes, with its quotes
  std::string file_name;
  std::uint64_t bytes = 0;
  bool public_address = false;  // whoever has the address may have it
  bool attachment = false;      // to be saved, rather than looked at
};

// The answer to a GET or HEAD of it: whole, a range of it, or that it has not changed. Its type is
// its own and not to be guessed, and opened by itself it may do nothing. `gone` when its bytes are
// no longer there.
Task<> send_kept(House& house, http::Request& in, http::Response& out, Leaving leaving);

// "png", "jpg" … of an image's media type.
std::string_view extension_of(std::string_view media_type);

}  // namespace easel::api
