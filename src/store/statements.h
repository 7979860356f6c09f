#pragma once

#include <soci/soci.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>

#include "store/nullable.h"

// Inside the store only: statements that stay prepared as long as their connection, for what every
// request runs. Preparing one takes longer than running it.
namespace easel::store {

// A value that a statement calls :value, however often.
struct Named {
  std::string value;
};

// Of a statement that returns nothing.
struct NoRow {
  void bind(soci::statement&) {}
};

class Statements {
 public:
  explicit Statements(soci::session& sql) : sql_(sql) {}

  // Values in the order of their places: std::string, std::int64_t, Nullable, or one Named. A text
  // always comes with values of the same types.
  template <class... Values>
  void run(std::string_view text, const Values&... values) {
    each<NoRow>(text, [](const NoRow&) {}, values...);
  }

  // Calls `take` with each row. Row::bind() says where its columns go.
  template <class Row, class... Values>
  void each(std::string_view text, const std::function<void(const Row&)>& take,
            const Values&... values) {
    auto found = kept_.find(text);
    try {
      if (found == kept_.end())
        found = kept_.emplace(text, std::make_unique<Of<Row, Values...>>(sql_, text)).first;
      auto& kept = static_cast<Of<Row, Values...>&>(*found->second);
      kept.values = std::tuple(values...);
      bool more = kept.statement.execute(true);
      if constexpr (!std::is_same_v<Row, NoRow>)
        // To the end: an unfinished select would hold SQLite's snapshot.
        for (; more; more = kept.statement.fetch()) take(kept.row);
    } catch (...) {
      if (found != kept_.end()) kept_.erase(found);
      throw;
    }
  }

  // Before the connection goes.
  void clear() { kept_.clear(); }

 private:
  struct Kept {
    virtual ~Kept() = default;
  };
  template <class Row, class... Values>
  struct Of final : Kept {
    Of(soci::session& sql, std::string_view text) : statement(sql) {
      row.bind(statement);
      std::apply([this](auto&... value) { (this->use(value), ...); }, values);
      statement.alloc();
      statement.prepare(std::string(text));
      statement.define_and_bind();
    }
    void use(std::string& value) { statement.exchange(soci::use(value)); }
    void use(std::int64_t& value) { statement.exchange(soci::use(value)); }
    void use(Nullable& value) { statement.exchange(soci::use(value.value, value.indicator)); }
    void use(Named& value) { statement.exchange(soci::use(value.value, "value")); }

    Row row{};
    std::tuple<Values...> values{};
    soci::statement statement;
  };

  soci::session& sql_;
  std::map<std::string, std::unique_ptr<Kept>, std::less<>> kept_;
};

}  // namespace easel::store
