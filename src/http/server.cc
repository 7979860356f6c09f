#include "http/server.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <cerrno>
#include <ctime>
#include <utility>

#include "base/log.h"
#include "http/connection.h"

namespace easel::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using boost::system::error_code;

std::string_view ServerShared::date() {
  const std::time_t second = std::time(nullptr);
  if (second != date_of_) {
    date_of_ = second;
    std::tm utc{};
    gmtime_r(&second, &utc);
    std::array<char, 64> text;
    const auto size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    date_.assign(text.data(), size);
  }
  return date_;
}

namespace {

constexpr auto kSweepPeriod = std::chrono::milliseconds(250);
constexpr auto kAcceptPause = std::chrono::milliseconds(100);

// Kept alive by the server and by each of its connections: a handler may outlive the Server object.
class Listener : public ServerShared, public std::enable_shared_from_this<Listener> {
 public:
  Listener(Loop& loop, ServerLimits server_limits, Handler server_handler)
      : loop_(loop), acceptor_(loop.executor()) {
    limits = server_limits;
    handler = std::move(server_handler);
    now = loop.clock().now();
  }

  error_code open(const tcp::endpoint& endpoint) {
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (error) return error;
    const int on = 1;
    ::setsockopt(acceptor_.native_handle(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    ::setsockopt(acceptor_.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(1024, error);
    if (!error) endpoint_ = acceptor_.local_endpoint(error);
    return error;
  }

  static Task<> accept(std::shared_ptr<Listener> self) {
    while (self->acceptor_.is_open()) {
      auto [error, socket] = co_await self->acceptor_.async_accept(use_task);
      if (!error) {
        self->adopt(std::move(socket));
        continue;
      }
      if (!self->acceptor_.is_open()) co_return;
      // A peer that gave up before it was accepted is nobody's fault. Out of descriptors or memory:
      // the queue of the kernel holds the others until some connection ends.
      if (error == asio::error::connection_aborted) continue;
      log::warn("accept: {}", error.message());
      co_await self->loop_.clock().sleep(kAcceptPause);
    }
  }

  const tcp::endpoint& endpoint() const { return endpoint_; }
  int connections() const { return count_; }

  void stop_accepting() {
    error_code ignored;
    acceptor_.close(ignored);
  }

  void drain() {
    draining = true;
    stop_accepting();
    for (auto* connection = first_; connection; connection = connection->next) {
      error_code ignored;
      if (connection->idle()) connection->peer().socket().cancel(ignored);
    }
  }

  void close() {
    drain();
    // Cutting one may run a handler's callback, but destroys no connection before it returns.
    for (auto* connection = first_; connection; connection = connection->next) {
      connection->peer().cut();
    }
  }

 private:
  // Whatever goes wrong with one connection, the next ones are accepted.
  void adopt(Socket socket) {
    try {
      start(std::move(socket));
    } catch (...) {
      log::bug("the beginning of a connection");
    }
  }

  void start(Socket socket) {
    if (count_ >= limits.max_connections) {
      constexpr std::string_view kBody =
          R"({"error":{"code":503,"message":"Too many connections are open here"}})";
      static const std::string kFull = fmt::format(
          "HTTP/1.1 503 Service Unavailable\r\nServer: easel\r\nContent-Type: application/json\r\n"
          "Content-Length: {}\r\nRetry-After: 1\r\nConnection: close\r\n\r\n{}",
          kBody.size(), kBody);
      ::send(socket.native_handle(), kFull.data(), kFull.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      return;
    }
    if (!first_) schedule_sweep();
    auto connection = std::make_unique<Connection>(std::move(socket), shared_from_this());
    link(*connection);  // before anything that may throw: its destructor unlinks it
    spawn(loop_.executor(), "a connection", Connection::run(std::move(connection)));
  }

  void link(Connection& connection) {
    connection.next = first_;
    if (first_) first_->previous = &connection;
    first_ = &connection;
    ++count_;
  }

  void forget(Connection& connection) override {
    (connection.previous ? connection.previous->next : first_) = connection.next;
    if (connection.next) connection.next->previous = connection.previous;
    --count_;
    if (!first_) sweep_timer_.reset();
  }

  // Runs only while there is a connection; a server that nobody uses does not wake up.
  void schedule_sweep() {
    now = loop_.clock().now();
    sweep_timer_ = loop_.clock().at(now + kSweepPeriod, [this] { sweep(); });
  }

  void sweep() {
    auto self = shared_from_this();
    schedule_sweep();
    for (auto* connection = first_; connection; connection = connection->next) {
      connection->peer().sweep();
    }
  }

  Loop& loop_;
  Acceptor acceptor_;
  tcp::endpoint endpoint_;
  Connection* first_ = nullptr;
  std::atomic<int> count_{0};  // read from other threads, too
  std::unique_ptr<Clock::Timer> sweep_timer_;
};

class ListeningServer : public Server {
 public:
  explicit ListeningServer(std::shared_ptr<Listener> listener) : listener_(std::move(listener)) {}
  ~ListeningServer() override { listener_->close(); }
  tcp::endpoint endpoint() const override { return listener_->endpoint(); }
  int connections() const override { return listener_->connections(); }
  void drain() override { listener_->drain(); }
  void close() override { listener_->close(); }

 private:
  std::shared_ptr<Listener> listener_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(Loop& loop, tcp::endpoint endpoint,
                                               ServerLimits limits, Handler handler) {
  auto listener = std::make_shared<Listener>(loop, limits, std::move(handler));
  if (const auto error = listener->open(endpoint)) {
    return fail(ErrorKind::unavailable,
                fmt::format("Cannot listen on {}:{}: {}", endpoint.address().to_string(),
                            endpoint.port(), error.message()));
  }
  spawn(loop.executor(), "accepting connections", Listener::accept(listener));
  return std::make_unique<ListeningServer>(std::move(listener));
}

}  // namespace easel::http
