#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "base/hash.h"
#include "store/store.h"

// Helpers of the tests beside this file.
namespace easel::store::testing {

inline constexpr Micros kNow = 1'790'000'000'000'000;  // 2026-09-21, a Monday
inline constexpr Micros kHour = 3'600'000'000;
inline constexpr Micros kDay = 24 * kHour;

class TempFolder {
 public:
  TempFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "easel-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline void write_file(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

inline std::unique_ptr<Database> open(const std::string& file, OpenOptions options = {}) {
  auto database = Database::open(file, options);
  if (!database) throw std::runtime_error(database.error().message);
  return std::move(*database);
}

inline std::unique_ptr<Database> open_memory() {
  return open(":memory:");
}

inline std::string hash_of(const std::string& secret) {
  return to_hex(sha256(secret));
}

inline Key make_key(Database& database, const std::string& secret, std::optional<Money> limit = {},
                    const std::string& reset = "") {
  auto key = database.create_key(
      {.secret = secret, .name = secret, .limit = limit, .limit_reset = reset}, kNow);
  if (!key) throw std::runtime_error(key.error().message);
  return *key;
}

inline Hold hold_of(const std::string& id, const std::string& secret, Money amount) {
  return {.generation_id = id,
          .key_hash = hash_of(secret),
          .model = "easel/painter-1",
          .amount = amount,
          .now = kNow};
}

inline Settlement settlement_of(const std::string& id, Money cost,
                                const std::string& state = "done") {
  return {.generation_id = id, .state = state, .cost = cost, .now = kNow};
}

}  // namespace easel::store::testing
