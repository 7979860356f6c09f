#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "store/account_records.h"
#include "store/page_records.h"
#include "store/records.h"
#include "store/team_records.h"

namespace easel::store {

// What must survive a power cut: keys, holds, ledger, generations, pictures. One set of SQL
// statements, blocking, one connection, one thread at a time: for the command line, tests, and the
// threads behind a Store (store.h).
struct OpenOptions {
  // Name of a registered sqlite3_vfs (a simulated disk); "" = the machine's files.
  std::string vfs{};
  // One connection alone: WAL then needs no shared memory.
  bool exclusive = false;
  // Which of several servers on one PostgreSQL this is: generations that it begins are its own to
  // close after a stop, and theirs are the callbacks it posts.
  std::string node{};
};

// Takes a file away at once, on the calling thread. An error leaves its rows for the next time.
using RemoveFile = std::function<Status(const std::string& path)>;

// Whether a `uri` of Database::open() is the address of a PostgreSQL server.
bool is_postgresql(std::string_view uri);

// SQL through SOCI; its exceptions end here as Errors (unavailable: cannot be opened, locked for
// too long, disk full; the message names the file and the reason; internal: a bug in a statement).
// SQLite: WAL, synchronous=FULL, foreign keys on, busy timeout 5 s; several processes may open one.
// PostgreSQL: synchronous_commit on, one writing transaction at a time over all nodes, at most 5 s
// of waiting for it; a lost connection is made anew.
class Database {
 public:
  // Opens or creates, and migrates to the newest schema (migrations/NNNN_name.sql, embedded,
  // numbered, each in one transaction; a database newer than this program is refused in one clear
  // sentence). `uri` is a path of a SQLite file, ":memory:", or a postgresql:// address as libpq
  // takes it. A file it makes has mode 0600, the folder around it, when missing, 0700.
  static Result<std::unique_ptr<Database>> open(const std::string& uri, OpenOptions options = {});
  virtual ~Database() = default;
  // Whether it can be opened; a server's tables are not made.
  static Status reach(const std::string& uri);

  // One transaction around several calls (BEGIN IMMEDIATE … COMMIT). What fn returns as an error
  // rolls all of it back. Inside another transaction it is a part().
  virtual Status transaction(const std::function<Status()>& fn) = 0;
  // The same inside a transaction: an error undoes only this part (SAVEPOINT).
  virtual Status part(const std::function<Status()>& fn) = 0;

  virtual Result<Key> create_key(const NewKey& key, Micros now) = 0;
  virtual Result<std::optional<Key>> find_key(const std::string& hash, Micros now) = 0;
  // Oldest first. Deleted ones are never among them.
  virtual Result<std::vector<Key>> list_keys(Micros now, const KeyFilter& filter = {}) = 0;
  // By hash, unique hash prefix (≥ 6 digits), unique name, or the secret itself. not_found, or
  // invalid_request when several match (keys still in use are looked at first).
  virtual Result<Key> which_key(const std::string& which, Micros now) = 0;
  // The same, disabled; the row stays. Revoking it again changes nothing.
  virtual Result<Key> revoke_key(const std::string& which, Micros now) = 0;
  // not_found; invalid_request where a change would make it wider than the key that made it.
  virtual Result<Key> change_key(const std::string& hash, const KeyChange& change, Micros now) = 0;
  // It can no longer be used or seen; what it spent stays in the accounts.
  virtual Status delete_key(const std::string& hash, Micros now) = 0;
  // Another secret in its place: settings, what was spent, open holds and the keys it made go over
  // to the new one, and the old one is disabled.
  virtual Result<Key> rotate_key(const std::string& hash, const std::string& new_secret,
                                 Micros now) = 0;
  // A number that every change to a key from outside a settlement raises. A server that sees it
  // change drops its cached keys; so a revoked key dies within the time between two looks.
  virtual Result<std::int64_t> key_epoch() = 0;

  virtual Status add_credit(const Credit& credit) = 0;  // the same id again changes nothing
  virtual Result<std::vector<Credit>> credits(std::int64_t at_most) = 0;  // newest first
  virtual Result<Account> account() = 0;

  // payment_required when limit − usage − held < amount (permission_denied where the limit comes
  // back by itself), of this key or of the one that made it, or the account's credit does not cover
  // it; conflict when the idempotency key was used for another request; not_found for an unknown
  // key; authentication for a disabled or expired one.
  virtual Result<HoldAnswer> hold(const Hold& hold) = 0;
  virtual Status save_resume(const std::string& generation_id, const std::string& token) = 0;
  // Idempotent: the same index again replaces the row.
  virtual Status add_picture(const std::string& generation_id, const Picture& picture) = 0;
  // Idempotent: a second settlement of one generation changes nothing and returns the first's row.
  virtual Result<Generation> settle(const Settlement& settlement) = 0;

  virtual Result<std::optional<Generation>> find_generation(const std::string& id) = 0;
  virtual Result<std::vector<Generation>> list_generations(const GenerationFilter& filter) = 0;
  virtual Result<std::vector<std::pair<std::string, std::string>>> labels(
      const std::string& generation_id) = 0;
  virtual Result<std::optional<Content>> content(const std::string& generation_id) = 0;
  // Its answer did not reach whoever asked, or did so after all. `detail`, when given, becomes the
  // row's: what the answer can be told from again.
  virtual Status note_delivery(const std::string& generation_id, Delivery delivery,
                               const std::string& detail) = 0;
  virtual Status add_feedback(const Feedback& feedback) = 0;
  virtual Result<std::vector<Feedback>> feedback(const std::string& generation_id) = 0;
  virtual Result<std::vector<Loss>> losses(Micros since) = 0;
  // From sums by the hour where these can answer, else from the generations themselves.
  virtual Result<std::vector<SumsRow>> sums(const SumsQuery& query) = 0;
  // Forgets what ended generations were about: content, pictures, who asked. `remove` as in
  // expire_pictures(). Returns how many generations; fewer than `at_most`: that was all.
  virtual Result<int> forget(const Forgetting& what, Micros now, int at_most,
                             const RemoveFile& remove) = 0;
  virtual Result<std::vector<Picture>> pictures(const std::string& generation_id) = 0;
  // One of that hash among the pictures of a key, by the key's hash or how it begins (≥ 16 digits):
  // the one that is kept longest. Equal pictures of other keys are no answer.
  virtual Result<std::optional<Picture>> find_picture(const std::string& owner,
                                                      const std::string& sha256) = 0;
  virtual Result<std::vector<Attempt>> attempts(const std::string& generation_id) = 0;
  // For start: what a crash left behind, of this node.
  virtual Result<std::vector<Generation>> running() = 0;
  virtual Result<std::vector<LedgerEntry>> ledger(const std::string& generation_id) = 0;
  // Pictures past their keep_until: forgets the rows, and calls `remove` with each path that no
  // other row names. Inside the transaction: a row for an equal picture is written either before,
  // and the file stays, or after, and its picture is placed anew. Returns how many rows went.
  virtual Result<int> expire_pictures(Micros now, int at_most, const RemoveFile& remove) = 0;
  // Those of one generation, at once; `remove` as above.
  virtual Status drop_pictures_of(const std::string& generation_id, const RemoveFile& remove) = 0;
  // Bytes of all kept pictures; equal ones share a file and count once.
  virtual Result<std::int64_t> picture_bytes() = 0;
  virtual Status forget_contents(Micros now) = 0;  // past their keep_until
  // What this installation alone knows by that name; `fresh` becomes it when there is none yet.
  virtual Result<std::string> secret(const std::string& name, const std::string& fresh) = 0;
  // A settlement makes the callback of its generation due. Those of this node.
  virtual Result<std::vector<Callback>> due_callbacks(Micros now, int at_most) = 0;
  virtual Status update_callback(const Callback& callback) = 0;  // state, tries, next_at
  // What providers want back with pictures of this key; the newest of a provider stays.
  virtual Status keep_signatures(const std::vector<PictureSignature>& signatures) = 0;
  virtual Result<std::vector<PictureSignature>> signatures(
      const std::string& key_hash, const std::vector<std::string>& sha256) = 0;
  virtual Status forget_signatures(Micros before) = 0;
  // A new version of the preset of that owner and slug, which is made when there is none; requests
  // get it from then on. `preset` names owner and slug, and is what a new one becomes. conflict:
  // there are more than a thousand versions, or presets.
  virtual Result<Preset> add_preset_version(const Preset& preset) = 0;
  // None: that owner has none. Another team's is nobody's.
  virtual Result<std::optional<Preset>> find_preset(const std::string& owner,
                                                    const std::string& slug) = 0;
  virtual Result<std::vector<Preset>> presets(const std::string& owner) = 0;  // last changed first
  virtual Result<std::vector<PresetVersion>> preset_versions(const std::string& preset_id) = 0;
  // not_found; invalid_request for a version that there is not.
  virtual Result<Preset> change_preset(const std::string& owner, const std::string& slug,
                                       const PresetChange& change, Micros now) = 0;
  virtual Result<std::vector<OwnKey>> own_keys() = 0;  // in the order of their use
  // As a whole, by its id. A new one comes last: its sort_order is not looked at.
  virtual Status save_own_key(const OwnKey& key) = 0;
  virtual Status delete_own_key(const std::string& id) = 0;
  // An attempt with a key of the team's own begins: what a crash leaves of it is no cost.
  virtual Status note_own_key(const std::string& generation_id) = 0;
  // Idempotency keys that were last used before that time.
  virtual Status forget_idempotency(Micros before) = 0;

  // Who uses the pages; oldest first. conflict: the name is another one's.
  virtual Result<std::vector<Member>> members() = 0;
  virtual Result<std::optional<Member>> find_member(const std::string& id) = 0;
  virtual Result<std::optional<Member>> find_member_named(const std::string& name) = 0;
  virtual Status add_member(const Member& member) = 0;
  // Name, role, password; a disabled one is signed out everywhere.
  virtual Status change_member(const Member& member) = 0;
  virtual Status add_link(const SignInLink& link) = 0;
  virtual Result<std::optional<SignInLink>> find_link(const std::string& hash, Micros now) = 0;
  // The same, and it opens nothing any more.
  virtual Result<std::optional<SignInLink>> take_link(const std::string& hash, Micros now) = 0;
  virtual Status add_session(const Session& session) = 0;
  // None: not known, expired, or its member is disabled.
  virtual Result<std::optional<SignedIn>> find_session(const std::string& hash, Micros now) = 0;
  virtual Status touch_session(const std::string& hash, Micros now) = 0;
  virtual Result<std::vector<Session>> sessions(const std::string& member_id, Micros now) = 0;
  virtual Status end_session(const std::string& member_id, const std::string& id) = 0;

  // Conversations of the pages, newest first; `text` (lower case) is in the title or a turn.
  virtual Result<std::vector<Room>> rooms(const std::string& member_id, const std::string& text,
                                          std::int64_t at_most) = 0;
  virtual Result<std::optional<Room>> find_room(const std::string& member_id,
                                                const std::string& id) = 0;
  virtual Status save_room(const Room& room) = 0;  // one of another member stays as it is
  virtual Status delete_room(const std::string& member_id, const std::string& id) = 0;
  virtual Result<std::vector<Turn>> turns(const std::string& room_id) = 0;  // oldest first
  virtual Status save_turn(const Turn& turn) = 0;
  virtual Status delete_turn(const std::string& room_id, const std::string& id) = 0;
  // A picture that somebody brought: find_picture() finds it, expire_pictures() ends it.
  virtual Status add_upload(const std::string& key_hash, const Picture& picture, Micros now) = 0;
};

}  // namespace easel::store
