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
TEST(Address, local_is_what_the_url_itself_says) {
  for (auto url : {"http://localhost:1/v1", "http://127.0.0.1", "http://[::1]:7860/a",
                   "http://192.168.1.5?x", "http://10.0.0.1/"})
    EXPECT_TRUE(is_local_url(url)) << url;
  for (auto url : {"https://api.example/v1", "http://8.8.8.8", "", "http://", "localhost",
                   "http://127.0.0.1@evil.example/", "http://127.0.0.1.evil.example/"})
    EXPECT_FALSE(is_local_url(url)) << url;
}

}  // namespace easel::http
