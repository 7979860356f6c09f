#include "api/credits.h"

#include <cmath>

#include "api/errors.h"
#include "api/management.h"
#include "api/moments.h"
#include "base/ids.h"
#include "wire/fields.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using http::PathParams;
using http::Request;
using http::Response;
using store::Database;

constexpr double kMostDollars = 1e6;

// Only a key that answers for the whole account.
Task<Result<store::Key>> treasurer(House& house, Request& in) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  if (!scope_of(key).empty())
    co_return fail(ErrorKind::permission_denied,
                   "This management key has a limit of its own; the account's credit is not for "
                   "it to see or change.");
  co_return key;
}

Task<Result<std::string>> tell(House& house, Request& in) {
  auto who = co_await treasurer(house, in);
  CO_TRY(std::move(who));
  auto read = co_await house.store.read([](Database& database) { return database.account(); });
  auto account = CO_TRY(std::move(read));
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().key("data").begin_object();
  out.field("total_credits", account.credits).field("total_usage", account.spent);
  out.end_object();
  out.key("easel").begin_object();
  out.field("held", account.held).field("enforced", house.settings.enforce_credits);
  out.end_object().end_object();
  co_return body;
}

Task<> get_credits(House& house, Request& in, Response& out) {
  auto body = co_await tell(house, in);
  co_await send_result(out, std::move(body));
}

Result<store::Credit> read_credit(const boost::json::object& body) {
  wire::Fields fields(body, "");
  store::Credit credit;
  auto amount = body.if_contains("amount");
  double dollars = amount && amount->is_number() ? amount->to_number<double>() : 0;
  if (std::isfinite(dollars) && dollars > 0 && dollars <= kMostDollars)
    credit.amount = Money::from_dollars(dollars);
  else
    fields.complain("amount", "an amount in dollars, above 0 and at most a million");
  credit.note = fields.text("note").value_or("");
  if (credit.note.size() > 1000) fields.complain("note", "at most 1000 bytes");
  TRY(fields.status());
  return credit;
}

Task<Result<std::string>> give(House& house, Request& in) {
  auto who = co_await treasurer(house, in);
  auto key = CO_TRY(std::move(who));
  auto read = co_await read_object(in);
  auto given = CO_TRY(std::move(read));
  auto credit = CO_TRY(read_credit(given));
  credit.id = "credit-" + random_alphanumeric(24);
  credit.at = house.micros();
  credit.made_by = key.hash;
  auto added = co_await house.store.write(
      [credit](Database& database) { return database.add_credit(credit); });
  CO_TRY(std::move(added));
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().key("data").begin_object();
  out.field("id", credit.id).field("amount", credit.amount).field("note", credit.note);
  out.field("created_at", iso(credit.at)).end_object().end_object();
  co_return body;
}

Task<> post_credits(House& house, Request& in, Response& out) {
  auto body = co_await give(house, in);
  if (!body) co_return co_await send_result(out, std::move(body));
  allow_any_origin(out);
  (void)co_await out.send(201, "application/json", *body);
}

Task<> post_coinbase(House&, Request&, Response& out) {
  allow_any_origin(out);
  co_await send_error(out, {.kind = ErrorKind::gone,
                            .message = "The Coinbase APIs used by this endpoint have been "
                                       "deprecated. Here, `easel credits add` gives credit."});
}

}  // namespace

void add_credit_routes(const AddRoute& add, House& house) {
  auto at = [&](std::string_view method, std::string_view path, auto handle) {
    add(method, path, [&house, handle](Request& in, Response& out, const PathParams&) {
      return handle(house, in, out);
    });
  };
  at("GET", "/credits", get_credits);
  at("POST", "/credits", post_credits);
  at("POST", "/credits/coinbase", post_coinbase);
}

}  // namespace easel::api
