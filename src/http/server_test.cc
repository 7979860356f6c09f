#include "http/server.h"

#include <gtest/gtest.h>

#include "base/log.h"
#include "http/testing.h"

namespace easel::http {
namespace {

using namespace std::chrono_literals;
using testing::body_of;
using testing::run_on;
using testing::Served;
using testing::status_of;

const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string kLastGet = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

// Says what was asked, so that a test sees what the handler saw.
Task<> echo(Request& request, Response& response) {
  std::string said = std::string(request.method()) + " " + std::string(request.path());
  if (!request.query().empty()) said += "?" + std::string(request.query());
  said += " [" + std::string(request.header("x-say")) + "]";
  auto body = co_await request.read_all(1 << 22);
  said += body ? " " + *body : " error: " + std::string(to_string(body.error().kind));
  auto sent = co_await response.send(200, "text/plain", said + "\n");
  if (!sent) co_return;
}

TEST(Server, answers_with_date_length_and_its_name) {
  Served served(echo);
  const auto answer = served.talk(kLastGet);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\nServer: easel\r\nDate: ")) << answer;
  EXPECT_NE(answer.find(" GMT\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n"), answer.npos);
  EXPECT_EQ(body_of(answer), "GET / [] \n");
}

TEST(Server, splits_the_target_and_finds_headers_in_any_case) {
  Served served(echo);
  EXPECT_EQ(body_of(served.talk(
                "GET /a/b?c=d HTTP/1.1\r\nHost: x\r\nX-SAY: hi\r\nConnection: close\r\n\r\n")),
            "GET /a/b?c=d [hi] \n");
}

TEST(Server, takes_a_target_in_absolute_form) {
  Served served(echo);
  EXPECT_EQ(
      body_of(served.talk("GET http://x:1/a?b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")),
      "GET /a?b [] \n");
}

TEST(Server, serves_requests_of_one_connection_in_order) {
  Served served(echo);
  const auto answer = served.talk(
      "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nHost: x\r\n"
      "Content-Length: 3\r\n\r\nabcGET /3 HTTP/1.1\r\nHost: x\r\n"
      "Connection: close\r\n\r\n");
  const auto one = answer.find("GET /1 [] \n");
  const auto two = answer.find("POST /2 [] abc\n");
  const auto three = answer.find("GET /3 [] \n");
  ASSERT_NE(three, answer.npos) << answer;
  EXPECT_TRUE(one < two && two < three) << answer;
}

TEST(Server, undoes_chunks_whatever_the_writes) {
  Served served(echo);
  const std::string request =
      "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;ext=1\r\nabc\r\n0A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
  std::vector<std::string> bytes;
  for (char c : request) bytes.emplace_back(1, c);
  EXPECT_EQ(body_of(served.talk(bytes)), "POST / [] abc0123456789\n");
}

TEST(Server, a_broken_chunk_is_an_error_of_the_body) {
  Served served(echo);
  for (const char* body : {"zz\r\nabc\r\n", "3\r\nabcX\r\n0\r\n\r\n", "fffffffffffffffff\r\n"}) {
    const auto answer = served.talk(
        std::string("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n") + body);
    EXPECT_EQ(body_of(answer), "POST / [] error: invalid_request\n") << body;
  }
}

TEST(Server, a_chunked_body_over_the_limit_is_too_large) {
  ServerLimits limits;
  limits.max_body_bytes = 5;
  Served served(echo, limits);
  EXPECT_EQ(body_of(served.talk("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n")),
            "POST / [] error: payload_too_large\n");
}

TEST(Server, reads_a_large_body_in_pieces) {
  Served served(echo);
  const std::string body(1'000'000, 'x');
  EXPECT_EQ(
      body_of(served.talk("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                          "1000000\r\n\r\n" +
                          body)),
      "POST / [] " + body + "\n");
}

TEST(Server, head_has_the_length_but_not_the_body) {
  Served served(echo);
  const auto answer = served.talk("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_NE(answer.find("\r\nContent-Length: 11\r\n"), answer.npos) << answer;
  EXPECT_EQ(body_of(answer), "");
}

TEST(Server, http_1_0_is_closed_unless_it_asks) {
  Served served(echo);
  EXPECT_NE(served.talk("GET / HTTP/1.0\r\n\r\n").find("\r\nConnection: close\r\n"),
            std::string::npos);
  const auto answer =
      served.talk("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\n");
  EXPECT_NE(answer.find("\r\nConnection: keep-alive\r\n"), answer.npos);
  EXPECT_NE(answer.find("GET /2"), answer.npos);
}

Task<> expecting_client(Served& served, std::string& interim, std::string& answer) {
  auto peer = served.connect();
  bool open = co_await peer.write(
      "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\n"
      "Content-Length: 3\r\n\r\n");
  interim = co_await peer.read_until("\r\n\r\n");
  if (open) open = co_await peer.write("abc");
  answer = co_await peer.read_to_end();
}

TEST(Server, asks_for_an_expected_body_when_it_is_read) {
  Served served(echo);
  std::string interim, answer;
  run_on(served.loop, expecting_client(served, interim, answer));
  EXPECT_EQ(interim, "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(body_of(answer), "POST / [] abc\n");
}

Task<> refuse_unread(Request&, Response& response) {
  auto sent = co_await response.send(401, "text/plain", "no");
  if (!sent) co_return;
}

TEST(Server, an_expected_body_that_is_not_wanted_is_never_asked_for) {
  Served served(refuse_unread);
  const auto answer = served.talk(
      "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(status_of(answer), 401);
  EXPECT_NE(answer.find("\r\nConnection: close\r\n"), answer.npos);
}

TEST(Server, an_answer_before_the_body_was_read_still_reaches_the_client) {
  Served served(refuse_unread);
  const auto answer = served.talk("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" +
                                  std::string(3'000'000, 'x'));
  EXPECT_EQ(status_of(answer), 401);
}

TEST(Server, a_small_body_that_nobody_read_does_not_cost_the_connection) {
  Served served(refuse_unread);
  const auto answer =
      served.talk("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + kLastGet);
  EXPECT_NE(answer.find("HTTP/1.1 401", 20), answer.npos) << answer;
}

Task<> stalling_client(Served& served, std::string& answer) {
  auto peer = served.connect();
  const bool open =
      co_await peer.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
  if (open) answer = co_await peer.read_to_end();
}

TEST(Server, a_body_that_stops_is_a_timeout) {
  ServerLimits limits;
  limits.body_idle_timeout = 1s;
  Served served(echo, limits);
  std::string answer;
  run_on(served.loop, stalling_client(served, answer));
  EXPECT_EQ(body_of(answer), "POST / [] error: timeout\n");
}

Task<> idle_client(Served& served, std::string& rest) {
  auto peer = served.connect();
  const bool open = co_await peer.write(kGet);
  auto answer = co_await peer.read_until("GET / [] \n");
  if (open) rest = co_await peer.read_to_end();
}

TEST(Server, an_idle_connection_is_closed_without_a_word) {
  ServerLimits limits;
  limits.idle_timeout = 1s;
  Served served(echo, limits);
  std::string rest = "nothing";
  run_on(served.loop, idle_client(served, rest));
  EXPECT_EQ(rest, "");
  served.pause(10ms);
  EXPECT_EQ(served.server->connections(), 0);
}

Task<> stream_some(Request&, Response& response) {
  response.add_header("X-Generation-Id", "gen-1\r\nX-Evil: 1");
  auto started = co_await response.start(200, "text/event-stream");
  auto first = co_await response.write("data: 1\n\n");
  auto nothing = co_await response.write("");
  auto second = co_await response.write("data: 2\n\n");
  auto finished = co_await response.finish();
  EXPECT_TRUE(started && first && nothing && second && finished);
}

TEST(Server, streams_in_chunks_and_keeps_the_connection) {
  Served served(stream_some);
  const auto answer = served.talk(kGet + kLastGet);
  EXPECT_NE(answer.find("\r\nTransfer-Encoding: chunked\r\n"), answer.npos);
  EXPECT_EQ(body_of(answer).substr(0, 33), "9\r\ndata: 1\n\n\r\n9\r\ndata: 2\n\n\r\n0\r\n\r\n");
  EXPECT_NE(answer.find("HTTP/1.1 200", 100), answer.npos);
}

TEST(Server, an_added_header_cannot_smuggle_another) {
  Served served(stream_some);
  EXPECT_EQ(served.talk(kLastGet).find("\r\nX-Evil"), std::string::npos);
}

TEST(Server, streams_to_http_1_0_until_the_end_of_the_connection) {
  Served served(stream_some);
  const auto answer = served.talk("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(answer.find("chunked"), answer.npos);
  EXPECT_EQ(body_of(answer), "data: 1\n\ndata: 2\n\n");
}

Task<> stream_with_length(Request&, Response& response) {
  auto started = co_await response.start(200, "image/png", 6);
  auto first = co_await response.write("abc");
  auto second = co_await response.write("def");
  auto finished = co_await response.finish();
  EXPECT_TRUE(started && first && second && finished);
  EXPECT_EQ(response.status(), 200);
  EXPECT_GT(response.bytes_sent(), 6u);
}

TEST(Server, streams_with_a_known_length) {
  Served served(stream_with_length);
  const auto answer = served.talk(kLastGet);
  EXPECT_NE(answer.find("\r\nContent-Length: 6\r\n"), answer.npos);
  EXPECT_EQ(body_of(answer), "abcdef");
}

Task<> send_formed(Request&, Response& response) {
  auto sent = co_await response.send_raw("HTTP/1.1 203 X\r\nContent-Length: 2\r\n\r\nok");
  EXPECT_TRUE(sent);
  EXPECT_EQ(response.status(), 203);
}

TEST(Server, sends_formed_bytes_as_they_are) {
  Served served(send_formed);
  EXPECT_EQ(served.talk(kLastGet), "HTTP/1.1 203 X\r\nContent-Length: 2\r\n\r\nok");
}

Task<> throw_up(Request&, Response&) {
  throw std::runtime_error("a bug");
  co_return;
}

TEST(Server, a_handler_that_throws_gives_500_and_the_server_goes_on) {
  log::set_level(log::Level::off);
  const auto bugs = log::bugs();
  Served served(throw_up);
  const auto answer = served.talk(kGet + kLastGet);
  EXPECT_EQ(status_of(answer), 500);
  EXPECT_NE(answer.find("HTTP/1.1 500", 20), answer.npos);
  EXPECT_EQ(log::bugs(), bugs + 2);
  log::set_level(log::Level::info);
}

Task<> say_nothing(Request&, Response&) {
  co_return;
}

TEST(Server, a_handler_that_does_not_answer_gives_500) {
  log::set_level(log::Level::off);
  Served served(say_nothing);
  EXPECT_EQ(status_of(served.talk(kLastGet)), 500);
  log::set_level(log::Level::info);
}

Task<> answer_half(Request&, Response& response) {
  auto started = co_await response.start(200, "text/plain");
  auto written = co_await response.write("half");
  EXPECT_TRUE(started && written);
}

Task<> see_the_reset(Served& served, bool& reset) {
  auto peer = served.connect();
  const bool open = co_await peer.write("GET / HTTP/1.0\r\n\r\n");
  if (open) auto all = co_await peer.read_to_end();
  reset = peer.was_reset();
}

TEST(Server, half_an_answer_does_not_look_whole) {
  Served served(answer_half);
  EXPECT_FALSE(served.talk(kGet).ends_with("0\r\n\r\n"));
  bool reset = false;
  run_on(served.loop, see_the_reset(served, reset));
  EXPECT_TRUE(reset);
}

}  // namespace
}  // namespace easel::http
