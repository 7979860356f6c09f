#pragma once

#include <ctime>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "http/peer.h"
#include "http/request_parser.h"
#include "http/server.h"
#include "runtime/task.h"

// One accepted connection: reads requests one after the other, hands each to the handler, and
// writes its answer. Owned by the coroutine that runs it; the server knows it for sweeping only.
namespace easel::http {

// What the connections of one server share.
class Connection;

struct ServerShared {
  virtual ~ServerShared() = default;
  // The connection is being destroyed.
  virtual void forget(Connection& connection) = 0;

  ServerLimits limits;
  Handler handler;
  Time now;  // coarse; see Peer
  bool draining = false;
  std::string_view date();  // as the Date header has it

 private:
  std::time_t date_of_ = 0;
  std::string date_;
};

// Bytes received and not yet used: [begin, end) of a block that grows and shrinks.
class Inbox {
 public:
  std::string_view bytes() const { return {data_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  bool allocated() const { return data_ != nullptr; }
  std::size_t capacity() const { return capacity_; }
  void consume(std::size_t n) { begin_ += n; }
  std::span<char> room() { return {data_.get() + end_, capacity_ - end_}; }
  void received(std::size_t n) { end_ += n; }

  void to_front();                          // moves the bytes to the beginning of the block
  void set_capacity(std::size_t capacity);  // at least what it holds; moves to the front, too
  void append(std::string_view bytes);
  void clear() { begin_ = end_ = 0; }
  void release();

 private:
  std::unique_ptr<char[]> data_;
  std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

class ServerRequest final : public Request {
 public:
  explicit ServerRequest(Connection& connection) : connection_(connection) {}
  Task<Result<std::span<const char>>> read_body() override;
  void on_client_gone(std::move_only_function<void()> fn) override;
  bool client_gone() const override;

 private:
  friend class Connection;
  void begin(RequestHead& head, std::string_view remote);
  std::unexpected<Error> refuse_body();
  Task<bool> receive_body();

  Connection& connection_;
  std::move_only_function<void()> gone_when_read_;  // set before the body was read
  bool continue_wanted_ = false;
  bool body_failed_ = false;
};

class ServerResponse final : public Response {
 public:
  explicit ServerResponse(Connection& connection) : connection_(connection) {}
  void add_header(std::string name, std::string value) override;
  Task<Status> send(int status, std::string_view content_type, std::string_view body) override;
  Task<Status> send_raw(std::string_view bytes) override;
  Task<Status> start(int status, std::string_view content_type,
                     std::int64_t content_length) override;
  Task<Status> write(std::string_view bytes) override;
  Task<Status> finish() override;
  bool started() const override { return state_ != State::idle; }
  std::uint64_t bytes_sent() const override;
  int status() const override { return status_; }

 private:
  friend class Connection;
  enum class State { idle, streaming, finished, broken };
  enum class Framing { length, chunked, until_close };

  void begin();
  void form_head(int status, std::string_view content_type, std::int64_t content_length);
  Task<bool> put(std::span<iovec> pieces);
  Status settle(bool written, State next);

  Connection& connection_;
  std::string head_;
  std::string added_;  // header lines to add
  std::uint64_t bytes_before_ = 0;
  std::uint64_t body_left_ = 0;
  State state_ = State::idle;
  Framing framing_ = Framing::length;
  int status_ = 0;
  bool close_ = false;  // the connection ends with this answer
};

class Connection {
 public:
  Connection(Socket socket, std::shared_ptr<ServerShared> shared);
  ~Connection();
  Connection(const Connection&) = delete;

  // Until either side closes. `connection` is destroyed at its end.
  static Task<> run(std::unique_ptr<Connection> connection);

  Peer& peer() { return peer_; }
  // Between requests, with nothing received of the next one.
  bool idle() const { return idle_; }

  // The server's list of its connections.
  Connection* previous = nullptr;
  Connection* next = nullptr;

 private:
  friend class ServerRequest;
  friend class ServerResponse;

  Task<> serve();
  Task<bool> read_head();
  Task<bool> answer();
  Task<> refuse(int status, std::string_view message);
  Task<> close_slowly();
  bool body_was_read();
  void keep_leftovers();

  std::shared_ptr<ServerShared> shared_;
  Peer peer_;
  std::string remote_;
  RequestParser parser_;
  Inbox head_inbox_;  // the views of the request point into it
  Inbox body_inbox_;  // allocated while a body is read that did not come with its head
  std::size_t head_size_ = 0;
  ServerRequest request_;
  ServerResponse response_;
  bool idle_ = true;
};

}  // namespace easel::http
