#pragma once

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <string>
#include <type_traits>
#include <utility>

#include "store/period.h"
#include "store/store.h"

// Inside the store only: the Database over a SOCI session. Its calls are spread by subject over
// keys.cc, generations.cc, pictures.cc, callbacks.cc, secrets.cc; opening, migrating and
// transactions are in database.cc.
//
// House rules for SOCI 4.0: integers are BIGINT and read with into(std::int64_t), never through
// soci::row (which cuts them to int); what may be NULL gets an indicator; after a select into
// plain variables got_data() says whether there was a row, or they keep their old values.
namespace easel::store {

class SqlDatabase final : public Database {
 public:
  SqlDatabase(std::string name, const std::string& connect);

  Status prepare(const OpenOptions& options);  // pragmas
  Status migrate();

  Status transaction(const std::function<Status()>& fn) override;
  Status part(const std::function<Status()>& fn) override;

  Result<Key> create_key(const NewKey& key, Micros now) override;
  Result<std::optional<Key>> find_key(const std::string& hash, Micros now) override;
  Result<std::vector<Key>> list_keys(Micros now) override;
  Result<Key> revoke_key(const std::string& which, Micros now) override;
  Result<std::int64_t> key_epoch() override;

  Result<HoldAnswer> hold(const Hold& hold) override;
  Status save_resume(const std::string& generation_id, const std::string& token) override;
  Status add_picture(const std::string& generation_id, const Picture& picture) override;
  Result<Generation> settle(const Settlement& settlement) override;

  Result<std::optional<Generation>> find_generation(const std::string& id) override;
  Result<std::vector<Picture>> pictures(const std::string& generation_id) override;
  Result<std::optional<Picture>> find_picture(const std::string& owner,
                                              const std::string& sha256) override;
  Result<std::string> secret(const std::string& name, const std::string& fresh) override;
  Result<std::vector<Callback>> due_callbacks(Micros now, int at_most) override;
  Status update_callback(const Callback& callback) override;
  Result<std::vector<Attempt>> attempts(const std::string& generation_id) override;
  Status keep_signatures(const std::vector<PictureSignature>& signatures) override;
  Result<std::vector<PictureSignature>> signatures(const std::string& key_hash,
                                                   const std::vector<std::string>& sha256) override;
  Status forget_signatures(Micros before) override;
  Result<std::vector<Generation>> running() override;
  Result<std::vector<LedgerEntry>> ledger(const std::string& generation_id) override;
  Result<int> expire_pictures(Micros now, int at_most, const RemoveFile& remove) override;
  Status forget_idempotency(Micros before) override;

 private:
  // The edge where SOCI's exceptions become errors. fn returns a Result or a Status.
  template <class F>
  auto guarded(F fn) -> std::invoke_result_t<F> {
    try {
      return fn();
    } catch (const soci::sqlite3_soci_error& error) {
      return fail(explain(error.result(), error.what()));
    } catch (const soci::soci_error& error) {
      return fail(explain(0, error.what()));
    }
  }

  // The same in a transaction of its own, or in a part of the one that is running.
  template <class F>
  auto atomically(F fn) -> std::invoke_result_t<F> {
    std::invoke_result_t<F> result{std::unexpect};
    auto done = transaction([&]() -> Status {
      result = guarded(fn);
      if (!result) return fail(result.error());
      return {};
    });
    if (!done) return fail(done.error());
    return result;
  }

  Error explain(int code, const char* what) const;
  Status execute(const char* statement);
  // False when SQLite has undone the whole transaction by itself (disk full, I/O error).
  bool in_transaction();

  // These throw SOCI's exceptions: called inside guarded().
  std::int64_t version();
  std::vector<Key> select_keys(const std::string& condition, const std::string& value, Micros now,
                               Periods* periods = nullptr);
  void raise_key_epoch();
  std::vector<Generation> select_generations(const std::string& condition,
                                             const std::string& value);
  std::optional<Generation> generation(const std::string& id);
  void write_ledger(Micros at, const std::string& key_hash, const std::string& generation_id,
                    const std::string& kind, Money amount);
  void write_attempts(const Settlement& settlement);
  void charge_key(const std::string& key_hash, Money cost, Micros now);
  Result<std::optional<Generation>> find_twin(const Hold& hold);
  Status open_hold(const Hold& hold);

  std::string name_;  // for messages
  soci::session sql_;
  int depth_ = 0;  // transactions and parts that are open
};

}  // namespace easel::store
