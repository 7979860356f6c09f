#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "runtime/loop.h"
#include "runtime/task.h"

// HTTP client: libcurl's multi interface on a loop, HTTP/1.1 only (a paused HTTP/2 stream makes
// libcurl buffer without bound and slows its neighbours). Connections are pooled per loop.
namespace easel::http {

struct Outgoing {
  std::string method = "GET";
  std::string url;          // http or https
  Headers headers;          // as given; no credentials are ever added here
  std::vector<Piece> body;  // sent in order with Content-Length, without copying
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds first_byte_timeout{300'000};  // from sent to the head of the reply
  std::chrono::milliseconds idle_timeout{120'000};        // between bytes of the reply
  // True: only public addresses may be connected to (each resolved address is checked as it is
  // used, so a name that resolves differently a second time gains nothing). For users' URLs.
  bool guarded = false;
  // True: it goes on a connection of its own, and so is never sent a second time by itself. For
  // what may be paid for. A reply that never begins on a pooled connection does not say whether the
  // peer had closed it, or had taken the request and then failed.
  bool once = false;
};

// Why there is no reply. request_left: some byte of the request may have reached the peer, so the
// peer may have acted on it.
struct TransportError {
  Error error;  // timeout, provider_error, cancelled, permission_denied (guard)
  bool request_left = false;
};

// A reply whose head has arrived. Dropping it closes the transfer (and its connection, when the
// body was not read to its end). Redirects are not followed: the caller sees 3xx.
class Incoming {
 public:
  virtual ~Incoming() = default;
  int status = 0;
  Headers headers;
  std::string effective_address;  // the peer's IP
  // The next piece of the body, at most 64 KiB, empty at its end; valid until the next call. While
  // nobody reads, at most 128 KiB is held and the peer is made to wait.
  // Errors: timeout, provider_error (cut short).
  virtual Task<Result<std::span<const char>>> read() = 0;
};

class Client {
 public:
  virtual ~Client() = default;
  // Resumes when the head of the reply is there. A request (not `once`) that meets a pooled
  // connection which its peer was just closing is sent again on another one: with a body only
  // within a second (later the peer may have been at work on it), without one at any time.
  virtual Task<std::expected<std::unique_ptr<Incoming>, TransportError>> send(Outgoing request) = 0;
};

// One per loop, used on that loop only; must outlive every Incoming it gave.
// proxy: as libcurl takes it ("" = none; the environment is not read). A guarded request goes
// without it: a proxy would resolve the name where the guard cannot see the address.
std::unique_ptr<Client> make_client(Loop& loop, std::string proxy = {});

// Whether an address (v4 or v6, text) is one that the public internet can be: not loopback,
// private, link-local, carrier NAT, benchmarking, documentation, multicast, reserved, unspecified,
// nor a v6 form that embeds such a v4 address (mapped, compatible, 6to4, NAT64).
bool is_public_address(std::string_view address);

// Whether a URL's host is this machine or one of its network, as far as the URL itself says:
// "localhost", or a number that is no public address.
bool is_local_url(std::string_view url);

}  // namespace easel::http
