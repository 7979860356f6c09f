#include "media/spool.h"

#include <algorithm>
#include <utility>

#include "media/place.h"

namespace easel::media {
namespace {

// Held by each picture on its way, twice while one piece is being written: hundreds may be.
constexpr std::size_t kMemory = 16 * 1024;

Task<> remove_later(Disk& disk, std::string path) {
  (void)co_await disk.remove(std::move(path));
}

std::string megabytes(std::uint64_t bytes) {
  return std::to_string(bytes / (1024 * 1024));
}

}  // namespace

struct Spool::State {
  State(Disk& disk, std::string part, std::uint64_t max_bytes)
      : disk(disk), part(std::move(part)), max_bytes(max_bytes) {}

  // What was collected goes to the file; the buffer is empty while the disk works.
  Task<Status> flush() {
    if (!file) {
      head = sniff(memory);
      executor.emplace(co_await current_executor());
      on_disk = true;
      file = CO_TRY(co_await disk.create(part));
    }
    Status status = co_await disk.append(file, std::exchange(memory, {}));
    co_return status;
  }

  void look_at(std::string_view bytes) {
    first += bytes.substr(0, kFirst - first.size());
    if (bytes.size() >= kTail) tail.clear();
    tail += bytes.substr(bytes.size() - std::min(bytes.size(), kTail));
    if (tail.size() > 2 * kTail) tail.erase(0, tail.size() - kTail);
  }

  Disk& disk;
  const std::string part;
  std::string place;  // where it goes; known once it is sealed
  const std::uint64_t max_bytes;
  std::string memory;
  std::uint64_t size = 0;
  std::string first, tail;  // of all bytes: whether the end is there is seen from them
  Sha256 hash;
  Disk::FileRef file;
  bool on_disk = false;         // the part may exist
  std::optional<Sniffed> head;  // of the first kMemory bytes, once they went to the file
  std::optional<Executor> executor;
};

Spool::Spool(Disk& disk, std::string generation_id, int index, std::uint64_t max_bytes)
    : state_(std::make_unique<State>(disk, part_path(generation_id, index), max_bytes)) {}

Spool::Spool(Spool&&) noexcept = default;

Spool::~Spool() {
  if (!state_ || !state_->on_disk) return;
  spawn(*state_->executor, "removal of a dropped picture",
        remove_later(state_->disk, state_->part));
}

std::uint64_t Spool::size() const {
  return state_->size;
}

const std::string& Spool::part() const {
  return state_->part;
}

Task<Status> Spool::append(std::string_view bytes) {
  auto& s = *state_;
  if (!is_valid_path(s.part)) co_return fail(internal("a bad generation id: " + s.part));
  if (bytes.size() > s.max_bytes - s.size) {
    co_return fail(ErrorKind::payload_too_large,
                   "The picture is larger than " + megabytes(s.max_bytes) + " MB.");
  }
  s.size += bytes.size();
  s.hash.update(bytes);
  s.look_at(bytes);
  while (!bytes.empty()) {
    s.memory.reserve(kMemory);  // exactly: a string that grows by itself takes up to twice that
    auto taken = bytes.substr(0, kMemory - s.memory.size());
    s.memory += taken;
    bytes.remove_prefix(taken.size());
    if (s.memory.size() < kMemory) break;
    CO_TRY(co_await s.flush());
  }
  co_return Status();
}

Task<Result<Finished>> Spool::seal() {
  auto& s = *state_;
  auto kind = s.on_disk ? s.head : sniff(s.memory);
  if (!s.memory.empty() || !s.on_disk) {
    if (s.size == 0) co_return fail(ErrorKind::invalid_image, "The picture is empty.");
    CO_TRY(co_await s.flush());
  }
  if (!kind && s.size > kMemory) kind = CO_TRY(co_await sniff_file(s.disk, s.part));
  if (!kind) co_return fail(not_a_picture());
  if (!has_its_end(kind->media_type, s.first, s.tail, s.size))
    co_return fail(ErrorKind::invalid_image, "The picture ends before it is whole.");
  CO_TRY(co_await s.disk.sync(s.file));
  s.file.reset();
  auto sealed = named(*kind, to_hex(s.hash.finish()), s.size);
  s.place = sealed.path;
  co_return sealed;
}

Task<Status> Spool::place() {
  auto& s = *state_;
  CO_TRY(co_await s.disk.rename(s.part, s.place));
  s.on_disk = false;
  co_return Status();
}

Task<Result<Finished>> Spool::finish() {
  auto sealed = CO_TRY(co_await seal());
  CO_TRY(co_await place());
  co_return sealed;
}

Task<> Spool::discard() {
  auto& s = *state_;
  s.memory = {};
  s.file.reset();
  if (!std::exchange(s.on_disk, false)) co_return;
  (void)co_await s.disk.remove(s.part);
}

Task<Result<Reader>> Reader::open(Disk& disk, std::string path) {
  Reader reader;
  reader.disk_ = &disk;
  reader.file_ = CO_TRY(co_await disk.open(std::move(path)));
  co_return reader;
}

Task<Result<std::string>> Reader::read(std::size_t size) {
  auto bytes = CO_TRY(co_await disk_->read(file_, offset_, size));
  offset_ += bytes.size();
  co_return bytes;
}

}  // namespace easel::media
