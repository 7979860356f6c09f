#include "api/media_room.h"

namespace easel::api {

Task<Status> MediaRoom::check(store::Store& store, Clock& clock) {
  constexpr std::int64_t kGood = 3;  // seconds
  if (most_ == 0) co_return Status{};
  auto now =
      std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
  auto counted = counted_at_.load();
  if (counted < 0 || now - counted >= kGood || kept_ >= most_) {
    auto read =
        co_await store.read([](store::Database& database) { return database.picture_bytes(); });
    kept_ = CO_TRY(std::move(read));
    counted_at_ = now;
  }
  if (kept_ < most_) co_return Status{};
  co_return fail(Error{.kind = ErrorKind::unavailable,
                       .message = "As many pictures are kept here as may be (media.max_bytes), so "
                                  "nothing that costs is begun; deleting some, or raising the "
                                  "limit, makes room.",
                       .retry_after = 60});
}

}  // namespace easel::api
