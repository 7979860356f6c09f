#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "runtime/clock.h"

namespace easel::api {

// Fonts that were fetched lately, for whoever gives the same address again: at most 64 MiB, each
// for ten minutes. Addresses are kept as their SHA-256 only, and a font that lies at two of them is
// held once. From any thread.
class FontShelf {
 public:
  using Font = std::shared_ptr<const std::string>;

  Font find(const std::string& url, Time now);  // null: it is not here
  // The font, or the one of the same bytes that is here already.
  Font keep(const std::string& url, std::string bytes, Time now);

 private:
  struct Place {
    std::string hash;  // of the bytes
    Time until{};
  };
  void drop_old(Time now);
  void drop_unnamed();

  std::mutex mutex_;
  std::map<std::string, Place> places_;  // by the address's hash
  std::map<std::string, Font> fonts_;    // by their own
  std::size_t bytes_ = 0;
};

}  // namespace easel::api
