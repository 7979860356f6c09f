#include "pages/passwords.h"

#include <gtest/gtest.h>

namespace easel::pages {
namespace {

TEST(Passwords, AreKnownAgainByTheirHashAlone) {
  auto hash = hash_password("correct horse").value();
  EXPECT_EQ(hash.find("horse"), hash.npos);
  EXPECT_TRUE(is_password("correct horse", hash));
  EXPECT_FALSE(is_password("correct hors", hash));
  EXPECT_NE(hash, hash_password("correct horse").value());
}

TEST(Passwords, NothingMatchesAHashThatIsNone) {
  for (auto hash : {"", "scrypt$15$8$1$", "scrypt$15$8$1$00", "scrypt$15$8$1$00$", "plain"})
    EXPECT_FALSE(is_password("", hash)) << hash;
}

TEST(Passwords, AreNeitherShortNorEndless) {
  EXPECT_FALSE(check_password("1234567"));
  EXPECT_TRUE(check_password("12345678"));
  EXPECT_FALSE(check_password(std::string(201, 'x')));
}

}  // namespace
}  // namespace easel::pages
