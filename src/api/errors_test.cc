#include "api/errors.h"

#include <gtest/gtest.h>

#include "wire/json.h"

namespace easel::api {
namespace {

wire::json::value body_of(const Error& error, std::vector<std::string> models = {}) {
  return wire::parse_json(error_body(error, models)).value();
}

}  // namespace

TEST(Errors, every_kind_has_a_status_and_a_json_body_with_that_number) {
  for (int i = 0; i <= static_cast<int>(ErrorKind::internal); ++i) {
    Error error{.kind = static_cast<ErrorKind>(i), .message = "m"};
    int status = status_of(error);
    EXPECT_GE(status, 400);
    EXPECT_LT(status, 600);
    auto body = body_of(error);
    EXPECT_EQ(body.at("error").at("code").as_int64(), status);
    EXPECT_TRUE(body.at("error").at("message").is_string());
    EXPECT_TRUE(body.at("error").at("metadata").at("error_type").is_string());
  }
}

TEST(Errors, a_wrong_field_is_told_as_an_array_of_issues_in_a_string) {
  auto body = body_of(invalid("messages[0].content", "It must be a string.", "a string"));
  auto text = body.at("error").at("message").as_string();
  auto issues = wire::parse_json({text.data(), text.size()}).value();
  EXPECT_EQ(issues.at(0).at("path").at(0), "messages");
  EXPECT_EQ(issues.at(0).at("path").at(1), 0);
  EXPECT_EQ(issues.at(0).at("path").at(2), "content");
  EXPECT_EQ(issues.at(0).at("expected"), "a string");
  EXPECT_TRUE(body.as_object().contains("user_id"));
}

TEST(Errors, the_detail_of_a_bug_never_reaches_the_client) {
  auto text = error_body(internal("the secret is 42"));
  EXPECT_EQ(text.find("42"), std::string::npos);
  EXPECT_NE(text.find("Internal Server Error"), std::string::npos);
}

TEST(Errors, an_upstream_that_refuses_our_own_key_is_a_502) {
  Error error{
      .kind = ErrorKind::authentication, .message = "bad key sk-or-v1-x", .provider = "OpenRouter"};
  EXPECT_EQ(status_of(error), 502);
  EXPECT_EQ(error_body(error).find("sk-or"), std::string::npos);
  EXPECT_EQ(status_of({.kind = ErrorKind::authentication, .message = "m"}), 401);
}

TEST(Errors, a_model_that_cannot_be_served_carries_its_availability) {
  auto body = body_of({.kind = ErrorKind::no_endpoints, .message = "m"}, {"a/b"});
  auto& availability = body.at("error").at("availability");
  EXPECT_EQ(availability.at("code"), "no_endpoints");
  EXPECT_EQ(availability.at("requested_models").at(0), "a/b");
  EXPECT_FALSE(availability.at("retryable").as_bool());
}

TEST(Errors, what_routing_says_lands_in_the_metadata) {
  Error error{.kind = ErrorKind::no_endpoints,
              .message = "m",
              .metadata = R"({"failed_routing_step":"Filter by Image Support"})"};
  EXPECT_EQ(body_of(error).at("error").at("metadata").at("failed_routing_step"),
            "Filter by Image Support");
}

}  // namespace easel::api
