#pragma once

#include <soci/soci.h>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "store/database.h"
#include "store/engine.h"
#include "store/guardrails.h"
#include "store/nullable.h"
#include "store/period.h"
#include "store/statements.h"
#include "store/where.h"

// Inside the store only: the Database over a SOCI session. Its calls are spread by subject over
// keys.cc, key_changes.cc, credits.cc, generations.cc, generation_list.cc, content.cc, sums.cc,
// pictures.cc, callbacks.cc, secrets.cc, presets.cc, own_keys.cc, guardrails.cc, oauth_codes.cc,
// members.cc, rooms.cc, shelf.cc; opening, migrating and transactions are in database.cc; what
// differs between SQLite and PostgreSQL is in engine.h.
//
// House rules for SOCI 4.0: integers are BIGINT and read with into(std::int64_t), never through
// soci::row (which cuts them to int); what may be NULL gets an indicator; after a select into
// plain variables got_data() says whether there was a row, or they keep their old values. What a
// hold and a settlement run is kept prepared (kept_).
namespace easel::store {

class SqlDatabase final : public Database {
 public:
  SqlDatabase(std::unique_ptr<Engine> engine, std::string node);

  Status connect();
  Status migrate();

  Status transaction(const std::function<Status()>& fn) override;
  Status part(const std::function<Status()>& fn) override;

  Result<Key> create_key(const NewKey& key, Micros now) override;
  Result<std::optional<Key>> find_key(const std::string& hash, Micros now) override;
  Result<std::vector<Key>> list_keys(Micros now, const KeyFilter& filter) override;
  Result<Key> which_key(const std::string& which, Micros now) override;
  Result<Key> revoke_key(const std::string& which, Micros now) override;
  Result<Key> change_key(const std::string& hash, const KeyChange& change, Micros now) override;
  Status delete_key(const std::string& hash, Micros now) override;
  Result<Key> rotate_key(const std::string& hash, const std::string& new_secret,
                         Micros now) override;
  Result<std::int64_t> key_epoch() override;

  Status add_credit(const Credit& credit) override;
  Result<std::vector<Credit>> credits(std::int64_t at_most) override;
  Result<Account> account() override;

  Result<HoldAnswer> hold(const Hold& hold) override;
  Status save_resume(const std::string& generation_id, const std::string& token) override;
  Status add_picture(const std::string& generation_id, const Picture& picture) override;
  Result<Generation> settle(const Settlement& settlement) override;

  Result<std::optional<Generation>> find_generation(const std::string& id) override;
  Result<std::vector<Generation>> list_generations(const GenerationFilter& filter) override;
  Result<std::vector<std::pair<std::string, std::string>>> labels(
      const std::string& generation_id) override;
  Result<std::optional<Content>> content(const std::string& generation_id) override;
  Status note_delivery(const std::string& generation_id, Delivery delivery,
                       const std::string& detail) override;
  Status add_feedback(const Feedback& feedback) override;
  Result<std::vector<Feedback>> feedback(const std::string& generation_id) override;
  Result<std::vector<Loss>> losses(Micros since) override;
  Result<std::vector<SumsRow>> sums(const SumsQuery& query) override;
  Result<int> forget(const Forgetting& what, Micros now, int at_most,
                     const RemoveFile& remove) override;
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
  Status drop_pictures_of(const std::string& generation_id, const RemoveFile& remove) override;
  Result<std::int64_t> picture_bytes() override;
  Status forget_contents(Micros now) override;
  Status forget_idempotency(Micros before) override;
  Result<Preset> add_preset_version(const Preset& preset) override;
  Result<std::optional<Preset>> find_preset(const std::string& owner,
                                            const std::string& slug) override;
  Result<std::vector<Preset>> presets(const std::string& owner) override;
  Result<std::vector<PresetVersion>> preset_versions(const std::string& preset_id) override;
  Result<Preset> change_preset(const std::string& owner, const std::string& slug,
                               const PresetChange& change, Micros now) override;
  Result<std::vector<OwnKey>> own_keys() override;
  Status save_own_key(const OwnKey& key) override;
  Status delete_own_key(const std::string& id) override;
  Status note_own_key(const std::string& generation_id) override;

  soci::session& session() { return sql_; }
  std::vector<Guardrail> select_guardrails(Where where);

  Result<std::vector<Member>> members() override;
  Result<std::optional<Member>> find_member(const std::string& id) override;
  Result<std::optional<Member>> find_member_named(const std::string& name) override;
  Status add_member(const Member& member) override;
  Status change_member(const Member& member) override;
  Status add_link(const SignInLink& link) override;
  Result<std::optional<SignInLink>> find_link(const std::string& hash, Micros now) override;
  Result<std::optional<SignInLink>> take_link(const std::string& hash, Micros now) override;
  Status add_session(const Session& session) override;
  Result<std::optional<SignedIn>> find_session(const std::string& hash, Micros now) override;
  Status touch_session(const std::string& hash, Micros now) override;
  Result<std::vector<Session>> sessions(const std::string& member_id, Micros now) override;
  Status end_session(const std::string& member_id, const std::string& id) override;

  Result<std::vector<Room>> rooms(const std::string& member_id, const std::string& text,
                                  std::int64_t at_most) override;
  Result<std::optional<Room>> find_room(const std::string& member_id,
                                        const std::string& id) override;
  Status save_room(const Room& room) override;
  Status delete_room(const std::string& member_id, const std::string& id) override;
  Result<std::vector<Turn>> turns(const std::string& room_id) override;
  Status save_turn(const Turn& turn) override;
  Status delete_turn(const std::string& room_id, const std::string& id) override;
  Status add_upload(const std::string& key_hash, const Picture& picture, Micros now) override;

  // The edge where SOCI's exceptions become errors. fn returns a Result or a Status. What is read
  // outside a transaction is read again when the connection was found to be lost.
  template <class F>
  auto guarded(F fn) -> std::invoke_result_t<F> {
    for (bool again = depth_ == 0;; again = false) {
      try {
        revive();
        return fn();
      } catch (const soci::soci_error& error) {
        if (again && engine_->is_lost(sql_)) continue;
        return fail(engine_->explain(error));
      }
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

 private:
  Status execute(const char* statement);
  Status undo(const char* statement);
  void revive();
  bool in_transaction();  // also in one that can only be rolled back
  Status still_whole();

  // These throw SOCI's exceptions: called inside guarded().
  std::int64_t version();
  std::vector<Key> select_keys(const std::string& condition, const std::string& value, Micros now);
  std::optional<Key> key(const std::string& hash, Micros now);
  std::optional<Key> key_to_hold(const std::string& hash, Micros now, bool& guarded);
  Status check_parent(const std::string& parent_hash, const Key& child, Micros now);
  void raise_key_epoch();
  std::vector<Generation> select_generations(Where where, const std::string& order = "");
  std::optional<Generation> generation(const std::string& id);
  void write_ledger(Micros at, const std::string& key_hash, const std::string& generation_id,
                    const std::string& kind, Money amount);
  std::optional<Generation> close_row(const Settlement& settlement, bool& called_back);
  void write_end(Micros at, const Generation& row, Money held);
  void write_attempts(const Settlement& settlement);
  void charge_key(const std::string& key_hash, Money cost, Money own, Micros now);
  void move_account(Money held, Money spent);
  Status check_account(Money amount);
  void write_content(const std::string& generation_id, const Content& content);
  void write_loss(const Settlement& settlement, Money held);
  void add_to_sums(const Generation& row);
  // At most that many of those rows, and the files that no row names any more.
  Status drop_pictures(Where where, const RemoveFile& remove, int at_most, int& dropped);
  std::vector<Member> select_members(const std::string& condition, const std::string& value);
  std::optional<Picture> find_upload(const std::string& owner, const std::string& sha256);
  void drop_uploads(Micros now, const RemoveFile& remove, Status& removed);
  bool is_named(const std::string& path);  // by a picture or an upload
  Result<std::optional<Generation>> find_twin(const Hold& hold);
  Status check_budgets(const Key& key, const Hold& hold);
  Status check_workspace_budgets(const Key& key, const Hold& hold);
  Status check_workspace(const NewKey& key, Micros now);
  Status open_hold(const Hold& hold);
  std::vector<Preset> select_presets(Where where);

  std::unique_ptr<Engine> engine_;
  std::string node_;  // whose generations this is to know as running
  soci::session sql_;
  Statements kept_{sql_};
  int depth_ = 0;           // transactions and parts that are open
  bool untouched_ = false;  // the innermost part has a savepoint, and nothing was written since
};

// The guardrails (g) that hold for a key: those it has, those of the member who uses it, and that
// of its workspace.
Where holding(const std::string& key_hash);

// What the calls that have no name in Database are made of: this is the only one there is.
inline SqlDatabase& sql_of(Database& database) {
  return static_cast<SqlDatabase&>(database);
}

}  // namespace easel::store
