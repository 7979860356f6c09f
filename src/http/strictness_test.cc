// What the server refuses before a handler sees it: each case is the bytes of one request.
#include <gtest/gtest.h>

#include "http/testing.h"

namespace easel::http {
namespace {

using namespace std::string_literals;
using testing::Served;
using testing::status_of;

int handled = 0;

Task<> accept_anything(Request& request, Response& response) {
  ++handled;
  auto body = co_await request.read_all(1 << 20);
  auto sent = co_await response.send(body ? 200 : 400, "text/plain", "ok");
  if (!sent) co_return;
}

// The status of the answer; 200 only if the handler was reached, and any other only if not.
int answer_to(std::string bytes) {
  ServerLimits limits;
  limits.max_head_bytes = 1024;
  limits.max_body_bytes = 1000;
  Served served(accept_anything, limits);
  handled = 0;
  const auto answer = served.talk(std::move(bytes));
  const int status = status_of(answer);
  EXPECT_EQ(handled, status == 200 ? 1 : 0) << answer;
  if (status != 200) {
    EXPECT_NE(answer.find("\r\nConnection: close\r\n"), std::string::npos) << answer;
    EXPECT_NE(answer.find(R"({"error":{"code":)" + std::to_string(status) + R"(,"message":")"),
              std::string::npos)
        << answer;
  }
  return status;
}

std::string get(std::string extra_headers) {
  return "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + extra_headers + "\r\n";
}

std::string post(std::string extra_headers, std::string body) {
  return "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + extra_headers + "\r\n" + body;
}

TEST(Connection, a_plain_request_is_served) {
  EXPECT_EQ(answer_to(get("")), 200);
}

TEST(Connection, empty_lines_before_a_request_are_skipped) {
  EXPECT_EQ(answer_to("\r\n\r\n" + get("")), 200);
}

TEST(Connection, a_transfer_encoding_other_than_chunked_is_refused) {
  EXPECT_EQ(answer_to(post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")), 400);
  EXPECT_EQ(answer_to(post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")), 400);
  EXPECT_EQ(answer_to(post("Transfer-Encoding: identity\r\n", "")), 400);
}

TEST(Connection, a_repeated_transfer_encoding_is_refused) {
  EXPECT_EQ(
      answer_to(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
      400);
}

TEST(Connection, a_transfer_encoding_beside_a_content_length_is_refused) {
  EXPECT_EQ(answer_to(post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")),
            400);
  EXPECT_EQ(answer_to(post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
            400);
}

TEST(Connection, a_transfer_encoding_in_http_1_0_is_refused) {
  EXPECT_EQ(answer_to("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
}

TEST(Connection, a_repeated_content_length_is_refused_even_when_it_agrees) {
  EXPECT_EQ(answer_to(post("Content-Length: 2\r\nContent-Length: 2\r\n", "ab")), 400);
}

TEST(Connection, a_listed_content_length_is_refused) {
  EXPECT_EQ(answer_to(post("Content-Length: 2, 2\r\n", "ab")), 400);
}

TEST(Connection, a_content_length_that_is_not_digits_is_refused) {
  for (const char* length : {"+2", "-2", "0x2", "2a", "", " ", "99999999999999999999"}) {
    EXPECT_EQ(answer_to(post(std::string("Content-Length: ") + length + "\r\n", "ab")), 400)
        << length;
  }
}

TEST(Connection, a_folded_header_line_is_refused) {
  EXPECT_EQ(answer_to(get("X-A: one\r\n two\r\n")), 400);
  EXPECT_EQ(answer_to(get("X-A: one\r\n\ttwo\r\n")), 400);
  EXPECT_EQ(answer_to(get("X-A:\r\n \r\n")), 400);
  EXPECT_EQ(answer_to(get("Transfer-Encoding:\r\n chunked\r\n")), 400);
}

TEST(Connection, a_request_without_host_is_refused) {
  EXPECT_EQ(answer_to("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), 400);
}

TEST(Connection, a_repeated_host_is_refused) {
  EXPECT_EQ(answer_to(get("Host: y\r\n")), 400);
}

TEST(Connection, http_1_0_needs_no_host) {
  EXPECT_EQ(answer_to("GET / HTTP/1.0\r\n\r\n"), 200);
}

TEST(Connection, raw_bytes_above_ascii_in_the_target_are_refused) {
  EXPECT_EQ(answer_to("GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(answer_to("GET /\x7f HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
}

TEST(Connection, control_bytes_in_the_target_are_refused) {
  EXPECT_EQ(answer_to("GET /a\tb HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(answer_to("GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n"s), 400);
}

TEST(Connection, a_target_that_is_no_path_is_refused) {
  EXPECT_EQ(answer_to("GET index HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(answer_to("GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
}

TEST(Connection, a_bare_line_feed_is_refused) {
  EXPECT_EQ(answer_to("GET / HTTP/1.1\nHost: x\n\n"), 400);
  EXPECT_EQ(answer_to("GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n"), 400);
}

TEST(Connection, a_nul_or_bare_cr_in_a_header_is_refused) {
  EXPECT_EQ(answer_to(get("X: a\0b\r\n"s)), 400);
  EXPECT_EQ(answer_to(get("X: a\rb\r\n")), 400);
}

TEST(Connection, a_space_before_the_colon_of_a_header_is_refused) {
  EXPECT_EQ(answer_to(get("X-A : b\r\n")), 400);
}

TEST(Connection, another_version_of_http_is_refused) {
  EXPECT_EQ(answer_to("GET / HTTP/2.0\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(answer_to("GET /\r\n\r\n"), 400);
}

TEST(Connection, an_unknown_method_is_not_implemented) {
  EXPECT_EQ(answer_to("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n"), 501);
  EXPECT_EQ(answer_to("CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n"), 501);
  EXPECT_EQ(answer_to("BREW / HTTP/1.1\r\nHost: x\r\n\r\n"), 501);
}

TEST(Connection, a_body_over_the_limit_is_refused_by_its_length) {
  EXPECT_EQ(answer_to(post("Content-Length: 1001\r\n", "")), 413);
}

TEST(Connection, a_target_beyond_the_head_limit_is_414) {
  EXPECT_EQ(answer_to("GET /" + std::string(2000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
}

TEST(Connection, headers_beyond_the_head_limit_are_431) {
  EXPECT_EQ(answer_to(get("X: " + std::string(2000, 'a') + "\r\n")), 431);
}

TEST(Connection, bytes_that_are_not_http_are_refused) {
  EXPECT_EQ(answer_to("\x16\x03\x01\x02\r\n\r\n"), 400);
  EXPECT_EQ(answer_to("\r\n\r\n\r\n\r\n\r\n\r\n\r\n"), 400);
}

TEST(Connection, a_refused_request_closes_the_connection_for_those_behind_it) {
  Served served(accept_anything);
  handled = 0;
  served.talk("GET / HTTP/1.1\r\n\r\n" + get(""));
  EXPECT_EQ(handled, 0);
}

Task<> slow_head(Served& served, std::string& answer) {
  auto peer = served.connect();
  bool open = co_await peer.write("GET / HT");
  for (int i = 0; open && i < 20; ++i) {
    co_await served.loop.clock().sleep(std::chrono::milliseconds(100));
    open = co_await peer.write("T");
    if (i == 14) break;
  }
  answer = co_await peer.read_to_end();
}

TEST(Connection, a_head_that_drips_in_is_cut_with_408) {
  ServerLimits limits;
  limits.head_timeout = std::chrono::seconds(1);
  Served served(accept_anything, limits);
  std::string answer;
  testing::run_on(served.loop, slow_head(served, answer));
  EXPECT_EQ(status_of(answer), 408);
}

}  // namespace
}  // namespace easel::http
