#include "base/vault.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace easel {
namespace {

const std::string kHex(64, 'a');

TEST(Vault, OpensWhatItSealed) {
  Vault vault({.given = kHex});
  auto sealed = vault.seal("a secret", "row 1").value();
  EXPECT_EQ(sealed.find("secret"), std::string::npos);
  EXPECT_EQ(vault.open(sealed, "row 1").value(), "a secret");
  EXPECT_NE(vault.seal("a secret", "row 1").value(), sealed);
}

TEST(Vault, OpensNothingUnderAnotherLabelOrKeyOrChanged) {
  Vault vault({.given = kHex}), other({.given = std::string(64, 'b')});
  auto sealed = vault.seal("a secret", "row 1").value();
  EXPECT_FALSE(vault.open(sealed, "row 2"));
  EXPECT_FALSE(other.open(sealed, "row 1"));
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    auto changed = sealed;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(vault.open(changed, "row 1")) << at;
    EXPECT_FALSE(vault.open(sealed.substr(0, at), "row 1")) << at;
  }
}

TEST(Vault, MakesItsFileWhenFirstSomethingIsSealedForItsOwnerAlone) {
  auto pattern = (std::filesystem::temp_directory_path() / "easel-vault-XXXXXX").string();
  std::string folder = ::mkdtemp(pattern.data());
  auto file = folder + "/byok.key";
  std::string sealed;
  {
    Vault vault({.file = file});
    EXPECT_EQ(vault.open("v1:", "x").error().kind, ErrorKind::not_found);
    EXPECT_FALSE(std::filesystem::exists(file));
    sealed = vault.seal("a secret", "x").value();
  }
  struct stat found{};
  ASSERT_EQ(::stat(file.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  EXPECT_EQ(Vault({.file = file}).open(sealed, "x").value(), "a secret");
  std::ofstream(file) << "too short";
  EXPECT_EQ(Vault({.file = file}).open(sealed, "x").error().kind, ErrorKind::unavailable);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace easel
