#include "api/completions.h"

#include <gtest/gtest.h>

namespace easel::api {
namespace {

Result<gateway::GenerationRequest> read(std::string_view body) {
  static ByteBudget budget(1 << 20);
  CompletionBody reader(budget);
  auto fed = reader.feed(body);
  if (!fed) return fail(fed.error());
  return reader.finish();
}

}  // namespace

TEST(CompletionRequest, the_prompt_becomes_the_chat_it_stands_for) {
  for (auto body : {R"({"model":"a/b","prompt":"a fox","max_tokens":5})",
                    R"({"model":"a/b","prompt":["a fox"],"messages":[],"max_tokens":5})"}) {
    auto request = read(body);
    ASSERT_TRUE(request) << request.error().message;
    EXPECT_EQ(request->door, gateway::Door::completions);
    EXPECT_EQ(request->prompt(), "a fox");
    EXPECT_EQ(request->body.at("messages").at(0).at("content"), "a fox");
    EXPECT_EQ(request->body.at("max_tokens"), 5);
    EXPECT_FALSE(request->body.contains("prompt"));
  }
}

TEST(CompletionRequest, each_wrong_field_is_named) {
  for (auto body : {R"({"model":"a/b"})", R"({"model":"a/b","prompt":7})",
                    R"({"model":"a/b","prompt":["a","b"]})", R"({"model":"a/b","prompt":[[1,2]]})",
                    R"({"model":"a/b","messages":[{"role":"user","content":"x"}]})"})
    EXPECT_EQ(read(body).error().field, "prompt") << body;
  EXPECT_EQ(read(R"({"prompt":"x"})").error().field, "model");
  EXPECT_EQ(read(R"({"model":"a/b","prompt":"x","temperature":9})").error().field, "temperature");
}

}  // namespace easel::api
