#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "http/client.h"
#include "http/testing.h"

namespace easel::http::testing {

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

inline Task<> answer_always(RawPeer& peer, std::string answer) {
  for (;;) {
    auto head = co_await peer.read_until("\r\n\r\n");
    if (head.empty()) co_return;
    const bool written = co_await peer.write(answer);
    if (!written) co_return;
  }
}

// Answers each request without a body with the same bytes, on a kept connection.
inline Script always(std::string answer) {
  return [answer = std::move(answer)](RawPeer& peer) { return answer_always(peer, answer); };
}

inline Task<> answer_and_close(RawPeer& peer, std::string answer) {
  auto head = co_await peer.read_until("\r\n\r\n");
  const bool written = co_await peer.write(answer);
  if (written) peer.half_close();
  auto rest = co_await peer.read_to_end();
}

inline Script once(std::string answer) {
  return [answer = std::move(answer)](RawPeer& peer) { return answer_and_close(peer, answer); };
}

}  // namespace easel::http::testing
