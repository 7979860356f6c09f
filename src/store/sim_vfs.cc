#include "store/sim_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <random>
#include <utility>
#include <vector>

namespace easel::store {
namespace {

constexpr std::size_t kSector = 512;

// A write at `offset`, or, without bytes, a change of the file's size to `offset`.
struct Write {
  std::size_t offset = 0;
  std::string bytes;
  bool resize = false;
};

void make_write(std::string& content, const Write& write) {
  if (write.resize) {
    content.resize(write.offset);
    return;
  }
  content.resize(std::max(content.size(), write.offset + write.bytes.size()));
  content.replace(write.offset, write.bytes.size(), write.bytes);
}

struct Content {
  std::string now, durable;
  std::vector<Write> unsynced;  // from durable to now
  bool name_durable = false;

  void change(Write write) {
    make_write(now, write);
    unsynced.push_back(std::move(write));
  }
};

using ContentRef = std::shared_ptr<Content>;

// Cuts writes at sector borders of the file, as the disk sees them.
std::vector<Write> in_sectors(const std::vector<Write>& writes) {
  std::vector<Write> pieces;
  for (const auto& write : writes) {
    if (write.resize) pieces.push_back(write);
    for (std::size_t at = 0; at < write.bytes.size();) {
      auto offset = write.offset + at;
      auto size = std::min(kSector - offset % kSector, write.bytes.size() - at);
      pieces.push_back({offset, write.bytes.substr(at, size)});
      at += size;
    }
  }
  return pieces;
}

std::string what_is_left(const Content& content, std::mt19937_64& random) {
  auto left = content.durable;
  auto pieces = in_sectors(content.unsynced);
  if (random() % 2 == 0) {
    pieces.resize(random() % (pieces.size() + 1));
    for (const auto& piece : pieces) make_write(left, piece);
  } else {
    for (const auto& piece : pieces) {
      if (random() % 2 == 0) make_write(left, piece);
    }
  }
  return left;
}

}  // namespace

struct SimVfs::State {
  sqlite3_vfs vfs{};
  std::string name;
  std::mt19937_64 random;
  std::uint64_t epoch = 0;  // crashes so far
  std::uint64_t syncs = 0;
  int syncs_left = -1;  // until the disk dies; negative: it lives
  int steps_left = -1;  // the same, of writes and syncs together
  int ghosts = 0;       // files that connections of before the crash still have open
  int open = 0;         // files that are open otherwise
  std::int64_t milliseconds = 210'866'760'000'000 + 1'790'000'000'000;  // Julian days × 86.4e6
  std::map<std::string, ContentRef> files;
  std::map<std::string, ContentRef> removed;  // not yet for good

  bool dead() const { return syncs_left == 0 || steps_left == 0 || ghosts > 0; }
  void step() {
    if (steps_left > 0) --steps_left;
  }
  int refuse_at = 0, refuse_with = 0;  // counts down to the step that is refused
  // SQLITE_OK, but for that one step.
  int refusal() { return refuse_at > 0 && --refuse_at == 0 ? refuse_with : SQLITE_OK; }
};

namespace {

using State = SimVfs::State;

// SQLite gives the memory and calls no constructor.
struct File {
  sqlite3_file base;
  State* state;
  ContentRef* content;
  std::uint64_t epoch;

  bool usable() const { return epoch == state->epoch; }
};

State& state_of(sqlite3_vfs* vfs) {
  return *static_cast<State*>(vfs->pAppData);
}
File& file_of(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);
}

int close_file(sqlite3_file* base) {
  auto& file = file_of(base);
  --(file.usable() ? file.state->open : file.state->ghosts);
  delete file.content;
  file.content = nullptr;
  return SQLITE_OK;
}

int read_file(sqlite3_file* base, void* out, int size, sqlite3_int64 offset) {
  auto& file = file_of(base);
  if (!file.usable()) return SQLITE_IOERR_READ;
  const auto& bytes = (*file.content)->now;
  auto at = std::min(static_cast<std::size_t>(offset), bytes.size());
  auto wanted = static_cast<std::size_t>(size);
  auto got = std::min(wanted, bytes.size() - at);
  std::memcpy(out, bytes.data() + at, got);
  std::memset(static_cast<char*>(out) + got, 0, wanted - got);
  return got == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* base, const void* bytes, int size, sqlite3_int64 offset) {
  auto& file = file_of(base);
  if (!file.usable() || file.state->dead()) return SQLITE_IOERR_WRITE;
  if (int code = file.state->refusal(); code != SQLITE_OK) return code;
  file.state->step();
  (*file.content)
      ->change({static_cast<std::size_t>(offset),
                std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))});
  return SQLITE_OK;
}

int truncate_file(sqlite3_file* base, sqlite3_int64 size) {
  auto& file = file_of(base);
  if (!file.usable() || file.state->dead()) return SQLITE_IOERR_TRUNCATE;
  (*file.content)->change({static_cast<std::size_t>(size), {}, true});
  return SQLITE_OK;
}

int sync_file(sqlite3_file* base, int) {
  auto& file = file_of(base);
  if (!file.usable() || file.state->dead()) return SQLITE_IOERR_FSYNC;
  if (int code = file.state->refusal(); code != SQLITE_OK) return code;
  auto& content = **file.content;
  content.durable = content.now;
  content.unsynced.clear();
  content.name_durable = true;
  file.state->removed.clear();  // a journalling file system commits names in order
  ++file.state->syncs;
  if (file.state->syncs_left > 0) --file.state->syncs_left;
  file.state->step();
  return SQLITE_OK;
}

int file_size(sqlite3_file* base, sqlite3_int64* size) {
  auto& file = file_of(base);
  if (!file.usable()) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>((*file.content)->now.size());
  return SQLITE_OK;
}

int no_lock(sqlite3_file*, int) {
  return SQLITE_OK;
}
int not_reserved(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}
int no_control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
  return kSector;
}
int no_promises(sqlite3_file*) {
  return 0;
}

// Version 1: no shared memory, so WAL works for one exclusive connection only.
const sqlite3_io_methods kMethods = {
    .iVersion = 1,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = no_lock,
    .xUnlock = no_lock,
    .xCheckReservedLock = not_reserved,
    .xFileControl = no_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = no_promises,
};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* base, int flags, int* out_flags) {
  auto& state = state_of(vfs);
  auto& file = file_of(base);
  file.base.pMethods = nullptr;
  if (state.dead()) return SQLITE_CANTOPEN;
  ContentRef content;
  if (name == nullptr) {
    content = std::make_shared<Content>();  // a temporary file
  } else if (auto found = state.files.find(name); found != state.files.end()) {
    content = found->second;
  } else if (flags & SQLITE_OPEN_CREATE) {
    content = std::make_shared<Content>();
    state.files[name] = content;
  } else {
    return SQLITE_CANTOPEN;
  }
  file.state = &state;
  file.content = new ContentRef(std::move(content));
  file.epoch = state.epoch;
  file.base.pMethods = &kMethods;
  ++state.open;
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  auto& state = state_of(vfs);
  if (state.dead()) return SQLITE_IOERR_DELETE;
  auto found = state.files.find(name);
  if (found == state.files.end()) return SQLITE_IOERR_DELETE_NOENT;
  if (sync_folder) {
    state.removed.erase(name);
  } else if (found->second->name_durable) {
    state.removed[name] = found->second;
  }
  state.files.erase(found);
  return SQLITE_OK;
}

int exists(sqlite3_vfs* vfs, const char* name, int, int* answer) {
  *answer = state_of(vfs).files.contains(name);
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs* vfs, int size, char* out) {
  auto& random = state_of(vfs).random;
  std::generate_n(out, size, [&] { return static_cast<char>(random()); });
  return size;
}

int no_sleep(sqlite3_vfs*, int microseconds) {
  return microseconds;
}

int time_of_day(sqlite3_vfs* vfs, sqlite3_int64* milliseconds) {
  *milliseconds = ++state_of(vfs).milliseconds;
  return SQLITE_OK;
}

int time_as_double(sqlite3_vfs* vfs, double* days) {
  sqlite3_int64 milliseconds = 0;
  time_of_day(vfs, &milliseconds);
  *days = static_cast<double>(milliseconds) / 86'400'000.0;
  return SQLITE_OK;
}

int no_last_error(sqlite3_vfs*, int, char*) {
  return 0;
}

}  // namespace

SimVfs::SimVfs(std::uint64_t seed) : state_(std::make_unique<State>()) {
  static std::atomic<int> made = 0;
  auto& s = *state_;
  s.name = "easel-sim-" + std::to_string(++made);
  s.random.seed(seed);
  s.vfs.iVersion = 2;
  s.vfs.szOsFile = sizeof(File);
  s.vfs.mxPathname = 512;
  s.vfs.zName = s.name.c_str();
  s.vfs.pAppData = &s;
  s.vfs.xOpen = open_file;
  s.vfs.xDelete = delete_file;
  s.vfs.xAccess = exists;
  s.vfs.xFullPathname = full_path;
  s.vfs.xRandomness = randomness;
  s.vfs.xSleep = no_sleep;
  s.vfs.xCurrentTime = time_as_double;
  s.vfs.xGetLastError = no_last_error;
  s.vfs.xCurrentTimeInt64 = time_of_day;
  sqlite3_vfs_register(&s.vfs, 0);
}

SimVfs::~SimVfs() {
  sqlite3_vfs_unregister(&state_->vfs);
}

const std::string& SimVfs::name() const {
  return state_->name;
}

void SimVfs::crash(std::uint64_t seed) {
  auto& s = *state_;
  std::mt19937_64 random(seed);
  ++s.epoch;
  s.syncs_left = -1;
  s.steps_left = -1;
  s.ghosts += std::exchange(s.open, 0);
  std::map<std::string, ContentRef> left;
  auto keep = [&](const std::string& name, const Content& content) {
    auto fresh = std::make_shared<Content>();
    fresh->durable = what_is_left(content, random);
    fresh->now = fresh->durable;
    fresh->name_durable = true;
    left[name] = std::move(fresh);
  };
  for (const auto& [name, content] : s.removed) {
    if (random() % 2 == 0) keep(name, *content);
  }
  for (const auto& [name, content] : s.files) {
    if (content->name_durable || random() % 2 == 0) keep(name, *content);
  }
  s.files = std::move(left);
  s.removed.clear();
}

void SimVfs::fail_after_syncs(int syncs) {
  state_->syncs_left = syncs;
}
void SimVfs::fail_after_steps(int steps) {
  state_->steps_left = steps;
}
void SimVfs::refuse_step(int step, int code) {
  state_->refuse_at = step;
  state_->refuse_with = code;
}
bool SimVfs::refused() const {
  return state_->refuse_with != 0 && state_->refuse_at == 0;
}
std::uint64_t SimVfs::syncs() const {
  return state_->syncs;
}

}  // namespace easel::store
