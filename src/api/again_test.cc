#include "api/again.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "api/callbacks.h"
#include "api/doors.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

TEST(Again, a_failure_is_read_back_as_it_was) {
  Error error{.kind = ErrorKind::rate_limited,
              .message = "later",
              .field = "a.b",
              .expected = "less",
              .detail = "not kept",
              .retry_after = 7,
              .provider = "P",
              .provider_code = "429",
              .metadata = R"({"a":1})"};
  auto back = failure_from(failure_of(error));
  EXPECT_EQ(back.kind, error.kind);
  EXPECT_EQ(back.message, error.message);
  EXPECT_EQ(back.field, error.field);
  EXPECT_EQ(back.expected, error.expected);
  EXPECT_EQ(back.retry_after, error.retry_after);
  EXPECT_EQ(back.provider, error.provider);
  EXPECT_EQ(back.provider_code, error.provider_code);
  EXPECT_EQ(back.metadata, error.metadata);
  EXPECT_EQ(back.detail, "");
  EXPECT_EQ(failure_from({{"kind", "no such kind"}, {"message", 7}}).kind,
            ErrorKind::provider_error);
}

TEST(Again, what_is_kept_of_a_request_holds_no_prompt) {
  gateway::GenerationRequest request{.models = {"a/b"}};
  request.messages.push_back({.role = "user", .parts = {{.text = "a secret prompt"}}});
  request.body["messages"] = "a secret prompt";
  drive::Job job;
  job.request = std::make_shared<const gateway::GenerationRequest>(request);
  EXPECT_EQ(wire::to_json(ask_of(job)).find("secret prompt"), std::string::npos);
}

TEST(Doors, each_is_found_by_its_path) {
  for (auto door : all_doors()) EXPECT_EQ(door_at(door->path()), door);
  EXPECT_EQ(door_at("/nowhere"), nullptr);
}

TEST(Callbacks, are_signed_over_their_time_and_body) {
  auto signature = callback_signature("secret", 5, "body");
  EXPECT_TRUE(signature.starts_with("t=5,v1="));
  EXPECT_NE(signature, callback_signature("secret", 5, "bodx"));
  EXPECT_NE(signature.substr(4), callback_signature("secret", 6, "body").substr(4));
  EXPECT_NE(signature, callback_signature("other", 5, "body"));
}

}  // namespace
}  // namespace easel::api
