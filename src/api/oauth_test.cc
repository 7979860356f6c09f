#include "api/oauth.h"

#include <gtest/gtest.h>

namespace easel::api {

// The pair of RFC 7636, appendix B.
TEST(Oauth, knows_the_verifier_of_a_challenge) {
  const std::string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const std::string challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  EXPECT_TRUE(fits_challenge(verifier, challenge, "S256"));
  EXPECT_FALSE(fits_challenge(challenge, challenge, "S256"));
  EXPECT_TRUE(fits_challenge(challenge, challenge, "plain"));
  EXPECT_FALSE(fits_challenge("short", "short", "plain"));
}

TEST(Oauth, leads_only_to_https_or_this_machine) {
  for (auto good : {"https://app.example/back?x=1", "http://localhost:3000/", "http://[::1]/",
                    "http://127.0.0.1:8/x", "HTTPS://APP.example"})
    EXPECT_TRUE(check_callback(good)) << good;
  for (auto bad :
       {"", "http://app.example/", "https://a/#f", "https://u:p@a/", "javascript:x", "//a/b",
        "https:///x", "http://localhost.evil.example/", "data:text/html,x", "https://a b/"})
    EXPECT_EQ(check_callback(bad).error().field, "callback_url") << bad;
}

}  // namespace easel::api
