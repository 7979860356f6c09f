#include "wire/fields.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace easel::wire {

namespace json = boost::json;

const json::value* Fields::given(std::string_view name) const {
  auto found = object_.if_contains(name);
  return found && !found->is_null() ? found : nullptr;
}

void Fields::complain(std::string_view name, std::string expected) {
  if (error_) return;
  std::string field = path_.empty() ? std::string(name) : path_ + "." + std::string(name);
  error_ = invalid(field, field + " must be " + expected + ".", expected);
}

Status Fields::status() const {
  if (error_) return fail(*error_);
  return {};
}

std::optional<std::string> Fields::text(std::string_view name) {
  auto value = given(name);
  if (!value) return {};
  if (value->is_string())
    return std::string(value->get_string().data(), value->get_string().size());
  complain(name, "a string");
  return {};
}

std::optional<bool> Fields::flag(std::string_view name) {
  auto value = given(name);
  if (!value) return {};
  if (value->is_bool()) return value->get_bool();
  complain(name, "true or false");
  return {};
}

std::optional<std::int64_t> Fields::integer(std::string_view name, std::int64_t least,
                                            std::int64_t most) {
  auto value = given(name);
  if (!value) return {};
  std::optional<std::int64_t> number;
  if (value->is_int64()) {
    number = value->get_int64();
  } else if (value->is_double() && std::nearbyint(value->get_double()) == value->get_double() &&
             std::abs(value->get_double()) < 9e15) {
    number = static_cast<std::int64_t>(value->get_double());
  }
  if (number && *number >= least && *number <= most) return number;
  complain(name, fmt::format("an integer from {} to {}", least, most));
  return {};
}

std::optional<double> Fields::amount(std::string_view name) {
  auto value = given(name);
  if (!value) return {};
  double number = -1;
  if (value->is_number()) number = value->to_number<double>();
  if (value->is_string()) {
    auto text = value->get_string().subview();
    auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) number = -1;
  }
  if (std::isfinite(number) && number >= 0) return number;
  complain(name, "a number from 0");
  return {};
}

std::optional<std::string> Fields::choice(std::string_view name,
                                          std::initializer_list<std::string_view> accepted) {
  auto value = text(name);
  if (!value || std::ranges::find(accepted, *value) != accepted.end()) return value;
  complain(name, fmt::format("one of {}", fmt::join(accepted, ", ")));
  return {};
}

std::vector<std::string> Fields::texts(std::string_view name) {
  std::vector<std::string> out;
  auto list = array(name);
  if (!list) return out;
  for (const auto& item : *list) {
    if (!item.is_string()) {
      complain(name, "an array of strings");
      return {};
    }
    out.emplace_back(item.get_string().data(), item.get_string().size());
  }
  return out;
}

const json::object* Fields::object(std::string_view name) {
  auto value = given(name);
  if (!value) return nullptr;
  if (value->is_object()) return &value->get_object();
  complain(name, "an object");
  return nullptr;
}

const json::array* Fields::array(std::string_view name) {
  auto value = given(name);
  if (!value) return nullptr;
  if (value->is_array()) return &value->get_array();
  complain(name, "an array");
  return nullptr;
}

}  // namespace easel::wire
