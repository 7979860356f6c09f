#include "http/peer.h"

#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <utility>

namespace easel::http {

namespace asio = boost::asio;

namespace {

ssize_t send_pieces(int fd, std::span<iovec> pieces) {
  constexpr int kFlags = MSG_NOSIGNAL | MSG_DONTWAIT;
  if (pieces.size() == 1) return ::send(fd, pieces[0].iov_base, pieces[0].iov_len, kFlags);
  msghdr message{};
  message.msg_iov = pieces.data();
  message.msg_iovlen = pieces.size();
  return ::sendmsg(fd, &message, kFlags);
}

}  // namespace

// Shared with the wait that is in flight, which may complete after the watch or the peer has gone.
struct Peer::Watch {
  Peer* peer;
  std::move_only_function<void()> fn;
  // Bytes of a next request are waiting: readable says nothing any more, so the sweep asks.
  bool by_sweep = false;
};

Peer::Peer(Socket socket, const Time& now, Duration write_idle)
    : socket_(std::move(socket)), now_(now), write_idle_(write_idle) {}

Peer::~Peer() {
  if (watch_) watch_->peer = nullptr;
}

int Peer::unsent() const {
  int bytes = 0;
  auto& socket = const_cast<Socket&>(socket_);  // native_handle() only reads
  return ::ioctl(socket.native_handle(), SIOCOUTQ, &bytes) == 0 ? bytes : 0;
}

void Peer::sweep() {
  if (watch_ && watch_->by_sweep && has_hung_up()) leave();
  if (now_ < deadline_) return;
  if (writing_) {
    // The kernel asks for more only when a good part of its buffer is free, which a very slow
    // reader may not reach in time; but it does take bytes.
    const int left = unsent();
    if (left < unsent_) {
      unsent_ = left;
      return expect_within(write_idle_);
    }
  }
  expect_nothing();
  expired_ = true;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

Peer::Written Peer::write_now(std::span<iovec>& pieces) {
  constexpr std::size_t kTurn = 512 * 1024;
  constexpr std::size_t kWriteCost = 1024;  // many small writes are a long turn, too
  if (gone_) return Written::gone;
  while (!pieces.empty()) {
    if (turn_ >= kTurn) return Written::turn_over;
    const auto n = send_pieces(socket_.native_handle(), pieces);
    if (n < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) return Written::blocked;
      gone_ = true;
      return Written::gone;
    }
    auto taken = static_cast<std::size_t>(n);
    bytes_written_ += taken;
    turn_ += taken + kWriteCost;
    while (!pieces.empty() && taken >= pieces.front().iov_len) {
      taken -= pieces.front().iov_len;
      pieces = pieces.subspan(1);
    }
    if (taken > 0) {
      auto& first = pieces.front();
      first.iov_base = static_cast<char*>(first.iov_base) + taken;
      first.iov_len -= taken;
    }
  }
  return Written::all;
}

Task<bool> Peer::write_rest(std::span<iovec> pieces) {
  for (;;) {
    const auto written = write_now(pieces);
    if (written == Written::all) co_return true;
    if (written == Written::gone) co_return false;
    turn_ = 0;
    if (written == Written::turn_over) {
      co_await asio::post(executor(), asio::use_awaitable_t<Executor>{});
      continue;
    }
    unsent_ = unsent();
    writing_ = true;
    expect_within(write_idle_);
    auto [error] = co_await socket_.async_wait(Socket::wait_write, use_task);
    writing_ = false;
    expect_nothing();
    if (error || expired_) gone_ = true;
    if (gone_) co_return false;
  }
}

bool Peer::has_hung_up() const {
  if (gone_) return true;
  auto& socket = const_cast<Socket&>(socket_);  // native_handle() only reads
  pollfd ask{.fd = socket.native_handle(), .events = POLLRDHUP, .revents = 0};
  return ::poll(&ask, 1, 0) > 0 && (ask.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
}

void Peer::watch(std::move_only_function<void()> fn) {
  unwatch();
  watch_ = std::make_shared<Watch>(this, std::move(fn));
  wait_for_hang_up();
}

void Peer::unwatch() {
  if (!watch_) return;
  std::exchange(watch_, nullptr)->peer = nullptr;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Peer::wait_for_hang_up() {
  socket_.async_wait(Socket::wait_read, [watch = watch_](boost::system::error_code error) {
    if (!error && watch->peer) watch->peer->on_readable();
  });
}

void Peer::on_readable() {
  char byte;
  const auto n = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (n > 0) {
    watch_->by_sweep = true;
    if (has_hung_up()) leave();
  } else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
    wait_for_hang_up();
  } else {
    leave();
  }
}

void Peer::leave() {
  gone_ = true;
  auto watch = std::exchange(watch_, nullptr);
  if (!watch) return;
  watch->peer = nullptr;
  boost::system::error_code ignored;
  socket_.cancel(ignored);  // a write that waits has nothing to wait for
  if (watch->fn) watch->fn();
}

void Peer::reset() {
  boost::system::error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);  // the destructor would switch lingering off again
}

void Peer::cut() {
  boost::system::error_code ignored;
  socket_.close(ignored);
  leave();
}

}  // namespace easel::http
