#include "http/client.h"

#include <gtest/gtest.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <random>

#include "http/testing.h"
#include "runtime/event.h"

namespace easel::http {
namespace {

using namespace std::chrono_literals;
using testing::RawPeer;
using testing::run_on;
using Sent = std::expected<std::unique_ptr<Incoming>, TransportError>;
using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;
using Script = std::function<Task<>(RawPeer&)>;

// An upstream that plays a script to each connection, on the loop of the test.
class Upstream {
 public:
  explicit Upstream(Script script) : acceptor_(loop.executor()) {
    const boost::asio::ip::tcp::endpoint any(boost::asio::ip::make_address("127.0.0.1"), 0);
    acceptor_.open(any.protocol());
    acceptor_.bind(any);
    acceptor_.listen();
    spawn(loop.executor(), "the upstream", accept(*this, std::move(script)));
    client = make_client(loop);
  }

  std::string url(std::string path = "/") {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + path;
  }
  Sent send(Outgoing request) { return run_on(loop, client->send(std::move(request))); }
  Sent get(std::string path = "/") { return send({.url = url(std::move(path))}); }
  Result<std::string> read_all(Incoming& reply) { return run_on(loop, read_to_end(reply)); }
  void pause(std::chrono::milliseconds duration) { run_on(loop, loop.clock().sleep(duration)); }

  static Task<Result<std::string>> read_to_end(Incoming& reply) {
    std::string body;
    for (;;) {
      auto piece = CO_TRY(co_await reply.read());
      if (piece.empty()) co_return body;
      body.append(piece.data(), piece.size());
    }
  }

  Loop loop{0};
  std::unique_ptr<Client> client;
  int connections = 0;

 private:
  static Task<> accept(Upstream& self, Script script) {
    for (;;) {
      auto [error, socket] = co_await self.acceptor_.async_accept(use_task);
      if (error) co_return;
      ++self.connections;
      spawn(self.loop.executor(), "a connection of the upstream",
            play(script, std::make_unique<RawPeer>(self.loop, std::move(socket))));
    }
  }

  static Task<> play(Script script, std::unique_ptr<RawPeer> peer) { co_await script(*peer); }

  Acceptor acceptor_;
};

Task<> answer_always(RawPeer& peer, std::string answer) {
  for (;;) {
    auto head = co_await peer.read_until("\r\n\r\n");
    if (head.empty()) co_return;
    const bool written = co_await peer.write(answer);
    if (!written) co_return;
  }
}

// Answers each request without a body with the same bytes, on a kept connection.
Script always(std::string answer) {
  return [answer = std::move(answer)](RawPeer& peer) { return answer_always(peer, answer); };
}

Task<> answer_and_close(RawPeer& peer, std::string answer) {
  auto head = co_await peer.read_until("\r\n\r\n");
  const bool written = co_await peer.write(answer);
  if (written) peer.half_close();
  auto rest = co_await peer.read_to_end();
}

Script once(std::string answer) {
  return [answer = std::move(answer)](RawPeer& peer) { return answer_and_close(peer, answer); };
}

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
  Acceptor acceptor(loop.executor());
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

Task<> say_nothing(RawPeer& peer) {
  auto all = co_await peer.read_to_end();
}

TEST(Client, gives_up_when_the_head_does_not_come) {
  Upstream upstream([](RawPeer& peer) { return say_nothing(peer); });
  auto reply = upstream.send({.url = upstream.url(), .first_byte_timeout = 50ms});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().error.kind, ErrorKind::timeout);
  EXPECT_TRUE(reply.error().request_left);
}

Task<> answer_half(RawPeer& peer) {
  auto head = co_await peer.read_until("\r\n\r\n");
  const bool written = co_await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  if (!written) co_return;
  auto rest = co_await peer.read_to_end();
}

TEST(Client, gives_up_when_the_body_stops) {
  Upstream upstream([](RawPeer& peer) { return answer_half(peer); });
  auto reply = upstream.send({.url = upstream.url(), .idle_timeout = 50ms});
  ASSERT_TRUE(reply);
  auto body = upstream.read_all(**reply);
  ASSERT_FALSE(body);
  EXPECT_EQ(body.error().kind, ErrorKind::timeout);
}

struct Progress {
  std::size_t written = 0;
  bool closed = false;
};

Task<> pour(RawPeer& peer, std::size_t size, Progress& progress) {
  auto head = co_await peer.read_until("\r\n\r\n");
  bool open = co_await peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) +
                                  "\r\n\r\n");
  while (open && progress.written < size) {
    const auto n = std::min<std::size_t>(size - progress.written, 16 * 1024);
    open = co_await peer.write(std::string(n, 'x'));
    if (open) progress.written += n;
  }
  auto rest = co_await peer.read_to_end();
  progress.closed = true;
}

TEST(Client, makes_the_peer_wait_while_nobody_reads) {
  constexpr std::size_t kSize = 64 << 20;
  Progress progress;
  Upstream upstream([&](RawPeer& peer) { return pour(peer, kSize, progress); });
  auto reply = upstream.get();
  ASSERT_TRUE(reply);
  upstream.pause(200ms);
  const auto before = progress.written;
  upstream.pause(100ms);
  EXPECT_EQ(progress.written, before) << "the kernel's buffers are full and nobody has read";
  EXPECT_LT(before, kSize / 2);
  auto body = upstream.read_all(**reply);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->size(), kSize);
}

Task<std::size_t> largest_piece(Incoming& reply) {
  std::size_t largest = 0;
  for (;;) {
    auto piece = co_await reply.read();
    if (!piece || piece->empty()) co_return largest;
    largest = std::max(largest, piece->size());
  }
}

TEST(Client, gives_pieces_of_at_most_64_KiB) {
  Progress progress;
  Upstream upstream([&](RawPeer& peer) { return pour(peer, 4 << 20, progress); });
  auto reply = upstream.get();
  ASSERT_TRUE(reply);
  upstream.pause(50ms);
  EXPECT_LE(run_on(upstream.loop, largest_piece(**reply)), 64u * 1024);
}

TEST(Client, closes_the_connection_of_a_dropped_reply) {
  Progress progress;
  Upstream upstream([&](RawPeer& peer) { return pour(peer, 64 << 20, progress); });
  auto reply = upstream.get();
  ASSERT_TRUE(reply);
  reply->reset();
  upstream.pause(100ms);
  EXPECT_TRUE(progress.closed);
}

TEST(Client, guard_blocks_addresses_that_are_not_public) {
  Upstream upstream(always("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  for (std::string host :
       {"127.0.0.1", "localhost", "[::1]", "169.254.169.254", "0.0.0.0", "2130706433", "0x7f.1",
        "[::ffff:10.0.0.1]", "[::ffff:127.0.0.1]", "10.1.2.3", "[fe80::1]", "[fd00::1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]"}) {
    auto reply = upstream.send({.url = "http://" + host + upstream.url().substr(16),
                                .connect_timeout = 1s,
                                .guarded = true});
    ASSERT_FALSE(reply) << host;
    EXPECT_EQ(reply.error().error.kind, ErrorKind::permission_denied) << host;
    EXPECT_FALSE(reply.error().request_left) << host;
  }
  EXPECT_EQ(upstream.connections, 0);
}

TEST(Client, guard_does_not_use_a_pooled_connection_to_a_private_address) {
  Upstream upstream(always("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  {
    auto reply = upstream.get();
    ASSERT_TRUE(reply);
    ASSERT_TRUE(upstream.read_all(**reply));
  }
  auto reply = upstream.send({.url = upstream.url(), .guarded = true});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().error.kind, ErrorKind::permission_denied);
}

Task<> fetch_into(Client& client, std::string url, int& finished, int& whole) {
  auto reply = co_await client.send({.url = std::move(url)});
  if (reply) {
    auto body = co_await Upstream::read_to_end(**reply);
    if (body && body->size() == 200'000) ++whole;
  }
  ++finished;
}

Task<> until(Clock& clock, int& value, int wanted) {
  while (value < wanted) co_await clock.sleep(1ms);
}

TEST(Client, carries_a_hundred_transfers_at_once) {
  Upstream upstream(
      always("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + std::string(200'000, 'x')));
  int finished = 0;
  int whole = 0;
  for (int i = 0; i < 100; ++i) {
    spawn(upstream.loop.executor(), "a fetch",
          fetch_into(*upstream.client, upstream.url(), finished, whole));
  }
  run_on(upstream.loop, until(upstream.loop.clock(), finished, 100));
  EXPECT_EQ(whole, 100);
}

// Starts, reads and drops at random moments: what breaks when libcurl is re-entered.
Task<> wander(Upstream& upstream, std::uint32_t seed, int& finished) {
  std::minstd_rand random(seed);
  for (int i = 0; i < 12; ++i) {
    auto reply = co_await upstream.client->send(
        {.url = upstream.url(),
         .first_byte_timeout = std::chrono::milliseconds(1 + random() % 40),
         .idle_timeout = std::chrono::milliseconds(20)});
    if (!reply) continue;
    const auto reads = random() % 8;
    for (unsigned j = 0; j < reads; ++j) {
      auto piece = co_await (*reply)->read();
      if (!piece || piece->empty()) break;
      if (random() % 3 == 0) {
        co_await upstream.loop.clock().sleep(std::chrono::microseconds(random() % 2000));
      }
    }
  }
  ++finished;
}

Task<> answer_somehow(RawPeer& peer, std::uint32_t seed, Clock& clock) {
  std::minstd_rand random(seed);
  for (;;) {
    auto head = co_await peer.read_until("\r\n\r\n");
    if (head.empty()) co_return;
    if (random() % 4 == 0) co_await clock.sleep(std::chrono::milliseconds(random() % 30));
    if (random() % 10 == 0) co_return;
    std::size_t size = random() % 3 == 0 ? 400'000 : 100;
    bool open = co_await peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) +
                                    "\r\n\r\n");
    if (random() % 8 == 0) size /= 2;
    if (open) open = co_await peer.write(std::string(size, 'x'));
    if (!open || random() % 8 == 0) co_return;
  }
}

TEST(Client, survives_any_schedule_of_starts_reads_and_drops) {
  for (std::uint32_t seed = 1; seed <= 5; ++seed) {
    std::uint32_t next = seed * 1000;
    Loop* loop = nullptr;
    Upstream upstream([&](RawPeer& peer) { return answer_somehow(peer, next++, loop->clock()); });
    loop = &upstream.loop;
    int finished = 0;
    for (int i = 0; i < 16; ++i) {
      spawn(upstream.loop.executor(), "a wanderer", wander(upstream, seed * 100 + i, finished));
    }
    run_on(upstream.loop, until(upstream.loop.clock(), finished, 16));
  }
}

TEST(Client, a_transfer_that_outlives_its_client_ends_with_its_loop) {
  Upstream upstream([](RawPeer& peer) { return say_nothing(peer); });
  int finished = 0;
  int whole = 0;
  spawn(upstream.loop.executor(), "a fetch",
        fetch_into(*upstream.client, upstream.url(), finished, whole));
  upstream.pause(20ms);
  upstream.client.reset();
}

TEST(Address, tells_public_from_other_addresses) {
  for (const char* text : {"8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1",
                           "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"}) {
    EXPECT_TRUE(is_public_address(text)) << text;
  }
  for (const char* text : {"0.0.0.0",
                           "10.0.0.1",
                           "100.64.0.1",
                           "127.0.0.1",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.0.0.1",
                           "192.0.2.1",
                           "192.168.1.1",
                           "198.18.0.1",
                           "198.51.100.1",
                           "203.0.113.1",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "::ffff:10.0.0.1",
                           "::127.0.0.1",
                           "fe80::1",
                           "fc00::1",
                           "ff02::1",
                           "2001:db8::1",
                           "2001::1",
                           "2002:a00:1::",
                           "64:ff9b::a00:1",
                           "64:ff9b:1::1",
                           "3fff::1",
                           "",
                           "localhost",
                           "1.2.3",
                           "fe80::1%lo"}) {
    EXPECT_FALSE(is_public_address(text)) << text;
  }
}

}  // namespace
}  // namespace easel::http
