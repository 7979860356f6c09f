#include "base/money.h"
#include "store/sql_database.h"

// What an account was given, what of it is spent and held.
namespace easel::store {

using soci::into;
using soci::use;

Status SqlDatabase::add_credit(const Credit& credit) {
  constexpr Money kMost = Money::dollars(1'000'000'000);
  if (credit.amount == Money() || credit.amount > kMost || credit.amount < Money() - kMost)
    return fail(invalid("amount", "An amount of credit is not 0, and at most a billion dollars."));
  return atomically([&]() -> Status {
    std::int64_t known = 0;
    sql_ << "SELECT COUNT(*) FROM credits WHERE id = :id", into(known), use(credit.id);
    if (known > 0) return {};
    auto sum = TRY(account());
    if (sum.credits + credit.amount > kMost || sum.credits + credit.amount < Money())
      return fail(invalid("amount", "Credit stays between 0 and a billion dollars; there is $" +
                                        sum.credits.text() + " now."));
    auto nano = credit.amount.nano();
    sql_ << "INSERT INTO credits (id, account_id, at, amount, note, made_by)"
            " VALUES (:id, 'default', :at, :amount, :note, :by)",
        use(credit.id), use(credit.at), use(nano), use(credit.note), use(credit.made_by);
    sql_ << "UPDATE accounts SET credits = credits + :amount WHERE id = 'default'", use(nano);
    return {};
  });
}

Result<std::vector<Credit>> SqlDatabase::credits(std::int64_t at_most) {
  return guarded([&]() -> Result<std::vector<Credit>> {
    Credit row;
    std::int64_t amount = 0;
    soci::statement select =
        (sql_.prepare << "SELECT id, at, amount, note, made_by FROM credits"
                         " ORDER BY at DESC, id LIMIT :most",
         into(row.id), into(row.at), into(amount), into(row.note), into(row.made_by), use(at_most));
    select.execute();
    std::vector<Credit> found;
    while (select.fetch()) {
      row.amount = Money::nano(amount);
      found.push_back(row);
    }
    return found;
  });
}

Result<Account> SqlDatabase::account() {
  return guarded([&]() -> Result<Account> {
    std::int64_t credits = 0, spent = 0, held = 0;
    sql_ << "SELECT credits, spent, held FROM accounts WHERE id = 'default'", into(credits),
        into(spent), into(held);
    return Account{Money::nano(credits), Money::nano(spent), Money::nano(held)};
  });
}

// In nano-dollars that fit: a hold is at most a million dollars, and 64 bits hold nine billion.
void SqlDatabase::move_account(Money held, Money spent) {
  if (held == Money() && spent == Money()) return;
  auto held_nano = held.nano(), spent_nano = spent.nano();
  kept_.run("UPDATE accounts SET held = held + :held, spent = spent + :spent WHERE id = 'default'",
            held_nano, spent_nano);
}

Status SqlDatabase::check_account(Money amount) {
  auto sum = TRY(account());
  auto left = sum.credits - sum.spent - sum.held;
  if (amount <= left || amount == Money()) return {};
  bool in_flight = amount <= left + sum.held;
  Error error{.kind = ErrorKind::payment_required,
              .message = "Insufficient credits. This request could cost up to $" + amount.text() +
                         " and $" + std::max(left, Money()).text() +
                         " is left; whoever runs this server adds more with `easel credits add`."};
  if (in_flight) {
    error.retry_after = 5;
    error.metadata =
        R"({"limit_source":"openrouter_in_flight_budget","reason":"in_flight_budget_exhausted"})";
  } else {
    error.metadata = R"({"limit_source":"openrouter_credits","reason":"weight_exceeds_budget"})";
  }
  return fail(std::move(error));
}

}  // namespace easel::store
