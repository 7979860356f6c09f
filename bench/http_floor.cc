// The HTTP layer and nothing on top of it: what bench/nginx_ratio.sh measures against nginx.
//   http_floor PORT [raw|send|stream|slow]
// raw: a formed answer of ~700 bytes; send: head formed each time; stream: ten chunks;
// slow: 8 MiB in pieces of 64 KiB, for watching the memory that slow readers cost.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "http/server.h"
#include "runtime/loop.h"

namespace easel {
namespace {

using http::Request;
using http::Response;

const std::string body(560, 'x');
const std::string formed =
    "HTTP/1.1 200 OK\r\nServer: easel\r\nDate: Sat, 01 Jan 2028 00:00:00 GMT\r\n"
    "Content-Type: application/json\r\nContent-Length: 560\r\n\r\n" +
    body;
const std::string piece(64 * 1024, 'x');

Task<> raw(Request&, Response& response) {
  auto sent = co_await response.send_raw(formed);
  if (!sent) co_return;
}

Task<> send(Request&, Response& response) {
  auto sent = co_await response.send(200, "application/json", body);
  if (!sent) co_return;
}

Task<> stream(Request&, Response& response) {
  auto status = co_await response.start(200, "text/event-stream");
  for (int i = 0; status && i < 10; ++i) status = co_await response.write("data: {\"x\":1}\n\n");
  if (status) status = co_await response.finish();
}

Task<> slow(Request&, Response& response) {
  auto status = co_await response.start(200, "application/octet-stream");
  for (int i = 0; status && i < 128; ++i) status = co_await response.write(piece);
  if (status) status = co_await response.finish();
}

http::Handler handler(const std::string& name) {
  if (name == "send") return send;
  if (name == "stream") return stream;
  if (name == "slow") return slow;
  return raw;
}

int serve(int port, const std::string& name) {
  Loops loops(1);
  const boost::asio::ip::tcp::endpoint endpoint(boost::asio::ip::make_address("127.0.0.1"),
                                                static_cast<unsigned short>(port));
  auto server = http::Server::listen(loops.at(0), endpoint, {}, handler(name));
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().message.c_str());
    return 1;
  }
  on_signals(loops.at(0), {SIGTERM, SIGINT}, [&] { loops.stop(); });
  std::printf("http://127.0.0.1:%d/\n", (*server)->endpoint().port());
  std::fflush(stdout);
  loops.run();
  return 0;
}

}  // namespace
}  // namespace easel

int main(int argc, char** argv) {
  return easel::serve(argc > 1 ? std::atoi(argv[1]) : 0, argc > 2 ? argv[2] : "raw");
}
