#include "http/client.h"

#include <gtest/gtest.h>

#include "http/testing_upstream.h"

namespace easel::http {
namespace {

using namespace std::chrono_literals;
using testing::always;
using testing::once;
using testing::RawPeer;
using testing::run_on;
using testing::Upstream;

TEST(Client, gives_status_headers_body_and_the_address_of_the_peer) {
  Upstream upstream(always("HTTP/1.1 201 Made\r\nX-One: 1\r\nContent-Length: 5\r\n\r\nhello"));
  auto reply = upstream.get();
  ASSERT_TRUE(reply) << reply.error().error.message;
  EXPECT_EQ((*reply)->status, 201);
  EXPECT_EQ(find_header((*reply)->headers, "x-one"), "1");
  EXPECT_EQ((*reply)->effective_address, "127.0.0.1");
  EXPECT_EQ(upstream.read_all(**reply).value(), "hello");
}

TEST(Client, keeps_a_connection_for_the_next_request) {
  Upstream upstream(always("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  for (int i = 0; i < 3; ++i) {
    auto reply = upstream.get();
    ASSERT_TRUE(reply);
    EXPECT_EQ(upstream.read_all(**reply).value(), "ok");
  }
  EXPECT_EQ(upstream.connections, 1);
}

TEST(Client, undoes_chunks) {
  Upstream upstream(always(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"));
  auto reply = upstream.get();
  ASSERT_TRUE(reply);
  EXPECT_EQ(upstream.read_all(**reply).value(), "abcde");
}

TEST(Client, skips_interim_replies) {
  Upstream upstream(always(
      "HTTP/1.1 103 Early Hints\r\nX-A: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  auto reply = upstream.get();
  ASSERT_TRUE(reply);
  EXPECT_EQ((*reply)->status, 200);
  EXPECT_EQ(find_header((*reply)->headers, "x-a"), "");
}

TEST(Client, does_not_follow_redirects) {
  Upstream upstream(
      always("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"));
  auto reply = upstream.get();
  ASSERT_TRUE(reply);
  EXPECT_EQ((*reply)->status, 302);
}

Task<> echo_request(RawPeer& peer, std::size_t body_size, std::string& seen) {
  seen = co_await peer.read_until("\r\n\r\n");
  std::string body = co_await peer.read_exactly(body_size);
  seen += body;
  const bool written = co_await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  if (!written) co_return;
  auto rest = co_await peer.read_to_end();
}

TEST(Client, sends_the_pieces_of_a_body_in_order_with_their_length) {
  std::string seen;
  const std::string large(300'000, 'x');
  Upstream upstream([&](RawPeer& peer) { return echo_request(peer, large.size() + 6, seen); });
  Outgoing request{.method = "POST", .url = upstream.url("/a?b=c")};
  request.headers = {{"Authorization", "Bearer k"}, {"Content-Type", "application/json"}};
  request.body = {Piece::owned("abc"), {large, nullptr}, {"", nullptr}, Piece::owned("def")};
  auto reply = upstream.send(std::move(request));
  ASSERT_TRUE(reply);
  EXPECT_TRUE(seen.starts_with("POST /a?b=c HTTP/1.1\r\n"));
  EXPECT_NE(seen.find("\r\nContent-Length: 300006\r\n"), std::string::npos);
  EXPECT_NE(seen.find("\r\nAuthorization: Bearer k\r\n"), std::string::npos);
  EXPECT_TRUE(seen.ends_with("\r\n\r\nabc" + large + "def"));
}

TEST(Client, adds_no_headers_of_its_own_but_host) {
  std::string seen;
  Upstream upstream([&](RawPeer& peer) { return echo_request(peer, 0, seen); });
  ASSERT_TRUE(upstream.get());
  EXPECT_EQ(seen, "GET / HTTP/1.1\r\nHost: " + upstream.url("").substr(7) + "\r\n\r\n");
}

TEST(Client, refuses_line_breaks_in_headers) {
  Upstream upstream(always("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  auto reply = upstream.send({.url = upstream.url(), .headers = {{"X", "a\r\nY: b"}}});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().error.kind, ErrorKind::invalid_request);
  EXPECT_FALSE(reply.error().request_left);
}

TEST(Client, refuses_other_protocols_and_credentials_in_an_address) {
  Upstream upstream(always("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  for (const char* url : {"file:///etc/passwd", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/", "x"}) {
    auto reply = upstream.send({.url = url, .connect_timeout = 500ms, .guarded = true});
    ASSERT_FALSE(reply) << url;
    EXPECT_FALSE(reply.error().request_left);
  }
}

TEST(Client, says_that_nothing_left_when_the_connection_is_refused) {
  Upstream upstream(always(""));
  auto reply = upstream.send({.url = "http://127.0.0.1:1/"});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().error.kind, ErrorKind::provider_error);
  EXPECT_FALSE(reply.error().request_left);
}

TEST(Client, says_that_the_request_may_have_left_when_the_peer_closes_without_an_answer) {
  Upstream upstream(once(""));
  auto reply = upstream.get();
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().error.kind, ErrorKind::provider_error);
  EXPECT_TRUE(reply.error().request_left);
}

Task<> answer_in_plain(RawPeer& peer) {
  auto hello = co_await peer.read_some();
  const bool open = co_await peer.write("this is not TLS");
  if (open) auto rest = co_await peer.read_to_end();
}

TEST(Client, says_that_nothing_left_when_the_tls_handshake_fails) {
  Upstream upstream([](RawPeer& peer) { return answer_in_plain(peer); });
  auto reply = upstream.send({.url = "https" + upstream.url().substr(4)});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().error.kind, ErrorKind::provider_error);
  EXPECT_FALSE(reply.error().request_left);
}

TEST(Client, gives_up_when_the_connection_is_not_accepted) {
  Loop loop(0);
  testing::Acceptor acceptor(loop.executor());
  const boost::asio::ip::tcp::endpoint any(boost::asio::ip::make_address("127.0.0.1"), 0);
  acceptor.open(any.protocol());
  acceptor.bind(any);
  acceptor.listen(0);
  std::vector<std::unique_ptr<RawPeer::Socket>> queue;  // nobody accepts, so the queue stays full
  for (int i = 0; i < 4; ++i) {
    queue.push_back(std::make_unique<RawPeer::Socket>(loop.executor(), any.protocol()));
    queue.back()->async_connect(acceptor.local_endpoint(), [](boost::system::error_code) {});
  }
  auto client = make_client(loop);
  const auto url = "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()) + "/";
  auto reply = run_on(loop, client->send({.url = url, .connect_timeout = 100ms}));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().error.kind, ErrorKind::timeout);
  EXPECT_FALSE(reply.error().request_left);
}

// Serves one request per connection, takes a second one, and closes without an answer to it.
Task<> close_at_the_second(RawPeer& peer, Clock& clock, Duration wait, int& requests) {
  for (int i = 0; i < 2; ++i) {
    auto request = co_await peer.read_until("\r\n\r\nbody");
    if (request.empty()) co_return;
    ++requests;
    if (i == 1) break;
    const bool open = co_await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    if (!open) co_return;
  }
  co_await clock.sleep(wait);
}

Outgoing post_body(std::string url) {
  return {
      .method = "POST", .url = std::move(url), .body = {Piece::owned("bo"), Piece::owned("dy")}};
}

TEST(Client, sends_again_when_a_pooled_connection_was_just_being_closed) {
  int requests = 0;
  Loop* loop = nullptr;
  Upstream upstream(
      [&](RawPeer& peer) { return close_at_the_second(peer, loop->clock(), 0ms, requests); });
  loop = &upstream.loop;
  for (int i = 0; i < 2; ++i) {
    auto reply = upstream.send(post_body(upstream.url()));
    ASSERT_TRUE(reply) << reply.error().error.detail;
    EXPECT_EQ(upstream.read_all(**reply).value(), "ok");
  }
  EXPECT_EQ(requests, 3);
}

TEST(Client, sends_once_what_must_not_be_sent_again) {
  int requests = 0;
  Loop* loop = nullptr;
  Upstream upstream(
      [&](RawPeer& peer) { return close_at_the_second(peer, loop->clock(), 0ms, requests); });
  loop = &upstream.loop;
  for (int i = 0; i < 2; ++i) {
    auto request = post_body(upstream.url());
    request.once = true;
    auto reply = upstream.send(std::move(request));
    ASSERT_TRUE(reply) << reply.error().error.detail;
    EXPECT_EQ(upstream.read_all(**reply).value(), "ok");
  }
  EXPECT_EQ(requests, 2) << "each on a connection of its own";
}

TEST(Client, never_sends_again_what_was_being_worked_on) {
  int requests = 0;
  Loop* loop = nullptr;
  Upstream upstream(
      [&](RawPeer& peer) { return close_at_the_second(peer, loop->clock(), 1200ms, requests); });
  loop = &upstream.loop;
  auto first = upstream.send(post_body(upstream.url()));
  ASSERT_TRUE(first);
  ASSERT_TRUE(upstream.read_all(**first));
  auto second = upstream.send(post_body(upstream.url()));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().error.kind, ErrorKind::provider_error);
  EXPECT_TRUE(second.error().request_left);
  EXPECT_EQ(requests, 2);
}

Task<> refuse_early(RawPeer& peer) {
  auto head = co_await peer.read_until("\r\n\r\n");
  const bool open = co_await peer.write(
      "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno!");
  if (open) auto rest = co_await peer.read_to_end();
}

TEST(Client, hears_an_answer_that_comes_before_the_whole_body_was_sent) {
  Upstream upstream([](RawPeer& peer) { return refuse_early(peer); });
  Outgoing request{.method = "POST", .url = upstream.url()};
  request.body = {Piece::owned(std::string(50'000'000, 'x'))};
  auto reply = upstream.send(std::move(request));
  ASSERT_TRUE(reply) << reply.error().error.detail;
  EXPECT_EQ((*reply)->status, 413);
  EXPECT_EQ(upstream.read_all(**reply).value(), "no!");
}

TEST(Client, tells_a_cut_body_from_a_whole_one) {
  Upstream upstream(once("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
  auto reply = upstream.get();
  ASSERT_TRUE(reply);
  auto body = upstream.read_all(**reply);
  ASSERT_FALSE(body);
  EXPECT_EQ(body.error().kind, ErrorKind::provider_error);
}

TEST(Client, tells_a_cut_chunked_body_from_a_whole_one) {
  Upstream upstream(once("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"));
  auto reply = upstream.get();
  ASSERT_TRUE(reply);
  EXPECT_FALSE(upstream.read_all(**reply));
}

TEST(Client, refuses_heads_beyond_64_KiB) {
  Upstream upstream(
      once("HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x') + "\r\nContent-Length: 0\r\n\r\n"));
  auto reply = upstream.get();
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().error.kind, ErrorKind::provider_error);
}

}  // namespace
}  // namespace easel::http
