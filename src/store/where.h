#pragma once

#include <soci/soci.h>

#include <cstdint>
#include <deque>
#include <string>
#include <variant>

// Inside the store only: the conditions of a SELECT, put together, with the values they compare to.
// Values are always bound, never written into the statement.
namespace easel::store {

// For LIKE … ESCAPE '\': the text itself, anywhere; "50%_" matches just that.
inline std::string anywhere(const std::string& text) {
  std::string pattern = "%";
  for (char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

class Where {
 public:
  // `condition` holds one '?' for each value.
  template <class... Values>
  Where& add(const std::string& condition, Values... values) {
    sql_ += sql_.empty() ? "" : " AND ";
    (values_.emplace_back(std::move(values)), ...);
    for (char c : condition) {
      if (c == '?')
        sql_ += ":w" + std::to_string(next_++);
      else
        sql_ += c;
    }
    return *this;
  }
  // `column` is one of, or none of, the values.
  Where& among(const std::string& column, bool in, const auto& values) {
    std::string marks;
    for (const auto& value : values) {
      marks += (marks.empty() ? ":w" : ", :w") + std::to_string(next_++);
      values_.emplace_back(value);
    }
    sql_ += (sql_.empty() ? "" : " AND ") + column + (in ? " IN (" : " NOT IN (") + marks + ")";
    return *this;
  }

  std::string sql() const { return sql_.empty() ? "1 = 1" : sql_; }
  // In order, which is how they are named. `this` outlives the statement.
  void bind(soci::statement& statement) {
    int number = 0;
    for (auto& value : values_) {
      auto name = "w" + std::to_string(number++);
      std::visit([&](auto& held) { statement.exchange(soci::use(held, name)); }, value);
    }
  }

 private:
  std::string sql_;
  std::deque<std::variant<std::string, std::int64_t>> values_;
  int next_ = 0;
};

}  // namespace easel::store
