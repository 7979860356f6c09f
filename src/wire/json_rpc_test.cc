#include "wire/json_rpc.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "wire/json.h"

namespace easel::wire {
namespace {

std::expected<RpcMessage, RpcError> read(std::string_view text) {
  return read_rpc(parse_json(text)->as_object());
}

TEST(JsonRpc, tells_requests_notifications_and_responses_apart) {
  auto request = read(R"({"jsonrpc":"2.0","id":"a","method":"m","params":{"x":1}})");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->kind, RpcMessage::Kind::request);
  EXPECT_EQ(request->method, "m");
  EXPECT_EQ(request->params.at("x"), 1);
  EXPECT_EQ(read(R"({"jsonrpc":"2.0","method":"m"})")->kind, RpcMessage::Kind::notification);
  EXPECT_EQ(read(R"({"jsonrpc":"2.0","id":1,"result":{}})")->kind, RpcMessage::Kind::response);
}

TEST(JsonRpc, refuses_what_is_no_message_and_keeps_the_id) {
  for (auto text : {R"({"id":7,"method":"m"})", R"({"jsonrpc":"1.0","id":7,"method":"m"})",
                    R"({"jsonrpc":"2.0","id":7})", R"({"jsonrpc":"2.0","id":7,"method":5})",
                    R"({"jsonrpc":"2.0","id":7,"method":"m","params":[1]})"}) {
    auto refused = read(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().code, rpc::kInvalidRequest);
    EXPECT_EQ(refused.error().id, 7) << text;
  }
  for (auto text : {R"({"jsonrpc":"2.0","id":null,"method":"m"})",
                    R"({"jsonrpc":"2.0","id":1.5,"method":"m"})", R"({"jsonrpc":"2.0"})"})
    EXPECT_TRUE(read(text).error().id.is_null()) << text;
}

RC_GTEST_PROP(JsonRpc, what_is_written_can_be_read_again,
              (const std::string& method, std::int32_t id)) {
  auto note = parse_json(rpc_notification(method, R"({"a":1})"));
  RC_ASSERT(note.has_value());
  auto back = read_rpc(note->as_object());
  RC_ASSERT(back.has_value());
  RC_ASSERT(back->kind == RpcMessage::Kind::notification);
  auto result = parse_json(rpc_result(id, "{}"));
  RC_ASSERT(read_rpc(result->as_object())->id == boost::json::value(id));
  auto error = parse_json(rpc_error({rpc::kParseError, method, nullptr}));
  RC_ASSERT(error->at("error").at("code") == rpc::kParseError);
}

}  // namespace
}  // namespace easel::wire
