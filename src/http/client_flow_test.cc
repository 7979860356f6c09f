#include "http/client.h"

#include <gtest/gtest.h>

#include <random>

#include "http/testing_upstream.h"

namespace easel::http {
namespace {

using namespace std::chrono_literals;
using testing::always;
using testing::once;
using testing::RawPeer;
using testing::run_on;
using testing::Upstream;

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

}  // namespace
}  // namespace easel::http
