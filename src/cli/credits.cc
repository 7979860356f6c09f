#include "cli/credits.h"

#include <fmt/core.h>

#include "api/moments.h"
#include "base/ids.h"
#include "cli/moment.h"
#include "wire/json_writer.h"

namespace easel::cli {

Status add_credit(const CreditsAdd& options, store::Database& database) {
  auto amount = Money::parse(options.amount);
  if (!amount || *amount == Money())
    return fail(invalid("", "The amount is in dollars, such as 25 or 0.50, and not 0."));
  TRY(database.add_credit({.id = "credit-" + random_alphanumeric(24),
                           .at = now(),
                           .amount = *amount,
                           .note = options.note,
                           .made_by = "operator"}));
  return show_credits({.data = options.data}, database);
}

Status show_credits(const CreditsShow& options, store::Database& database) {
  auto account = TRY(database.account());
  auto left = account.credits - account.spent - account.held;
  auto rows = TRY(database.credits(20));
  if (options.json) {
    std::string body;
    wire::JsonWriter out(body);
    out.begin_object().field("credits", account.credits).field("spent", account.spent);
    out.field("held", account.held).field("left", left).key("added").begin_array();
    for (const auto& row : rows) {
      out.begin_object().field("id", row.id).field("at", api::iso(row.at));
      out.field("amount", row.amount).field("note", row.note).field("made_by", row.made_by);
      out.end_object();
    }
    out.end_array().end_object();
    fmt::print("{}\n", body);
    return {};
  }
  fmt::print("Given ${}, spent ${}, held ${} for running requests, left ${}.\n",
             account.credits.text(), account.spent.text(), account.held.text(), left.text());
  for (const auto& row : rows)
    fmt::print("{}  {:>12}  {:<16} {}\n", api::iso(row.at), row.amount.text(),
               row.made_by.substr(0, 16), row.note);
  return {};
}

}  // namespace easel::cli
