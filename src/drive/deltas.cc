#include "drive/deltas.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace easel::drive {
namespace {

namespace json = boost::json;

// These are said once and mean the whole; every other text in a list's entry comes in pieces.
bool said_whole(std::string_view name) {
  return name == "id" || name == "type" || name == "name" || name == "format" || name == "role";
}

void join(json::object& into, const json::object& piece) {
  for (const auto& [key, value] : piece) {
    std::string_view name(key.data(), key.size());
    auto known = into.if_contains(key);
    if (!known || known->is_null()) {
      into.insert_or_assign(key, value);
    } else if (known->is_string() && value.is_string() && !said_whole(name)) {
      known->get_string().append(value.get_string().subview());
    } else if (known->is_object() && value.is_object()) {
      join(known->get_object(), value.get_object());
    } else if (!value.is_null() && !(value.is_string() && value.get_string().empty())) {
      *known = value;
    }
  }
}

json::object* entry_of(json::array& list, const json::object& piece) {
  auto index = piece.if_contains("index");
  if (!index) return nullptr;
  for (auto& entry : list) {
    if (!entry.is_object()) continue;
    auto own = entry.get_object().if_contains("index");
    if (own && *own == *index) return &entry.get_object();
  }
  return nullptr;
}

void join_lists(json::array& into, const json::array& pieces) {
  for (const auto& piece : pieces) {
    auto known = piece.is_object() ? entry_of(into, piece.get_object()) : nullptr;
    if (known)
      join(*known, piece.get_object());
    else
      into.push_back(piece);
  }
}

}  // namespace

void add_fields(json::object& into, const json::object& from) {
  for (const auto& [key, value] : from) into.insert_or_assign(key, value);
}

void add_delta(json::object& message, const json::object& delta) {
  for (const auto& [key, value] : delta) {
    auto known = message.if_contains(key);
    if (known && known->is_array() && value.is_array())
      join_lists(known->get_array(), value.get_array());
    else if (known && known->is_object() && value.is_object())
      join(known->get_object(), value.get_object());
    else if (!known || !value.is_null())
      message.insert_or_assign(key, value);
  }
}

}  // namespace easel::drive
