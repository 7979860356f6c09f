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

TEST(Config, reads_who_moderates_and_where_limits_are_counted) {
  auto config = parse_config(
      "[moderation]\nurl = \"https://judge.example/v1/moderations\"\napi_key_env = \"JUDGE\"\n"
      "after = true\nwhen_unreachable = \"allow\"\n[limits]\nredis = \"redis://box/1\"\n",
      "easel.toml");
  ASSERT_TRUE(config) << config.error().message;
  const auto& rules = config->moderation.rules;
  EXPECT_TRUE(rules.before && rules.after && rules.open && !rules.pictures);
  EXPECT_EQ(config->limits_redis, "redis://box/1");
  EXPECT_FALSE(moderation_rules(*config)) << "its key is not in the environment";
  EXPECT_FALSE(parse_config("[moderation]\nwhen_unreachable = \"maybe\"", "easel.toml"));
  EXPECT_FALSE(parse_config("[limits]\nredis = \"rediss://box\"", "easel.toml"));
}

TEST(Config, reads_what_keys_and_limits_are_like) {
  auto config = parse_config(
      "[keys]\nprefix = \"sk-or-v1-\"\nlimit = \"none\"\nlimit_reset = \"\"\n"
      "[credits]\nenforce = true\n[replay]\nimplicit = false\n"
      "[finishing]\nexact = true\nformat = \"webp\"\n"
      "[limits]\nper_minute = 7\npictures_at_once = 3\n[media]\nmax_bytes = 9000000000\n",
      "easel.toml");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(key_settings(*config).prefix, "sk-or-v1-");
  EXPECT_FALSE(key_settings(*config).default_limit);
  EXPECT_TRUE(config->enforce_credits);
  EXPECT_FALSE(config->implicit_replay);
  EXPECT_TRUE(config->finish_exact);
  EXPECT_EQ(config->finish_format, "webp");
  EXPECT_EQ(config->limits.pictures_per_minute, 7);
  EXPECT_EQ(config->limits.pictures_at_once, 3);
  EXPECT_EQ(config->max_media_bytes, 9'000'000'000);
}

TEST(Config, a_prefix_or_limit_that_is_none_is_refused) {
  for (auto text : {"prefix = \"easel\"", "prefix = \"sk-a b-\"", "limit = \"much\"",
                    "limit = \"-1\"", "limit = 5", "limit_reset = \"hourly\""})
    EXPECT_FALSE(parse_config("[keys]\n" + std::string(text), "easel.toml")) << text;
}

TEST(Config, an_engine_that_is_run_here_is_a_table_of_its_own) {
  auto config = parse_config(
      "[engines.sd]\ncommand = \"sd-server\"\nmodels = \"/m\"\nidle_minutes = 0.5\n"
      "extra = [\"-t\", \"2\"]",
      "easel.toml");
  ASSERT_TRUE(config);
  const auto& engine = config->engines.at("sd");
  EXPECT_EQ(engine.command, "sd-server");
  EXPECT_DOUBLE_EQ(engine.idle_minutes, 0.5);
  EXPECT_EQ(engine.extra.size(), 2u);
  for (auto wrong : {"[engines]\nsd = 3", "[engines.sd]\nidle_minutes = -1",
                     "[engines.sd]\nidle_minutes = nan", "[engines.sd]\nextra = [3]"})
    EXPECT_FALSE(parse_config(wrong, "easel.toml")) << wrong;
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
