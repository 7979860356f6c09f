#include "api/own_pictures.h"

#include <gtest/gtest.h>

#include "api/simulation.h"

namespace easel::api::sim {
namespace {

const std::string kHash(64, 'c');

Task<> find(House& house, store::Key key, std::string url, std::string origin,
            std::optional<Result<std::optional<store::Picture>>>& into) {
  into = co_await own_picture(house, key, url, origin);
}

// A house that keeps one picture of the key "one".
struct Kept {
  SimClock clock;
  media::SimDisk disk{clock, 1};
  store::SimVfs vfs{2};
  Upstream upstream;
  gateway::Catalog catalog = gateway::Catalog::builtin().value();
  Life life{clock, disk, vfs, upstream, catalog, 3};
  store::Key one, two;
  std::int64_t now = clock.wall().time_since_epoch().count();

  Kept() {
    const_cast<Settings&>(life.house->settings).picture_secret = "secret";
    one = life.database->create_key({.secret = "a", .name = "one"}, now).value();
    two = life.database->create_key({.secret = "b", .name = "two"}, now).value();
    EXPECT_TRUE(life.database->hold(
        {.generation_id = "gen-1", .key_hash = one.hash, .model = "m", .now = now}));
    store::Picture picture{.sha256 = kHash, .media_type = "image/png", .bytes = 3, .path = "p"};
    picture.keep_until = now + 100'000'000;
    EXPECT_TRUE(life.database->add_picture("gen-1", picture));
  }

  // "none", "found", or what is wrong.
  std::string ask(const store::Key& key, std::string url, std::string origin = "") {
    std::optional<Result<std::optional<store::Picture>>> found;
    spawn(life.io.get_executor(), "find", find(*life.house, key, url, origin, found));
    clock.run(life.io);
    if (!*found) return std::string(to_string((*found).error().kind));
    return **found ? "found" : "none";
  }
  std::string sign(std::int64_t seconds, std::string origin = "") {
    return signed_address(origin, "secret", one.hash, kHash, now / 1'000'000 + seconds);
  }
};

TEST(OwnPictures, a_path_opens_for_the_owner_alone) {
  Kept kept;
  EXPECT_EQ(kept.ask(kept.one, "/api/v1/images/" + kHash), "found");
  EXPECT_EQ(kept.ask(kept.two, "/api/v1/images/" + kHash), "invalid_request");
  EXPECT_EQ(kept.ask(kept.one, "/api/v1/images/" + std::string(64, 'd')), "invalid_request");
}

TEST(OwnPictures, a_signed_address_opens_for_whoever_has_it_until_it_expires) {
  Kept kept;
  EXPECT_EQ(kept.ask(kept.two, kept.sign(50)), "found");
  EXPECT_EQ(kept.ask(kept.two, kept.sign(50, "https://behind.a.proxy")), "found");
  EXPECT_EQ(kept.ask(kept.two, kept.sign(-1)), "invalid_request");
  EXPECT_EQ(kept.ask(kept.one, kept.sign(-1)), "found") << "it is the owner's all the same";
}

TEST(OwnPictures, another_servers_address_is_left_to_the_network) {
  Kept kept;
  auto url = "https://other.example/api/v1/images/" + kHash;
  EXPECT_EQ(kept.ask(kept.one, url), "none");
  EXPECT_EQ(kept.ask(kept.one, url, "https://other.example"), "found");
  EXPECT_EQ(kept.ask(kept.two, url, "https://other.example"), "invalid_request");
  EXPECT_EQ(kept.ask(kept.one, "https://other.example/cat.png"), "none");
  EXPECT_EQ(kept.ask(kept.one, "data:image/png;base64,AAAA"), "none");
}

}  // namespace
}  // namespace easel::api::sim
