#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "runtime/loop.h"
#include "runtime/task.h"

// HTTP/1.1 server: one coroutine per connection, Beast's basic_parser fed by hand, our own bytes
// out. TLS is left to a proxy in front. Everything here belongs to one loop.
//
// Refused by this layer, before a handler sees it (each closes the connection):
//   400  Transfer-Encoding other than exactly "chunked", in HTTP/1.0, or beside Content-Length;
//        repeated or listed Content-Length; folded header lines; missing or repeated Host
//        (HTTP/1.1); bytes above 0x7F or control bytes in the target; anything Beast's parser
//        rejects
//   408  head not complete in time      413  body over the limit      414/431  head too large
//   501  a method outside GET HEAD POST PUT PATCH DELETE OPTIONS
// Bodies of these are OpenRouter-shaped JSON: {"error":{"code":…,"message":…}}.
namespace easel::http {

// One request, alive while its handler runs. Views point into the connection's head buffer.
class Request {
 public:
  virtual ~Request() = default;

  std::string_view method() const { return method_; }
  std::string_view target() const { return target_; }  // as sent: path[?query]
  std::string_view path() const { return path_; }      // not percent-decoded
  std::string_view query() const { return query_; }    // without '?'
  // First header of that name, given in lower case; "" when absent.
  std::string_view header(std::string_view lower_name) const;
  std::string_view remote_address() const { return remote_; }
  // As if the client had sent it too; both outlive the handler.
  void add_header(std::string_view lower_name, std::string_view value) {
    headers_.emplace_back(lower_name, value);
  }

  bool has_body() const { return has_body_; }
  // The next piece of the body (Content-Length or chunked already undone), at most 64 KiB; an empty
  // span is its end. The view is valid until the next call. A slow sender is cut after the body
  // idle time (timeout); a larger body than the limit gives payload_too_large. Sends
  // "100 Continue" first when asked for.
  virtual Task<Result<std::span<const char>>> read_body() = 0;
  // The whole body, for small JSON; over `limit` bytes: payload_too_large.
  Task<Result<std::string>> read_all(std::size_t limit);

  // Called at most once, on the loop, as soon as the peer is known to have gone (FIN, RST) while
  // the handler still works. Set it after the body was read. A peer that half-closes is gone too.
  virtual void on_client_gone(std::move_only_function<void()> fn) = 0;
  virtual bool client_gone() const = 0;

 protected:
  friend class Connection;
  std::string_view method_, target_, path_, query_, remote_;
  std::vector<std::pair<std::string_view, std::string_view>> headers_;
  bool has_body_ = false;
};

// The answer to one request. Either send() once, or start(), write()…, finish(). A handler that
// returns without answering gives 500. Writes wait while the peer does not read: at most 64 KiB is
// held here, so a slow reader holds its own coroutine and nothing else. A write to a peer that has
// gone, or that took nothing for the write idle time, returns cancelled.
class Response {
 public:
  virtual ~Response() = default;

  // Headers to add to whatever is sent (CORS, X-Generation-Id). Before send() or start().
  virtual void add_header(std::string name, std::string value) = 0;
  // Status, content type and a body in one go, with Content-Length.
  virtual Task<Status> send(int status, std::string_view content_type, std::string_view body) = 0;
  // Already formed bytes of a whole answer (head and body), sent as they are: the fast path.
  // added headers are ignored. The bytes outlive the call.
  virtual Task<Status> send_raw(std::string_view bytes) = 0;
  // Chunked (or, to an HTTP/1.0 peer, until close). content_length ≥ 0: with that length instead.
  virtual Task<Status> start(int status, std::string_view content_type,
                             std::int64_t content_length = -1) = 0;
  virtual Task<Status> write(std::string_view bytes) = 0;
  virtual Task<Status> finish() = 0;

  virtual bool started() const = 0;
  virtual std::uint64_t bytes_sent() const = 0;
  virtual int status() const = 0;  // 0 until known
};

using Handler = std::function<Task<>(Request&, Response&)>;

struct ServerLimits {
  std::size_t max_head_bytes = 32 * 1024;
  std::uint64_t max_body_bytes = 64ull << 20;
  int max_connections = 10'000;           // per loop; over it: 503 and close
  std::chrono::seconds head_timeout{15};  // from the first byte of a head to its end
  std::chrono::seconds idle_timeout{75};  // between requests on a kept connection
  std::chrono::seconds body_idle_timeout{30};
  std::chrono::seconds write_idle_timeout{60};
};

// Accepts on one loop. Several servers (one per loop) share an address through SO_REUSEPORT.
class Server {
 public:
  // Errors (unavailable): the address cannot be used; the message names it and why.
  static Result<std::unique_ptr<Server>> listen(Loop& loop, boost::asio::ip::tcp::endpoint endpoint,
                                                ServerLimits limits, Handler handler);
  virtual ~Server() = default;
  virtual boost::asio::ip::tcp::endpoint endpoint() const = 0;  // the real port, when 0 was asked
  virtual int connections() const = 0;                          // from any thread
  // Stops accepting; kept idle connections close now, busy ones after their answer, which then
  // carries "Connection: close".
  virtual void drain() = 0;
  // Closes what is left, cutting answers.
  virtual void close() = 0;
};

}  // namespace easel::http
