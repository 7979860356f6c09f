#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/server.h"
#include "runtime/loop.h"
#include "runtime/testing.h"

// For tests: a server on a loop of its own, and a client that says exactly what it is told to.
namespace easel::http::testing {

using easel::testing::run_on;

// A TCP peer that writes raw bytes. Every wait gives up after 10 seconds.
class RawPeer {
 public:
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

  RawPeer(Loop& loop, boost::asio::ip::tcp::endpoint endpoint);
  RawPeer(Loop& loop, Socket socket) : loop_(loop), socket_(std::move(socket)) {}

  Socket& socket() { return socket_; }
  Task<bool> write(std::string bytes);
  // What arrives next; "" at the end of the stream (or when the connection was reset: was_reset).
  Task<std::string> read_some(std::size_t most = 64 * 1024);
  Task<std::string> read_until(std::string mark);  // up to and including the mark, or to the end
  Task<std::string> read_to_end();
  Task<std::string> read_exactly(std::size_t size);
  bool was_reset() const { return was_reset_; }
  void half_close();
  void close();
  void reset();

 private:
  Loop& loop_;
  Socket socket_;
  std::string ahead_;
  bool was_reset_ = false;
};

struct Served {
  explicit Served(Handler handler, ServerLimits limits = {});
  ~Served();

  Loop loop{0};
  std::unique_ptr<Server> server;

  RawPeer connect() { return RawPeer(loop, server->endpoint()); }
  // Writes each string by itself, then reads until the server closes.
  std::string talk(std::vector<std::string> writes);
  std::string talk(std::string bytes) { return talk(std::vector{std::move(bytes)}); }
  void pause(std::chrono::milliseconds duration);
};

// The status of the first answer in raw bytes; 0 when there is none.
int status_of(std::string_view answer);
// What follows the first empty line.
std::string body_of(std::string_view answer);

}  // namespace easel::http::testing
