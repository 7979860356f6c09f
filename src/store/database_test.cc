#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <thread>

#include "store/migrations.h"
#include "store/testing.h"

namespace easel::store {
namespace {

using testing::kNow;
using testing::open_fresh;
using testing::Place;
using testing::TempFolder;

TEST(Database, MakesPrivateFilesInAPrivateFolder) {
  TempFolder folder;
  auto file = folder.path() + "/with space/ünïcode & co?/easel.db";
  auto database = Database::open(file);
  ASSERT_TRUE(database) << database.error().message;
  ASSERT_TRUE((*database)->create_key({.secret = "s1", .name = "n"}, kNow));
  struct stat info{};
  for (const auto* suffix : {"", "-wal", "-shm"}) {
    ASSERT_EQ(stat((file + suffix).c_str(), &info), 0) << suffix;
    EXPECT_EQ(info.st_mode & 0777, 0600u) << suffix;
  }
  auto parent = std::filesystem::path(file).parent_path();
  ASSERT_EQ(stat(parent.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST(Database, KeepsWhatWasWrittenWhenItIsOpenedAgain) {
  Place place;
  auto file = place.uri();
  {
    auto database = Database::open(file);
    ASSERT_TRUE((*database)->create_key({.secret = "s1", .name = "first"}, kNow));
  }
  auto again = Database::open(file);
  ASSERT_TRUE(again);
  auto keys = (*again)->list_keys(kNow);
  ASSERT_EQ(keys->size(), 1u);
  EXPECT_EQ(keys->front().name, "first");
}

TEST(Database, SaysWhyItCannotBeOpened) {
  auto database = Database::open("/proc/nowhere/easel.db");
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().kind, ErrorKind::unavailable);
  EXPECT_NE(database.error().message.find("/proc/nowhere/easel.db"), std::string::npos);
}

TEST(Database, RefusesAFileThatIsNotADatabase) {
  TempFolder folder;
  auto file = folder.path() + "/easel.db";
  testing::write_file(file, std::string(4096, 'x'));
  auto database = Database::open(file);
  ASSERT_FALSE(database);
  EXPECT_NE(database.error().message.find("is not a database"), std::string::npos)
      << database.error().message;
}

TEST(Database, RefusesADatabaseOfANewerProgramInOneSentence) {
  Place place;
  auto file = place.uri();
  ASSERT_TRUE(Database::open(file));
  {
    *place.session() << "UPDATE meta SET value = 99 WHERE name = 'schema'";
  }
  auto database = Database::open(file);
  ASSERT_FALSE(database);
  EXPECT_NE(database.error().message.find("newer Easel"), std::string::npos);
}

TEST(Database, TheLedgerCannotBeRewritten) {
  Place place;
  auto file = place.uri();
  auto database = testing::open(file);
  testing::make_key(*database, "k");
  ASSERT_TRUE(database->hold(testing::hold_of("gen-1", "k", Money::dollars(1))));
  auto past = place.session();
  auto& sql = *past;
  EXPECT_THROW(sql << "UPDATE ledger SET amount = 0", soci::soci_error);
  EXPECT_THROW(sql << "DELETE FROM ledger", soci::soci_error);
}

TEST(Migrations, AreCutIntoWholeStatementsForEachDatabase) {
  for (std::string_view mark : {"sqlite", "postgresql"}) {
    int ledgers = 0;
    for (auto sql : migrations()) {
      for_each_statement(sql, mark, [&](std::string_view statement) {
        auto verb = statement.substr(0, statement.find(' '));
        EXPECT_TRUE(verb == "CREATE" || verb == "ALTER" || verb == "INSERT") << statement;
        EXPECT_EQ(statement.find("\nCREATE"), statement.npos) << statement;
        EXPECT_FALSE(statement.ends_with(';'));
        if (statement.starts_with("CREATE TABLE ledger")) ++ledgers;
      });
    }
    EXPECT_EQ(ledgers, 1) << mark;
  }
}

TEST(Transaction, AnErrorRollsAllOfItBack) {
  auto database = open_fresh();
  auto status = database->transaction([&]() -> Status {
    TRY(database->create_key({.secret = "a", .name = "a"}, kNow));
    return fail(ErrorKind::internal, "no");
  });
  EXPECT_FALSE(status);
  EXPECT_TRUE(database->list_keys(kNow)->empty());
}

TEST(Transaction, AnErrorInAPartUndoesOnlyThatPart) {
  auto database = open_fresh();
  auto status = database->transaction([&]() -> Status {
    TRY(database->create_key({.secret = "a", .name = "a"}, kNow));
    auto inner = database->part([&]() -> Status {
      TRY(database->create_key({.secret = "b", .name = "b"}, kNow));
      return fail(ErrorKind::internal, "no");
    });
    EXPECT_FALSE(inner);
    TRY(database->create_key({.secret = "c", .name = "c"}, kNow));
    return {};
  });
  EXPECT_TRUE(status);
  auto keys = database->list_keys(kNow);
  ASSERT_EQ(keys->size(), 2u);
}

TEST(Transaction, AnExceptionRollsBackAndGoesOn) {
  auto database = open_fresh();
  EXPECT_THROW((void)database->transaction([&]() -> Status {
    (void)database->create_key({.secret = "a", .name = "a"}, kNow);
    throw std::runtime_error("bug");
  }),
               std::runtime_error);
  EXPECT_TRUE(database->list_keys(kNow)->empty());
  EXPECT_TRUE(database->create_key({.secret = "b", .name = "b"}, kNow));
}

// The first part in a part shares its savepoint.
TEST(Transaction, PartsInAPartAreUndoneByThemselvesAndWithIt) {
  auto database = open_fresh();
  auto make = [&](const std::string& name) -> Status {
    TRY(database->create_key({.secret = name, .name = name}, kNow));
    return {};
  };
  auto no = [] { return fail(ErrorKind::internal, "no"); };
  auto all = database->transaction([&]() -> Status {
    EXPECT_TRUE(database->part([&]() -> Status {
      EXPECT_FALSE(database->part([&]() -> Status {
        TRY(make("first, undone"));
        TRY(make("first, undone too"));
        return no();
      }));
      TRY(make("kept"));
      EXPECT_FALSE(database->part([&]() -> Status {
        TRY(make("later, undone"));
        return no();
      }));
      return make("kept too");
    }));
    EXPECT_FALSE(database->part([&]() -> Status {
      TRY(database->part([&] { return make("whole, undone"); }));
      return no();
    }));
    EXPECT_THROW((void)database->part([&]() -> Status {
      return database->part([&]() -> Status {
        TRY(make("thrown away"));
        throw std::runtime_error("bug");
      });
    }),
                 std::runtime_error);
    return make("last");
  });
  ASSERT_TRUE(all);
  std::set<std::string> names;
  for (const auto& key : *database->list_keys(kNow)) names.insert(key.name);
  EXPECT_EQ(names, (std::set<std::string>{"kept", "kept too", "last"}));
}

TEST(SeveralConnections, ACommandLineMakesAndRevokesKeysWhileAServerRuns) {
  Place place;
  auto file = place.uri();
  auto server = testing::open(file), command = testing::open(file);
  auto before = server->key_epoch();
  auto key = command->create_key({.secret = "sk-easel-v1-x", .name = "cli"}, kNow);
  ASSERT_TRUE(key);
  EXPECT_GT(*server->key_epoch(), *before);
  ASSERT_TRUE(*server->find_key(key->hash, kNow));

  before = server->key_epoch();
  ASSERT_TRUE(command->revoke_key("cli", kNow));
  EXPECT_GT(*server->key_epoch(), *before);
  EXPECT_TRUE((**server->find_key(key->hash, kNow)).disabled);
}

TEST(SeveralConnections, ManyOpenAndMigrateAtOnce) {
  Place place;
  auto file = place.uri();
  std::vector<std::thread> threads;
  std::atomic<int> made = 0;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      auto database = Database::open(file);
      if (!database) return;
      for (int j = 0; j < 10; ++j) {
        auto secret = "secret-" + std::to_string(i) + "-" + std::to_string(j);
        made += (*database)->create_key({.secret = secret, .name = secret}, kNow).has_value();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(made, 60);
  EXPECT_EQ(testing::open(file)->list_keys(kNow)->size(), 60u);
}

// Run by the tests below as a process of its own: a forked one would share SQLite's memory of who
// holds which lock.
TEST(OtherProcess, DISABLED_MakesAKey) {
  auto database = testing::open(std::getenv("EASEL_TEST_DATABASE"));
  testing::make_key(*database, "child");
}

// True: it could.
bool make_key_in_another_process(const std::string& file) {
  auto self = std::filesystem::read_symlink("/proc/self/exe").string();
  auto command = "EASEL_TEST_DATABASE='" + file + "' '" + self +
                 "' --gtest_also_run_disabled_tests --gtest_filter='OtherProcess.*' >/dev/null";
  return std::system(command.c_str()) == 0;
}

TEST(SeveralConnections, AnotherProcessMayWriteBetweenTwoTransactions) {
  Place place;
  auto file = place.uri();
  auto mine = testing::open(file);
  for (int i = 0; i < 20; ++i) {
    auto secret = std::to_string(i);
    if (i == 10) EXPECT_TRUE(make_key_in_another_process(file));
    EXPECT_TRUE(mine->create_key({.secret = secret, .name = secret}, kNow));
  }
  EXPECT_EQ(mine->list_keys(kNow)->size(), 21u);
}

// Closing any descriptor of the file drops a process's locks on it. Were they lost, the other
// process would take itself for the last one and remove the log that these connections write to.
TEST(SeveralConnections, OpeningASecondOneKeepsTheLocksOfTheFirst) {
  TempFolder folder;
  auto file = folder.path() + "/easel.db";
  auto writer = testing::open(file);
  testing::make_key(*writer, "mine");
  auto reader = testing::open(file);
  ASSERT_TRUE(make_key_in_another_process(file));
  EXPECT_TRUE(std::filesystem::exists(file + "-wal"));
  EXPECT_TRUE(writer->hold(testing::hold_of("gen-1", "child", Money())));
  EXPECT_TRUE(*reader->find_generation("gen-1"));
}

}  // namespace
}  // namespace easel::store
