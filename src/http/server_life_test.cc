// Connections that end: clients that leave or are slow, draining, closing, too many.
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

TEST(Server, several_servers_share_an_address) {
  Served served(echo);
  auto second = Server::listen(served.loop, served.server->endpoint(), {}, echo);
  ASSERT_TRUE(second);
  EXPECT_EQ((*second)->endpoint(), served.server->endpoint());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(status_of(served.talk(kLastGet)), 200);
}

TEST(Server, an_address_that_cannot_be_used_is_named) {
  Loop loop(0);
  const boost::asio::ip::tcp::endpoint elsewhere(boost::asio::ip::make_address("192.0.2.1"), 80);
  auto server = Server::listen(loop, elsewhere, {}, echo);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().kind, ErrorKind::unavailable);
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
