#pragma once

#include <sys/uio.h>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <span>

#include "runtime/clock.h"
#include "runtime/task.h"

// The other end of one accepted connection: its socket, what time it has left, and whether it is
// still there. Loop thread only.
namespace easel::http {

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

class Peer {
 public:
  // `now` is the server's coarse clock, which its sweep moves on: a request costs no look at the
  // clock and no timer.
  Peer(Socket socket, const Time& now, Duration write_idle);
  ~Peer();

  Socket& socket() { return socket_; }
  Executor executor() { return socket_.get_executor(); }

  // A read that has not completed after `duration` is cancelled by the sweep; then expired().
  void expect_within(Duration duration) {
    deadline_ = now_ + duration;
    expired_ = false;
  }
  void expect_nothing() { deadline_ = Time::max(); }
  bool expired() const { return expired_; }
  // Called by the server a few times per second.
  void sweep();

  // Writes without copying. The pieces are advanced as the kernel takes them.
  enum class Written { all, blocked, turn_over, gone };
  Written write_now(std::span<iovec>& pieces);
  // The rest, waiting as long as the peer takes something within the write idle time. False: gone.
  Task<bool> write_rest(std::span<iovec> pieces);

  // Calls fn once when the peer closes its side or the connection breaks, until unwatch().
  void watch(std::move_only_function<void()> fn);
  void unwatch();
  bool gone() const { return gone_; }
  bool has_hung_up() const;  // asks the kernel

  // Ends the connection under whoever is using it; whatever waits on the socket resumes.
  void cut();
  // Closes with RST, for an answer that must not look whole.
  void reset();

  std::uint64_t bytes_written() const { return bytes_written_; }

 private:
  struct Watch;
  void wait_for_hang_up();
  void on_readable();
  void leave();
  int unsent() const;

  Socket socket_;
  const Time& now_;
  const Duration write_idle_;
  Time deadline_ = Time::max();
  std::shared_ptr<Watch> watch_;
  std::uint64_t bytes_written_ = 0;
  std::size_t turn_ = 0;  // written since this coroutine last gave way to others
  int unsent_ = 0;        // the kernel's backlog when the write began to wait
  bool writing_ = false;
  bool expired_ = false;
  bool gone_ = false;
};

}  // namespace easel::http
