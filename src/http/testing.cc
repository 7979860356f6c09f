#include "http/testing.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <stdexcept>

namespace easel::http::testing {

namespace asio = boost::asio;

RawPeer::RawPeer(Loop& loop, asio::ip::tcp::endpoint endpoint)
    : loop_(loop), socket_(loop.executor()) {
  socket_.connect(endpoint);
  socket_.set_option(asio::ip::tcp::no_delay(true));
}

Task<bool> RawPeer::write(std::string bytes) {
  auto [error, n] = co_await asio::async_write(socket_, asio::buffer(bytes), use_task);
  co_return !error;
}

Task<std::string> RawPeer::read_some(std::size_t most) {
  if (!ahead_.empty()) {
    auto bytes = ahead_.substr(0, most);
    ahead_.erase(0, bytes.size());
    co_return bytes;
  }
  std::string bytes(most, '\0');
  auto timer =
      loop_.clock().at(loop_.clock().now() + std::chrono::seconds(10), [this] { socket_.close(); });
  auto [error, n] = co_await socket_.async_read_some(asio::buffer(bytes), use_task);
  if (error && error != asio::error::eof) was_reset_ = true;
  bytes.resize(n);
  co_return bytes;
}

Task<std::string> RawPeer::read_until(std::string mark) {
  std::string bytes;
  for (;;) {
    const auto found = bytes.find(mark);
    if (found != std::string::npos) {
      ahead_.insert(0, bytes.substr(found + mark.size()));
      bytes.resize(found + mark.size());
      co_return bytes;
    }
    auto more = co_await read_some();
    if (more.empty()) co_return bytes;
    bytes += more;
  }
}

Task<std::string> RawPeer::read_to_end() {
  std::string bytes;
  for (;;) {
    auto more = co_await read_some();
    if (more.empty()) co_return bytes;
    bytes += more;
  }
}

Task<std::string> RawPeer::read_exactly(std::size_t size) {
  std::string bytes;
  while (bytes.size() < size) {
    auto more = co_await read_some(size - bytes.size());
    if (more.empty()) break;
    bytes += more;
  }
  co_return bytes;
}

void RawPeer::half_close() {
  socket_.shutdown(asio::socket_base::shutdown_send);
}
void RawPeer::close() {
  socket_.close();
}

void RawPeer::reset() {
  socket_.set_option(asio::socket_base::linger(true, 0));
  socket_.close();
}

Served::Served(Handler handler, ServerLimits limits) {
  auto listening =
      Server::listen(loop, {asio::ip::make_address("127.0.0.1"), 0}, limits, std::move(handler));
  if (!listening) throw std::runtime_error(listening.error().message);
  server = std::move(*listening);
}

Served::~Served() {
  server.reset();
}

namespace {

Task<std::string> write_all_and_read(Served& served, std::vector<std::string> writes) {
  auto peer = served.connect();
  for (const auto& bytes : writes) {
    const bool written = co_await peer.write(bytes);
    if (!written) break;
    if (writes.size() > 1) co_await served.loop.clock().sleep(std::chrono::milliseconds(1));
  }
  std::string answer = co_await peer.read_to_end();
  co_return answer;
}

}  // namespace

std::string Served::talk(std::vector<std::string> writes) {
  return run_on(loop, write_all_and_read(*this, std::move(writes)));
}

void Served::pause(std::chrono::milliseconds duration) {
  run_on(loop, loop.clock().sleep(duration));
}

int status_of(std::string_view answer) {
  int status = 0;
  if (answer.size() > 12) std::from_chars(answer.data() + 9, answer.data() + 12, status);
  return status;
}

std::string body_of(std::string_view answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == std::string_view::npos ? "" : std::string(answer.substr(end + 4));
}

}  // namespace easel::http::testing
