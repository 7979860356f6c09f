#include "http/router.h"

#include <gtest/gtest.h>

#include "http/testing.h"

namespace easel::http {
namespace {

using testing::body_of;
using testing::Served;

Task<> say(std::string what, Response& response) {
  auto sent = co_await response.send(200, "text/plain", what);
  if (!sent) co_return;
}

Router::Handler saying(std::string what) {
  return [what](Request&, Response& response, const PathParams&) { return say(what, response); };
}

Task<> say_not_found(Response& response) {
  auto sent = co_await response.send(404, "text/plain", "nothing here");
  if (!sent) co_return;
}

Task<> say_allow(Response& response, std::string allow) {
  auto sent = co_await response.send(405, "text/plain", allow);
  if (!sent) co_return;
}

struct Routed {
  Router router;
  std::string ask(std::string line) {
    Served served(router.handler());
    return served.talk(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }
};

Routed make_routed() {
  Routed routed;
  auto& router = routed.router;
  router.add("GET", "/api/v1/models", saying("models"));
  router.add("POST", "/api/v1/models", saying("new model"));
  router.add("GET", "/api/v1/models/count", saying("count"));
  router.add("GET", "/api/v1/models/{author}/{slug}/endpoints",
             [](Request&, Response& response, const PathParams& params) {
               return say(std::string(params["author"]) + "|" + std::string(params["slug"]) + "|" +
                              std::string(params["else"]),
                          response);
             });
  router.add("GET", "/api/v1/models/{author}", saying("author"));
  router.add("GET", "/assets/{path...}",
             [](Request&, Response& response, const PathParams& params) {
               return say(std::string(params["path"]), response);
             });
  return routed;
}

TEST(Router, finds_by_method_and_path) {
  auto routed = make_routed();
  EXPECT_EQ(body_of(routed.ask("GET /api/v1/models?x=1")), "models");
  EXPECT_EQ(body_of(routed.ask("POST /api/v1/models")), "new model");
}

TEST(Router, gives_the_names_of_a_pattern_decoded) {
  auto routed = make_routed();
  EXPECT_EQ(body_of(routed.ask("GET /api/v1/models/easel/a%2Fb%20c/endpoints")), "easel|a/b c|");
}

TEST(Router, a_plain_path_wins_over_a_pattern) {
  auto routed = make_routed();
  EXPECT_EQ(body_of(routed.ask("GET /api/v1/models/count")), "count");
  EXPECT_EQ(body_of(routed.ask("GET /api/v1/models/counts")), "author");
}

TEST(Router, a_name_never_matches_nothing) {
  auto routed = make_routed();
  EXPECT_EQ(testing::status_of(routed.ask("GET /api/v1/models//x/endpoints")), 404);
  EXPECT_EQ(testing::status_of(routed.ask("GET /api/v1/models/")), 404);
}

TEST(Router, a_tail_takes_slashes) {
  auto routed = make_routed();
  EXPECT_EQ(body_of(routed.ask("GET /assets/a/b.js")), "a/b.js");
  EXPECT_EQ(testing::status_of(routed.ask("GET /assets")), 404);
}

TEST(Router, head_is_answered_by_get) {
  auto routed = make_routed();
  EXPECT_EQ(testing::status_of(routed.ask("HEAD /api/v1/models")), 200);
}

TEST(Router, another_method_is_told_which_are_allowed) {
  auto routed = make_routed();
  const auto answer = routed.ask("DELETE /api/v1/models");
  EXPECT_EQ(testing::status_of(answer), 405);
  EXPECT_NE(answer.find("\r\nAllow: GET, POST, HEAD\r\n"), answer.npos) << answer;
}

TEST(Router, the_caller_says_what_404_and_405_look_like) {
  auto routed = make_routed();
  routed.router.on_not_found([](Request&, Response& response) { return say_not_found(response); });
  routed.router.on_method_not_allowed([](Request&, Response& response, std::string allow) {
    return say_allow(response, std::move(allow));
  });
  EXPECT_EQ(body_of(routed.ask("GET /nowhere")), "nothing here");
  EXPECT_EQ(body_of(routed.ask("PUT /api/v1/models/count")), "GET, HEAD");
}

TEST(Router, names_the_pattern_of_a_path) {
  auto routed = make_routed();
  EXPECT_EQ(routed.router.pattern_of("/api/v1/models/a/b/endpoints"),
            "/api/v1/models/{author}/{slug}/endpoints");
  EXPECT_EQ(routed.router.pattern_of("/nowhere"), "");
}

TEST(Message, decodes_percent_escapes_and_keeps_broken_ones) {
  EXPECT_EQ(percent_decode("a%20b+c%2f%zz%4"), "a b+c/%zz%4");
}

TEST(Message, finds_values_in_a_query) {
  EXPECT_EQ(query_value("a=1&b=x+y%21&b=2&c", "b").value, "x y!");
  EXPECT_TRUE(query_value("a=1&c", "c").found);
  EXPECT_EQ(query_value("a=1&c", "c").value, "");
  EXPECT_FALSE(query_value("a=1", "b").found);
  EXPECT_FALSE(query_value("", "b").found);
  EXPECT_TRUE(query_value("%61=1", "a").found);
}

TEST(Message, finds_headers_ignoring_case) {
  const Headers headers{{"Content-Type", "a"}, {"content-type", "b"}};
  EXPECT_EQ(find_header(headers, "CONTENT-TYPE"), "a");
  EXPECT_EQ(find_header(headers, "x"), "");
}

}  // namespace
}  // namespace easel::http
