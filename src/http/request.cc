#include <boost/asio/buffer.hpp>
#include <utility>

#include "http/connection.h"
#include "http/text.h"

namespace easel::http {

namespace {

// Reads go into a block of at most this size; a piece is never larger.
constexpr std::size_t kBodyInbox = 64 * 1024;
constexpr std::size_t kSmallestBodyInbox = 4 * 1024;
// What may be left unconsumed while a chunk header or trailers are incomplete.
constexpr std::size_t kMostChunkHeader = 16 * 1024;

std::unexpected<Error> gone() {
  return fail(ErrorKind::cancelled, "The client has gone");
}

}  // namespace

std::string_view Request::header(std::string_view lower_name) const {
  for (const auto& [name, value] : headers_) {
    if (equal_ignoring_case(name, lower_name)) return value;
  }
  return {};
}

Task<Result<std::string>> Request::read_all(std::size_t limit) {
  std::string body;
  for (;;) {
    auto piece = co_await read_body();
    if (!piece) co_return std::unexpected(std::move(piece).error());
    if (piece->empty()) co_return body;
    if (piece->size() > limit - body.size()) {
      co_return fail(ErrorKind::payload_too_large, "The request body is too large");
    }
    body.append(piece->data(), piece->size());
  }
}

void ServerRequest::begin(RequestHead& head, std::string_view remote) {
  method_ = head.method;
  target_ = head.target;
  path_ = head.path;
  query_ = head.query;
  remote_ = remote;
  headers_.swap(head.headers);
  has_body_ = head.has_body;
  continue_wanted_ = head.expects_continue;
  body_failed_ = false;
}

Task<Result<std::span<const char>>> ServerRequest::read_body() {
  auto& parser = connection_.parser_;
  if (body_failed_) co_return gone();
  for (;;) {
    auto& inbox =
        connection_.body_inbox_.allocated() ? connection_.body_inbox_ : connection_.head_inbox_;
    std::size_t used = 0;
    std::string_view piece;
    const auto step = parser.read_body(inbox.bytes(), used, piece);
    inbox.consume(used);
    if (gone_when_read_ && parser.done()) {
      connection_.peer_.watch(std::exchange(gone_when_read_, nullptr));
    }
    // A client that sends without being asked does not wait to be asked.
    if (step == RequestParser::Step::piece) continue_wanted_ = false;
    if (step == RequestParser::Step::piece) co_return std::span(piece.data(), piece.size());
    if (step == RequestParser::Step::done) co_return std::span<const char>();
    if (step == RequestParser::Step::refused) co_return refuse_body();
    const bool received = co_await receive_body();
    if (received) continue;
    body_failed_ = true;
    if (!connection_.peer_.expired()) co_return gone();
    co_return fail(ErrorKind::timeout, "The request body took too long to arrive");
  }
}

std::unexpected<Error> ServerRequest::refuse_body() {
  body_failed_ = true;
  const auto& refusal = connection_.parser_.refusal();
  return fail(refusal.status == 413 ? ErrorKind::payload_too_large : ErrorKind::invalid_request,
              std::string(refusal.message));
}

// More bytes of the body into its inbox. False: the peer has gone, or took too long.
Task<bool> ServerRequest::receive_body() {
  auto& peer = connection_.peer_;
  auto& inbox = connection_.body_inbox_;
  const auto remaining = connection_.parser_.remaining();
  if (!inbox.allocated()) {
    auto& head_inbox = connection_.head_inbox_;
    const auto leftover = head_inbox.bytes();
    if (leftover.size() > kMostChunkHeader) co_return false;
    inbox.set_capacity(std::clamp<std::uint64_t>(remaining, kSmallestBodyInbox, kBodyInbox));
    inbox.append(leftover);
    head_inbox.consume(leftover.size());
  } else {
    if (inbox.bytes().size() > kMostChunkHeader) co_return false;
    inbox.to_front();
  }
  if (std::exchange(continue_wanted_, false)) {
    iovec text{.iov_base = const_cast<char*>("HTTP/1.1 100 Continue\r\n\r\n"), .iov_len = 25};
    const bool written = co_await peer.write_rest({&text, 1});
    if (!written) co_return false;
  }
  peer.expect_within(connection_.shared_->limits.body_idle_timeout);
  auto room = inbox.room();
  // Never beyond a body of known length: what follows belongs to the next head.
  room = room.first(std::min<std::uint64_t>(room.size(), remaining));
  auto [error, n] = co_await peer.socket().async_read_some(
      boost::asio::buffer(room.data(), room.size()), use_task);
  peer.expect_nothing();
  if (error) co_return false;
  inbox.received(n);
  co_return true;
}

void ServerRequest::on_client_gone(std::move_only_function<void()> fn) {
  if (connection_.parser_.done()) {
    connection_.peer_.watch(std::move(fn));
  } else {
    gone_when_read_ = std::move(fn);
  }
}

bool ServerRequest::client_gone() const {
  // Before the body was read a half-closed peer may just have sent all of it.
  return connection_.peer_.gone() ||
         (connection_.parser_.done() && connection_.peer_.has_hung_up());
}

}  // namespace easel::http
