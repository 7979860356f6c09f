#include "drive/deltas.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace easel::drive {
namespace {

namespace json = boost::json;

std::string sum(std::initializer_list<const char*> deltas) {
  json::object message;
  for (auto delta : deltas) add_delta(message, json::parse(delta).as_object());
  return json::serialize(message);
}

}  // namespace

TEST(Deltas, tool_calls_grow_by_their_index) {
  EXPECT_EQ(
      sum({R"({"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]})",
           R"({"tool_calls":[{"index":0,"function":{"arguments":"{\"x\""}}]})",
           R"({"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]})",
           R"({"tool_calls":[{"index":0,"id":"a","function":{"arguments":":1}"}}]})"}),
      R"({"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}},)"
      R"({"index":1,"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]})");
}

TEST(Deltas, lists_without_an_index_grow) {
  EXPECT_EQ(sum({R"({"annotations":[{"type":"a"}]})", R"({"annotations":[{"type":"b"}]})"}),
            R"({"annotations":[{"type":"a"},{"type":"b"}]})");
}

TEST(Deltas, sound_comes_in_pieces) {
  EXPECT_EQ(sum({R"({"audio":{"id":"x","data":"AA"}})", R"({"audio":{"data":"BB"}})"}),
            R"({"audio":{"id":"x","data":"AABB"}})");
}

TEST(Deltas, a_null_takes_nothing_away) {
  EXPECT_EQ(sum({R"({"tool_calls":[{"index":0}]})", R"({"tool_calls":null})"}),
            R"({"tool_calls":[{"index":0}]})");
}

}  // namespace easel::drive
