#include "http/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <cstring>
#include <utility>

#include "base/log.h"

namespace easel::http {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kIdleInbox = 4 * 1024;

}  // namespace

void Inbox::to_front() {
  if (begin_ == 0) return;
  std::memmove(data_.get(), data_.get() + begin_, end_ - begin_);
  end_ -= std::exchange(begin_, 0);
}

void Inbox::set_capacity(std::size_t capacity) {
  capacity = std::max(capacity, end_ - begin_);
  auto block = std::make_unique_for_overwrite<char[]>(capacity);
  if (data_) std::memcpy(block.get(), data_.get() + begin_, end_ - begin_);
  data_ = std::move(block);
  capacity_ = capacity;
  end_ -= std::exchange(begin_, 0);
}

void Inbox::append(std::string_view bytes) {
  if (bytes.size() > capacity_ - end_) set_capacity(end_ - begin_ + bytes.size());
  std::memcpy(data_.get() + end_, bytes.data(), bytes.size());
  end_ += bytes.size();
}

void Inbox::release() {
  data_.reset();
  capacity_ = begin_ = end_ = 0;
}

Connection::Connection(Socket socket, std::shared_ptr<ServerShared> shared)
    : shared_(std::move(shared)),
      peer_(std::move(socket), shared_->now, shared_->limits.write_idle_timeout),
      parser_(shared_->limits.max_head_bytes, shared_->limits.max_body_bytes),
      request_(*this),
      response_(*this) {
  boost::system::error_code error;
  const auto endpoint = peer_.socket().remote_endpoint(error);
  if (!error) remote_ = endpoint.address().to_string();
  peer_.socket().set_option(asio::ip::tcp::no_delay(true), error);
}

Connection::~Connection() {
  shared_->forget(*this);
}

Task<> Connection::run(std::unique_ptr<Connection> connection) {
  co_await connection->serve();
}

Task<> Connection::serve() {
  head_inbox_.set_capacity(kIdleInbox);
  for (;;) {
    parser_.reset();
    const bool have_head = co_await read_head();
    if (!have_head) co_return;
    const bool keep = co_await answer();
    if (!keep) co_return;
    keep_leftovers();
  }
}

Task<bool> Connection::read_head() {
  const auto& limits = shared_->limits;
  idle_ = head_inbox_.empty();
  peer_.expect_within(idle_ ? limits.idle_timeout : limits.head_timeout);
  auto step = RequestParser::Step::need_more;
  if (!idle_) step = parser_.read_head(head_inbox_.bytes(), head_size_);
  while (step == RequestParser::Step::need_more) {
    if (idle_ && shared_->draining) co_return false;
    if (head_inbox_.room().empty()) {
      head_inbox_.set_capacity(std::min(head_inbox_.capacity() * 2, limits.max_head_bytes + 16));
    }
    const auto room = head_inbox_.room();
    auto [error, n] =
        co_await peer_.socket().async_read_some(asio::buffer(room.data(), room.size()), use_task);
    if (error) {
      if (peer_.expired() && !idle_) co_await refuse(408, "The request took too long to arrive");
      co_return false;
    }
    head_inbox_.received(n);
    if (std::exchange(idle_, false)) peer_.expect_within(limits.head_timeout);
    step = parser_.read_head(head_inbox_.bytes(), head_size_);
  }
  peer_.expect_nothing();
  if (step == RequestParser::Step::done) co_return true;
  co_await refuse(parser_.refusal().status, parser_.refusal().message);
  co_return false;
}

// True: the connection is good for another request.
Task<bool> Connection::answer() {
  request_.begin(parser_.head(), remote_);
  head_inbox_.consume(head_size_);
  response_.begin();
  bool threw = false;
  try {
    co_await shared_->handler(request_, response_);
  } catch (...) {
    log::bug("a request handler");
    threw = true;
  }
  request_.gone_when_read_ = nullptr;
  peer_.unwatch();
  if (!response_.started() && !threw && request_.client_gone()) {
    peer_.reset();  // nobody is there to be answered
    co_return false;
  }
  if (!response_.started()) {
    if (!threw) log::error("a request handler returned without an answer");
    constexpr std::string_view kBody =
        R"({"error":{"code":500,"message":"Internal Server Error"}})";
    auto sent = co_await response_.send(500, "application/json", kBody);
    if (!sent) co_return false;
  }
  if (response_.state_ != ServerResponse::State::finished) {
    // Half an answer must not look whole: reset, so that not even an until-close body ends well.
    peer_.reset();
    co_return false;
  }
  if (!response_.close_ && body_was_read() && !shared_->draining) co_return true;
  co_await close_slowly();
  co_return false;
}

// Also takes what of an unread body has arrived already, so that a handler which ignores a small
// body does not cost the connection.
bool Connection::body_was_read() {
  while (!parser_.done()) {
    auto& inbox = body_inbox_.allocated() ? body_inbox_ : head_inbox_;
    std::size_t used = 0;
    std::string_view piece;
    const auto step = parser_.read_body(inbox.bytes(), used, piece);
    inbox.consume(used);
    if (step == RequestParser::Step::need_more || step == RequestParser::Step::refused) {
      return false;
    }
  }
  return true;
}

void Connection::keep_leftovers() {
  if (body_inbox_.allocated()) {
    // The head's bytes were used up before the body's block was begun.
    head_inbox_.to_front();
    head_inbox_.append(body_inbox_.bytes());
    body_inbox_.release();
  }
  if (head_inbox_.capacity() > kIdleInbox && head_inbox_.bytes().size() <= kIdleInbox) {
    head_inbox_.set_capacity(kIdleInbox);
  } else {
    head_inbox_.to_front();
  }
}

Task<> Connection::refuse(int status, std::string_view message) {
  response_.begin();
  response_.close_ = true;
  const auto body = fmt::format(R"({{"error":{{"code":{},"message":"{}"}}}})", status, message);
  auto sent = co_await response_.send(status, "application/json", body);
  if (sent) co_await close_slowly();
}

// Closing a socket with unread bytes resets it, and the peer may lose the answer it has not read
// yet. So tell it that this was all, and read for a moment what it still sends.
Task<> Connection::close_slowly() {
  constexpr std::size_t kMostDiscarded = 4 << 20;
  boost::system::error_code error;
  peer_.socket().shutdown(asio::socket_base::shutdown_send, error);
  if (error) co_return;
  body_inbox_.release();
  head_inbox_.clear();
  peer_.expect_within(std::chrono::seconds(2));
  for (std::size_t discarded = 0; discarded < kMostDiscarded && !peer_.expired();) {
    const auto room = head_inbox_.room();
    auto [failed, n] =
        co_await peer_.socket().async_read_some(asio::buffer(room.data(), room.size()), use_task);
    if (failed) co_return;
    discarded += n;
  }
}

}  // namespace easel::http
