#include "http/server.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "base/log.h"
#include "http/testing.h"
#include "runtime/event.h"

namespace easel::http {
namespace {

using namespace std::chrono_literals;
using testing::body_of;
using testing::RawPeer;
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

// A handler that waits until it hears that its client has gone.
struct Watching {
  Event event;
  int gone = 0;
  bool entered = false;
  bool left = false;
};

Task<> wait_for_the_client_to_go(Watching& watching, Request& request, Response& response) {
  request.on_client_gone([&] {
    ++watching.gone;
    watching.event.notify_all();
  });
  auto body = co_await request.read_all(100);
  watching.entered = true;
  while (watching.gone == 0) co_await watching.event.wait();
  EXPECT_TRUE(request.client_gone());
  auto sent = co_await response.send(200, "text/plain", "too late");
  EXPECT_FALSE(sent);
  watching.left = true;
}

enum class Leave { close, reset, half_close, half_close_behind_pipelined };

Task<> leave(Served& served, Watching& watching, Leave how) {
  auto peer = served.connect();
  bool open = co_await peer.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab");
  if (open) open = co_await peer.write("c");
  if (how == Leave::half_close_behind_pipelined) open = co_await peer.write(kGet);
  while (!watching.entered) co_await served.loop.clock().sleep(1ms);
  co_await served.loop.clock().sleep(20ms);
  EXPECT_EQ(watching.gone, 0);
  if (how == Leave::close) peer.close();
  if (how == Leave::reset) peer.reset();
  if (how == Leave::half_close || how == Leave::half_close_behind_pipelined) peer.half_close();
  for (int i = 0; i < 1000 && !watching.left; ++i) co_await served.loop.clock().sleep(1ms);
}

void expect_that_the_handler_hears_of(Leave how) {
  Watching watching;
  Served served([&](Request& request, Response& response) {
    return wait_for_the_client_to_go(watching, request, response);
  });
  run_on(served.loop, leave(served, watching, how));
  EXPECT_TRUE(watching.left);
  EXPECT_EQ(watching.gone, 1);
}

TEST(Server, a_handler_hears_that_its_client_has_closed) {
  expect_that_the_handler_hears_of(Leave::close);
}
TEST(Server, a_handler_hears_that_its_connection_was_reset) {
  expect_that_the_handler_hears_of(Leave::reset);
}
TEST(Server, a_handler_hears_that_its_client_half_closed) {
  expect_that_the_handler_hears_of(Leave::half_close);
}
TEST(Server, bytes_of_a_next_request_neither_mean_that_the_client_has_gone_nor_hide_it) {
  expect_that_the_handler_hears_of(Leave::half_close_behind_pipelined);
}

Task<> watch_and_answer(Request& request, Response& response) {
  request.on_client_gone([] { FAIL() << "the client is there"; });
  auto sent = co_await response.send(200, "text/plain", "ok");
  EXPECT_TRUE(sent);
}

TEST(Server, a_watched_request_leaves_the_next_one_alone) {
  Served served(watch_and_answer);
  const auto answer = served.talk({kGet, kGet, kGet + kGet, kLastGet});
  int answers = 0;
  for (std::size_t at = 0; (at = answer.find("HTTP/1.1 200", at)) != answer.npos; ++at) ++answers;
  EXPECT_EQ(answers, 5);
}

// Writes until the peer does not take any more.
struct Pouring {
  std::size_t written = 0;
  bool ended = false;
  Status last;
};

Task<> pour(Pouring& pouring, std::size_t size, Request&, Response& response) {
  const std::string piece(64 * 1024, 'x');
  pouring.last = co_await response.start(200, "text/plain");
  while (pouring.last && pouring.written < size) {
    pouring.last = co_await response.write(piece);
    if (pouring.last) pouring.written += piece.size();
  }
  if (pouring.last) pouring.last = co_await response.finish();
  pouring.ended = true;
}

Task<> read_nothing(Served& served, Pouring& pouring, std::chrono::milliseconds patience) {
  auto peer = served.connect();
  const bool open = co_await peer.write(kGet);
  const auto end = served.loop.clock().now() + patience;
  while (open && !pouring.ended && served.loop.clock().now() < end) {
    co_await served.loop.clock().sleep(10ms);
  }
}

TEST(Server, a_write_to_a_peer_that_takes_nothing_is_cancelled_after_the_idle_time) {
  Pouring pouring;
  ServerLimits limits;
  limits.write_idle_timeout = 1s;
  Served served([&](Request& request,
                    Response& response) { return pour(pouring, 1 << 30, request, response); },
                limits);
  run_on(served.loop, read_nothing(served, pouring, 5s));
  EXPECT_TRUE(pouring.ended);
  ASSERT_FALSE(pouring.last);
  EXPECT_EQ(pouring.last.error().kind, ErrorKind::cancelled);
  EXPECT_LT(pouring.written, 64u << 20);
}

Task<> read_slowly(Served& served, Pouring& pouring, std::chrono::milliseconds time) {
  auto peer = served.connect();
  const bool open = co_await peer.write(kGet);
  const auto end = served.loop.clock().now() + time;
  while (open && !pouring.ended && served.loop.clock().now() < end) {
    auto some = co_await peer.read_some(2000);
    co_await served.loop.clock().sleep(20ms);
  }
  EXPECT_FALSE(pouring.ended);
}

TEST(Server, a_slow_reader_is_not_an_idle_one) {
  Pouring pouring;
  ServerLimits limits;
  limits.write_idle_timeout = 1s;
  Served served([&](Request& request,
                    Response& response) { return pour(pouring, 1 << 30, request, response); },
                limits);
  run_on(served.loop, read_slowly(served, pouring, 3s));
}

Task<> drain_while_busy(Served& served, Watching& watching, std::string& busy, std::string& idle) {
  auto idle_peer = served.connect();
  bool open = co_await idle_peer.write(kGet);
  idle = co_await idle_peer.read_until("ok");
  auto busy_peer = served.connect();
  open = open && co_await busy_peer.write("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  while (!watching.entered) co_await served.loop.clock().sleep(1ms);
  served.server->drain();
  idle = co_await idle_peer.read_to_end();
  watching.gone = 1;
  watching.event.notify_all();
  busy = co_await busy_peer.read_to_end();
}

Task<> wait_if_told(Watching& watching, Request& request, Response& response) {
  if (request.path() == "/wait") {
    watching.entered = true;
    while (watching.gone == 0) co_await watching.event.wait();
  }
  auto sent = co_await response.send(200, "text/plain", "ok");
  EXPECT_TRUE(sent);
}

TEST(Server, draining_closes_idle_connections_now_and_busy_ones_after_their_answer) {
  Watching watching;
  Served served([&](Request& request, Response& response) {
    return wait_if_told(watching, request, response);
  });
  std::string busy, idle;
  run_on(served.loop, drain_while_busy(served, watching, busy, idle));
  EXPECT_EQ(idle, "");
  EXPECT_NE(busy.find("\r\nConnection: close\r\n"), busy.npos);
  EXPECT_TRUE(busy.ends_with("ok"));
}

Task<> close_while_busy(Served& served, Watching& watching) {
  auto peer = served.connect();
  const bool open = co_await peer.write(kGet);
  while (open && !watching.entered) co_await served.loop.clock().sleep(1ms);
  served.server->close();
  auto answer = co_await peer.read_to_end();
  EXPECT_EQ(answer, "");
  while (!watching.left) co_await served.loop.clock().sleep(1ms);
}

TEST(Server, closing_cuts_answers_and_tells_their_handlers) {
  Watching watching;
  Served served([&](Request& request, Response& response) {
    return wait_for_the_client_to_go(watching, request, response);
  });
  run_on(served.loop, close_while_busy(served, watching));
  EXPECT_EQ(watching.gone, 1);
}

Task<> one_too_many(Served& served, std::string& answer) {
  auto first = served.connect();
  const bool open = co_await first.write(kGet);
  auto served_one = co_await first.read_until("GET / [] \n");
  auto second = served.connect();
  if (open) answer = co_await second.read_to_end();
}

TEST(Server, a_connection_too_many_is_told_503) {
  ServerLimits limits;
  limits.max_connections = 1;
  Served served(echo, limits);
  std::string answer;
  run_on(served.loop, one_too_many(served, answer));
  EXPECT_EQ(status_of(answer), 503);
  EXPECT_TRUE(body_of(answer).ends_with("open here\"}}"));
}

TEST(Server, an_address_that_cannot_be_used_is_named) {
  Loop loop(0);
  const boost::asio::ip::tcp::endpoint elsewhere(boost::asio::ip::make_address("192.0.2.1"), 80);
  auto server = Server::listen(loop, elsewhere, {}, echo);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().kind, ErrorKind::invalid_request);
  EXPECT_TRUE(server.error().message.starts_with("Cannot listen on 192.0.2.1:80: "));
}

// The server runs out of descriptors, then has some again.
TEST(Server, accepts_again_after_it_ran_out_of_descriptors) {
  log::set_level(log::Level::off);
  Served served(echo);
  auto peer = served.connect();
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  rlimit none = before;
  none.rlim_cur = 3;
  setrlimit(RLIMIT_NOFILE, &none);
  served.pause(50ms);
  EXPECT_EQ(served.server->connections(), 0);
  setrlimit(RLIMIT_NOFILE, &before);
  served.pause(200ms);
  EXPECT_EQ(served.server->connections(), 1);
  log::set_level(log::Level::info);
}

TEST(Server, a_loop_that_ends_takes_busy_connections_with_it) {
  Watching watching;
  Served served([&](Request& request, Response& response) {
    return wait_for_the_client_to_go(watching, request, response);
  });
  auto peer = std::make_unique<RawPeer>(served.connect());
  run_on(served.loop, peer->write(kGet));
  served.pause(10ms);
  EXPECT_TRUE(watching.entered);
  served.server.reset();
}

}  // namespace
}  // namespace easel::http
