#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace easel::wire {

// Reads typed fields out of a JSON object that a client wrote. An absent field and null are both
// "not given". The first field of the wrong type or value becomes the error of status(), which
// names its path and what it accepts; reading goes on, so a parser reads straight down and asks
// once at the end.
class Fields {
 public:
  Fields(const boost::json::object& object, std::string path)
      : object_(object), path_(std::move(path)) {}

  std::optional<std::string> text(std::string_view name);
  std::optional<bool> flag(std::string_view name);
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t least, std::int64_t most);
  // A string, or nothing when it is none of `accepted`.
  std::optional<std::string> choice(std::string_view name,
                                    std::initializer_list<std::string_view> accepted);
  std::vector<std::string> texts(std::string_view name);  // an array of strings
  const boost::json::object* object(std::string_view name);
  const boost::json::array* array(std::string_view name);

  // A number ≥ 0, or a text that is one: what money and measures are given as.
  std::optional<double> amount(std::string_view name);
  // As it is, null when it is not given.
  const boost::json::value* value(std::string_view name) const { return given(name); }

  void complain(std::string_view name, std::string expected);
  Status status() const;

 private:
  const boost::json::value* given(std::string_view name) const;

  const boost::json::object& object_;
  std::string path_;
  std::optional<Error> error_;
};

}  // namespace easel::wire
