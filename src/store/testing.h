#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "base/hash.h"
#include "store/engine.h"
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

// Where a test's database lies until the test ends: a file in a folder of its own, or a schema of
// its own on the server that EASEL_TEST_POSTGRESQL names (tests/with_postgresql.sh).
class Place {
 public:
  Place() : uri_(folder_.path() + "/easel.db") {
    const char* server = std::getenv("EASEL_TEST_POSTGRESQL");
    if (!server) return;
    static std::atomic<int> number = 0;
    auto schema = "t" + std::to_string(::getpid()) + "_" + std::to_string(++number);
    soci::session sql(soci::postgresql, server);
    sql << "CREATE SCHEMA " << schema;
    uri_ = std::string(server) + "&options=-csearch_path%3D" + schema;
  }
  const std::string& uri() const { return uri_; }
  bool on_postgresql() const { return is_postgresql(uri_); }
  // Past the store: what it would never say itself.
  std::unique_ptr<soci::session> session() const {
    if (on_postgresql()) return std::make_unique<soci::session>(soci::postgresql, uri_);
    return std::make_unique<soci::session>(soci::sqlite3, "dbname=" + uri_);
  }

 private:
  TempFolder folder_;
  std::string uri_;
};

// An empty database for one connection: in memory, or in a Place on the server.
inline std::unique_ptr<Database> open_fresh() {
  return open(std::getenv("EASEL_TEST_POSTGRESQL") ? Place().uri() : ":memory:");
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
