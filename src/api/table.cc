#include "api/table.h"

#include "http/message.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

std::string cell(const boost::json::value& value) {
  if (value.is_null()) return "";
  if (!value.is_string()) return wire::to_json(value);
  std::string text(value.get_string().data(), value.get_string().size());
  if (!text.empty() && std::string_view("=+-@\t\r").contains(text[0])) text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == text.npos) return text;
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

bool wants_csv(const http::Request& in) {
  auto format = http::query_value(in.query(), "format");
  if (format.found) return format.value == "csv";
  return in.header("accept").starts_with("text/csv");
}

std::string csv(const std::vector<std::string>& columns, const boost::json::array& rows) {
  std::string text;
  for (const auto& column : columns)
    text += (text.empty() ? "" : ",") + cell(boost::json::value(column));
  text += "\r\n";
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      auto found = row.is_object() ? row.get_object().if_contains(columns[i]) : nullptr;
      line += (i > 0 ? "," : "") + (found ? cell(*found) : "");
    }
    text += line + "\r\n";
  }
  return text;
}

}  // namespace easel::api
