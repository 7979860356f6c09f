#include "app/config.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "app/address.h"

namespace easel::app {

TEST(Config, an_empty_file_is_a_good_one) {
  auto config = parse_config("", "easel.toml");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->fallback_image_model, "");
  EXPECT_EQ(config->keep_pictures_hours, 24);
}

TEST(Config, reads_what_it_knows) {
  auto config = parse_config(R"(
[fallback]
image_model = "easel/painter-1"
[providers.openrouter]
api_key_env = "MY_KEY"
base_url = "http://127.0.0.1:1/api/v1"
[limits]
per_minute = 5
[server]
workers = 1
)",
                             "easel.toml");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->fallback_image_model, "easel/painter-1");
  EXPECT_EQ(config->providers.at("openrouter").key_variable, "MY_KEY");
  EXPECT_EQ(config->limits.per_minute, 5);
  EXPECT_EQ(config->workers, 1);
}

TEST(Config, a_slip_is_one_line_with_its_place) {
  for (auto [text, part] :
       {std::pair{"fall = 1", "line 1: there is no setting \"fall\""},
        {"\n[fallback]\nimage_modle = \"x\"",
         "line 3: there is no setting \"fallback.image_modle\""},
        {"[limits]\nper_minute = \"many\"", "line 2: limits.per_minute must be a number"},
        {"[server]\nworkers = -1", "server.workers must be a number from 0"},
        {"[providers.x.switches]\nedits = \"jsno\"",
         "line 2: providers.x.switches.edits must be one of multipart, json, none"},
        {"fallback = 3", "fallback must be a table"},
        {"[fallback", "line 1"}}) {
    auto config = parse_config(text, "easel.toml");
    ASSERT_FALSE(config) << text;
    EXPECT_NE(config.error().message.find(part), std::string::npos) << config.error().message;
    EXPECT_EQ(config.error().message.find('\n'), std::string::npos);
  }
}

RC_GTEST_PROP(Config, no_text_crashes_it, (const std::string& text)) {
  (void)parse_config(text, "easel.toml");
}

TEST(Address, takes_v4_v6_and_localhost) {
  EXPECT_EQ(parse_listen("127.0.0.1:80")->port(), 80);
  EXPECT_TRUE(parse_listen("[::1]:0")->address().is_v6());
  EXPECT_TRUE(parse_listen("localhost:1")->address().is_loopback());
  for (auto text : {"", "80", "x:80", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:-1", "::1"})
    EXPECT_FALSE(parse_listen(text)) << text;
}

}  // namespace easel::app
