#include "api/forget.h"

#include <filesystem>

namespace easel::api {

store::RemoveFile remover(media::Disk& disk, Renditions& renditions) {
  return [&disk, &renditions](const std::string& path) -> Status {
    TRY(disk.remove_now(path));
    auto hash = std::filesystem::path(path).stem().string();  // pictures are named by it
    return renditions.remove_now(hash);
  };
}

Task<Result<int>> forget(House& house, store::Forgetting what) {
  constexpr int kAtOnce = 100;
  int all = 0;
  for (;;) {
    auto now = house.micros();
    auto gone = co_await house.store.write(
        [what, now, remove = remover(house.disk, house.renditions)](store::Database& database) {
          return database.forget(what, now, kAtOnce, remove);
        });
    auto count = CO_TRY(std::move(gone));
    all += count;
    if (count < kAtOnce) co_return all;
  }
}

}  // namespace easel::api
