#pragma once

#include <string>
#include <string_view>
#include <vector>

// The files that browsers run, as they were built from web/ and embedded here: each as it is and,
// where that is smaller, compressed with gzip at build time.
namespace easel::pages {

struct File {
  std::string path;  // "/assets/app-3f2a.js"; the program itself is "/index.html"
  std::string media_type;
  std::string tag;  // strong: with its quotes
  std::string_view plain;
  std::string_view gzip{};  // "" = not worth it

  // Its name says what is in it, so a browser never needs to ask again.
  bool immutable() const { return path.starts_with("/assets/"); }
};

// Reads what web/pack.mjs wrote: a line for each file with its path, media type, hash and the two
// sizes, separated by tabs, in the order in which `bytes` holds them. Lines that are none are left
// out.
std::vector<File> read_files(std::string_view index, std::string_view bytes);

// All of them; where web/ was not built, a page alone that says so.
const std::vector<File>& files();

// Whether an Accept-Encoding header takes gzip.
bool takes_gzip(std::string_view accept_encoding);

}  // namespace easel::pages
