#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

// Requests out of bytes, without a socket: Beast's basic_parser for the grammar, and on top of it
// what Beast lets through but must be refused (see server.h), since two readers that disagree on
// where a request ends are how requests are smuggled.
namespace easel::http {

// Views point into the bytes that were given to read_head().
struct RequestHead {
  std::string_view method, target, path, query;
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  bool http11 = true;
  bool keep_alive = true;
  bool has_body = false;
  bool expects_continue = false;
};

class RequestParser {
 public:
  enum class Step {
    need_more,  // call again with the unconsumed bytes and more after them
    piece,      // (body) some bytes of the body
    done,
    refused,  // see refusal(); nothing more can be read from this peer
  };
  struct Refusal {
    int status = 400;
    std::string_view message;
  };

  RequestParser(std::size_t max_head_bytes, std::uint64_t max_body_bytes);
  ~RequestParser();

  // Ready for the next request.
  void reset();

  // bytes: everything received since reset(), from its first byte, and at the same address in the
  // call that returns done. Then `consumed` is the length of the head.
  Step read_head(std::string_view bytes, std::size_t& consumed);
  RequestHead& head() { return head_; }  // its vector may be swapped for another

  // After the head: takes `consumed` bytes, and yields a piece of them, without copying.
  Step read_body(std::string_view bytes, std::size_t& consumed, std::string_view& piece);
  bool done() const;  // the whole request was read
  // How many bytes of the body are still to come; max for a chunked one.
  std::uint64_t remaining() const;

  const Refusal& refusal() const { return refusal_; }

 private:
  class Grammar;
  struct Reusable;

  Step find_end_of_head(std::string_view bytes, std::size_t& end);
  Step refuse(int status, std::string_view message);

  const std::size_t max_head_bytes_;
  const std::uint64_t max_body_bytes_;
  std::unique_ptr<Reusable> grammar_;
  RequestHead head_;
  Refusal refusal_;
  std::size_t scanned_ = 0;     // bytes already looked at for the end of the head
  std::size_t line_start_ = 0;  // where the line begins that is being looked at
  std::size_t leading_ = 0;     // empty lines before the request line
};

}  // namespace easel::http
