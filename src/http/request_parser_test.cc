#include "http/request_parser.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "http/testing.h"

namespace easel::http {
namespace {

struct Seen {
  std::string method, target, header, body;
  bool operator==(const Seen&) const = default;
};

// What a connection does: whole heads first, then the body from whatever has arrived.
std::vector<Seen> parse(const std::vector<std::string>& writes) {
  std::vector<Seen> seen;
  RequestParser parser(64 * 1024, 1 << 20);
  std::string pending;
  std::string kept_head;  // the views of a head stay valid while its body is read
  bool in_body = false;
  for (const auto& bytes : writes) {
    pending += bytes;
    for (bool more = true; more;) {
      std::size_t used = 0;
      if (!in_body) {
        const auto step = parser.read_head(pending, used);
        RC_ASSERT(step != RequestParser::Step::refused);
        if (step == RequestParser::Step::need_more) break;
        std::string say;
        for (const auto& [name, value] : parser.head().headers) {
          if (name == "X-Say") say = value;
        }
        seen.push_back(
            {std::string(parser.head().method), std::string(parser.head().target), say, {}});
        pending.erase(0, used);
        in_body = true;
      }
      std::string_view piece;
      const auto step = parser.read_body(pending, used, piece);
      RC_ASSERT(step != RequestParser::Step::refused);
      if (step == RequestParser::Step::piece) seen.back().body += piece;
      pending.erase(0, used);
      more = step != RequestParser::Step::need_more;
      if (step == RequestParser::Step::done) {
        parser.reset();
        in_body = false;
      }
    }
  }
  RC_ASSERT(!in_body);
  RC_ASSERT(pending.empty());
  return seen;
}

std::string random_body() {
  return *rc::gen::container<std::string>(rc::gen::element('a', '\r', '\n', '0', '\0', '\xff'));
}

// A valid request in one of the three framings, and what is to be seen of it.
std::string random_request(Seen& expected, bool last = false) {
  expected.method = *rc::gen::element<std::string>("GET", "POST", "PUT", "DELETE");
  expected.target = "/" + *rc::gen::container<std::string>(rc::gen::inRange('a', 'z'));
  expected.header = *rc::gen::container<std::string>(rc::gen::inRange('A', 'Z'));
  std::string text = expected.method + " " + expected.target +
                     " HTTP/1.1\r\nHost: x\r\nX-Say: " + expected.header + "\r\n";
  if (last) text += "Connection: close\r\n";
  switch (*rc::gen::inRange(0, 3)) {
    case 0:
      return text + "\r\n";
    case 1:
      expected.body = random_body();
      return text + "Content-Length: " + std::to_string(expected.body.size()) + "\r\n\r\n" +
             expected.body;
    default:
      break;
  }
  text += "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    const auto chunk = random_body() + "x";
    char size[24];
    std::snprintf(size, sizeof size, *rc::gen::element("%zx", "%zX", "00%zx"), chunk.size());
    text +=
        std::string(size) + *rc::gen::element<std::string>("", ";a=b") + "\r\n" + chunk + "\r\n";
    expected.body += chunk;
  }
  return text + "0\r\n" + *rc::gen::element<std::string>("", "X-Trailer: 1\r\n") + "\r\n";
}

std::vector<std::string> split(const std::string& bytes) {
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto n = *rc::gen::weightedOneOf<std::size_t>(
        {{3, rc::gen::inRange<std::size_t>(1, 4)}, {1, rc::gen::inRange<std::size_t>(1, 200)}});
    pieces.push_back(bytes.substr(at, n));
    at += n;
  }
  return pieces;
}

RC_GTEST_PROP(RequestParser, any_split_of_pipelined_requests_gives_the_same_requests, ()) {
  std::vector<Seen> expected(*rc::gen::inRange<std::size_t>(1, 6));
  std::string bytes;
  for (auto& request : expected) bytes += random_request(request);
  RC_ASSERT(parse({bytes}) == expected);
  RC_ASSERT(parse(split(bytes)) == expected);
}

Task<> record(std::vector<Seen>& seen, Request& request, Response& response) {
  auto body = co_await request.read_all(1 << 20);
  seen.push_back({std::string(request.method()), std::string(request.target()),
                  std::string(request.header("x-say")), body.value_or("an error")});
  auto sent = co_await response.send(200, "text/plain", "ok");
  if (!sent) co_return;
}

RC_GTEST_PROP(Connection, any_split_of_pipelined_requests_gives_the_same_requests, ()) {
  std::vector<Seen> expected(*rc::gen::inRange<std::size_t>(1, 5));
  std::string bytes;
  for (auto& request : expected) bytes += random_request(request, &request == &expected.back());
  std::vector<Seen> seen;
  testing::Served served(
      [&](Request& request, Response& response) { return record(seen, request, response); });
  served.talk(split(bytes));
  RC_ASSERT(seen == expected);
}

RC_GTEST_PROP(RequestParser, any_bytes_are_read_or_refused, ()) {
  Seen ignored;
  auto bytes = random_request(ignored);
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  }
  RequestParser parser(1024, 1024);
  std::size_t used = 0;
  if (parser.read_head(bytes, used) != RequestParser::Step::done) return;
  std::string_view rest = std::string_view(bytes).substr(used);
  std::string_view piece;
  while (parser.read_body(rest, used, piece) == RequestParser::Step::piece) {
    RC_ASSERT(used > 0u);
    rest.remove_prefix(used);
  }
}

}  // namespace
}  // namespace easel::http
