#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace easel::store {

// The simulated disk under SQLite: a sqlite3_vfs whose files are in memory and whose crash loses
// what was not synced. Open a database on it with
//     Database::open("easel.db", {.vfs = vfs.name(), .exclusive = true})
// one connection at a time, all on one thread. Deterministic: its time and randomness come from
// the seed.
//
// What survives a crash of each file: what was synced, and of the writes after it either a random
// beginning (the last one torn at a sector) or a random choice of sectors, as a disk with a cache
// may reorder them. A file that was never synced may be gone; a removal after the last sync of
// any file may not have happened.
class SimVfs {
 public:
  explicit SimVfs(std::uint64_t seed);  // registers itself with SQLite
  SimVfs(const SimVfs&) = delete;
  ~SimVfs();  // every database on it is closed by then

  const std::string& name() const;

  // The power goes. Databases that are open meet I/O errors from now on; once all of them are
  // dropped (SQLite removes files by name, so nothing tells an old connection from a new one), a
  // new one can be opened on what is left. The same seed at the same state loses the same.
  void crash(std::uint64_t seed);

  // After this many more syncs every write and sync fails (a dying disk); negative: never.
  void fail_after_syncs(int syncs);
  // The same after this many more writes and syncs, counted together.
  void fail_after_steps(int steps);
  // The step-th write or sync from now is refused with that code of SQLite's, once: a disk that was
  // full for a moment.
  void refuse_step(int step, int code);
  bool refused() const;  // it has been
  std::uint64_t syncs() const;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace easel::store
