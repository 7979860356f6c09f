#include "api/picture_address.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "api/wishes.h"
#include "base/hash.h"
#include "wire/json.h"

namespace easel::api {
namespace {

const std::string kHash(64, 'a');
const std::string kKey = std::string(16, '1') + std::string(48, '2');

TEST(PictureAddress, what_was_signed_opens_until_it_expires) {
  auto url = signed_address("https://e.example", "secret", kKey, kHash, 1000);
  auto address = read_address(url);
  ASSERT_TRUE(address) << url;
  EXPECT_EQ(address->origin, "https://e.example");
  EXPECT_EQ(address->sha256, kHash);
  EXPECT_EQ(address->owner, std::string(16, '1'));
  EXPECT_EQ(check_signature(*address, "secret", 999), Opens::yes);
  EXPECT_EQ(check_signature(*address, "secret", 1000), Opens::expired);
  EXPECT_EQ(check_signature(*address, "another", 999), Opens::wrong);
  EXPECT_EQ(check_signature(*address, "", 999), Opens::wrong);
}

TEST(PictureAddress, a_file_is_named_by_its_id_alone) {
  auto id = "file_" + std::string(28, 'a');
  auto address = file_address(id);
  ASSERT_TRUE(address);
  for (auto url : {*address, "https://e.example" + *address, "/v1/files/" + id + "/content"}) {
    auto read = read_address(url);
    ASSERT_TRUE(read) << url;
    EXPECT_EQ(read->file, id);
    EXPECT_EQ(read->sha256, "");
  }
  for (auto bad : {std::string("file_a"), id + "a", "file_" + std::string(27, 'a') + "/"})
    EXPECT_FALSE(file_address(bad)) << bad;
  EXPECT_FALSE(read_address("/api/v1/files/" + id));
  EXPECT_FALSE(read_address("/api/v1/files/" + id + "/content/content"));
}

TEST(PictureAddress, nothing_in_it_can_be_changed) {
  auto address = *read_address(signed_address("", "secret", kKey, kHash, 1000));
  auto refused = [](PictureAddress changed) {
    return check_signature(changed, "secret", 5) == Opens::wrong;
  };
  auto other = address;
  other.sha256 = std::string(64, 'b');
  EXPECT_TRUE(refused(other));
  other = address;
  other.owner = std::string(16, '2');
  EXPECT_TRUE(refused(other));
  other = address;
  other.expires = 2000;
  EXPECT_TRUE(refused(other));
  other = address;
  other.signature.back() = other.signature.back() == '0' ? '1' : '0';
  EXPECT_TRUE(refused(other));
  other.signature.clear();
  EXPECT_TRUE(refused(other));
}

TEST(PictureAddress, is_read_from_a_path_alone_and_under_either_base) {
  EXPECT_EQ(read_address("/api/v1/images/" + kHash)->sha256, kHash);
  EXPECT_EQ(read_address("http://h:1/v1/images/" + kHash + "?w=320#x")->origin, "http://h:1");
  EXPECT_FALSE(read_address("/api/v1/images/" + kHash)->is_signed());
}

TEST(PictureAddress, another_address_is_none) {
  for (const auto& url :
       {std::string("/api/v1/images/models"), std::string("https://e.example/a.png"),
        "ftp://e.example/api/v1/images/" + kHash, "https://e.example/x/api/v1/images/" + kHash,
        "/api/v1/images/" + kHash + "/x", "/api/v1/images/" + std::string(64, 'A'), std::string()})
    EXPECT_FALSE(read_address(url)) << url;
}

RC_GTEST_PROP(PictureAddress, any_text_can_be_looked_at, (const std::string& text)) {
  (void)read_address(text);
  (void)read_address("/api/v1/images/" + kHash + "?" + text);
}

TEST(Hmac, gives_the_vector_of_rfc_4231) {
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

gateway::GenerationRequest with_body(std::string_view json) {
  gateway::GenerationRequest request;
  request.body = wire::parse_json(json)->as_object();
  return request;
}

TEST(Wishes, are_taken_out_of_the_body_and_the_rest_stays) {
  auto request = with_body(
      R"({"model":"m","callback_url":"https://c.example/x","image_config":{"delivery":"url","n":2},)"
      R"("easel":{"keep_alive":true,"previews":true}})");
  ASSERT_TRUE(take_wishes(request));
  EXPECT_EQ(request.wishes.callback_url, "https://c.example/x");
  EXPECT_TRUE(request.wishes.by_address);
  EXPECT_TRUE(request.wishes.keep_alive);
  EXPECT_EQ(request.body,
            wire::parse_json(R"({"model":"m","image_config":{"n":2},"easel":{"previews":true}})")
                ->as_object());
}

TEST(Wishes, a_wrong_one_names_its_field) {
  auto field = [](std::string_view json) {
    auto request = with_body(json);
    auto taken = take_wishes(request);
    return taken ? "" : taken.error().field;
  };
  EXPECT_EQ(field(R"({"callback_url":"ftp://x"})"), "callback_url");
  EXPECT_EQ(field(R"({"callback_url":"https://user@host/"})"), "callback_url");
  EXPECT_EQ(field(R"({"callback_url":7})"), "callback_url");
  EXPECT_EQ(field(R"({"easel":{"callback_url":"https://"}})"), "easel.callback_url");
  EXPECT_EQ(field(R"({"image_config":{"delivery":"post"}})"), "image_config.delivery");
  EXPECT_EQ(field(R"({"easel":{"keep_alive":1}})"), "easel.keep_alive");
  EXPECT_EQ(field(R"({"easel":7,"image_config":[]})"), "");
}

}  // namespace
}  // namespace easel::api
