#include <array>
#include <charconv>
#include <utility>

#include "http/connection.h"

namespace easel::http {

namespace {

constexpr std::size_t kUsualHead = 4 * 1024;

iovec piece(std::string_view bytes) {
  return {.iov_base = const_cast<char*>(bytes.data()), .iov_len = bytes.size()};
}

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;
  out.append(digits.data(), std::to_chars(digits.begin(), digits.end(), number).ptr);
}

// Header text comes from providers and from configuration, too: a line break in it would begin a
// header, or an answer, of somebody else's making.
void append_header_text(std::string& out, std::string_view text) {
  for (char c : text) out += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? ' ' : c;
}

bool has_no_body(int status) {
  return status < 200 || status == 204 || status == 304;
}

}  // namespace

void ServerResponse::begin() {
  head_.clear();
  added_.clear();
  if (head_.capacity() > kUsualHead) head_.shrink_to_fit();
  if (added_.capacity() > kUsualHead) added_.shrink_to_fit();
  bytes_before_ = connection_.peer_.bytes_written();
  body_left_ = 0;
  state_ = State::idle;
  status_ = 0;
  close_ = false;
}

std::uint64_t ServerResponse::bytes_sent() const {
  return connection_.peer_.bytes_written() - bytes_before_;
}

void ServerResponse::add_header(std::string name, std::string value) {
  append_header_text(added_, name);
  added_ += ": ";
  append_header_text(added_, value);
  added_ += "\r\n";
}

void ServerResponse::form_head(int status, std::string_view content_type,
                               std::int64_t content_length) {
  const auto& request = connection_.parser_.head();
  status_ = status;
  if (!request.keep_alive || connection_.shared_->draining) close_ = true;
  framing_ = content_length >= 0 || has_no_body(status) ? Framing::length
             : request.http11                           ? Framing::chunked
                                                        : Framing::until_close;
  if (framing_ == Framing::until_close) close_ = true;

  head_ = "HTTP/1.1 ";
  append_number(head_, static_cast<std::uint64_t>(status));
  head_ += ' ';
  head_ += reason_phrase(status);
  head_ += "\r\nServer: easel\r\nDate: ";
  head_ += connection_.shared_->date();
  if (!content_type.empty()) {
    head_ += "\r\nContent-Type: ";
    append_header_text(head_, content_type);
  }
  if (framing_ == Framing::chunked) {
    head_ += "\r\nTransfer-Encoding: chunked";
  } else if (content_length >= 0 && !has_no_body(status)) {
    head_ += "\r\nContent-Length: ";
    append_number(head_, static_cast<std::uint64_t>(content_length));
  }
  if (close_) {
    head_ += "\r\nConnection: close";
  } else if (!request.http11) {
    head_ += "\r\nConnection: keep-alive";
  }
  head_ += "\r\n";
  head_ += added_;
  head_ += "\r\n";
}

Status ServerResponse::settle(bool written, State next) {
  state_ = written ? next : State::broken;
  if (written) return {};
  return fail(ErrorKind::cancelled, "The client has gone");
}

// The usual answer fits into the kernel's buffer, and needs no coroutine to wait.
#define EASEL_PUT(pieces, next)                          \
  std::span<iovec> rest = (pieces);                      \
  auto written = connection_.peer_.write_now(rest);      \
  bool whole = written == Peer::Written::all;            \
  if (!whole && written != Peer::Written::gone) {        \
    whole = co_await connection_.peer_.write_rest(rest); \
  }                                                      \
  co_return settle(whole, next)

Task<Status> ServerResponse::send(int status, std::string_view content_type,
                                  std::string_view body) {
  if (!connection_.body_was_read()) close_ = true;
  form_head(status, content_type, static_cast<std::int64_t>(body.size()));
  const bool bare = connection_.parser_.head().method == "HEAD" || has_no_body(status);
  std::array<iovec, 2> pieces{piece(head_), piece(body)};
  EASEL_PUT(std::span(pieces).first(bare || body.empty() ? 1 : 2), State::finished);
}

Task<Status> ServerResponse::send_raw(std::string_view bytes) {
  const auto& request = connection_.parser_.head();
  if (!request.keep_alive || !request.http11 || !connection_.body_was_read()) close_ = true;
  if (bytes.size() > 12) std::from_chars(bytes.data() + 9, bytes.data() + 12, status_);
  if (request.method == "HEAD") bytes = bytes.substr(0, bytes.find("\r\n\r\n") + 4);
  std::array<iovec, 1> pieces{piece(bytes)};
  EASEL_PUT(std::span(pieces), State::finished);
}

Task<Status> ServerResponse::start(int status, std::string_view content_type,
                                   std::int64_t content_length) {
  if (!connection_.parser_.done()) close_ = true;
  form_head(status, content_type, content_length);
  body_left_ = content_length >= 0 ? static_cast<std::uint64_t>(content_length) : 0;
  std::array<iovec, 1> pieces{piece(head_)};
  EASEL_PUT(std::span(pieces), State::streaming);
}

Task<Status> ServerResponse::write(std::string_view bytes) {
  if (state_ != State::streaming) co_return settle(false, state_);
  if (bytes.empty()) co_return Status();
  if (framing_ == Framing::length && !has_no_body(status_)) {
    if (bytes.size() > body_left_) {
      state_ = State::broken;
      co_return std::unexpected(internal("more was written than Content-Length said"));
    }
    body_left_ -= bytes.size();
  }
  if (connection_.parser_.head().method == "HEAD" || has_no_body(status_)) co_return Status();
  std::array<char, 20> size;
  std::array<iovec, 3> pieces{iovec{}, piece(bytes), piece("\r\n")};
  std::span<iovec> frame = std::span(pieces).subspan(1, 1);
  if (framing_ == Framing::chunked) {
    auto* end = std::to_chars(size.begin(), size.end(), bytes.size(), 16).ptr;
    *end++ = '\r';
    *end++ = '\n';
    pieces[0] = piece({size.data(), end});
    frame = std::span(pieces);
  }
  EASEL_PUT(frame, State::streaming);
}

Task<Status> ServerResponse::finish() {
  if (state_ != State::streaming) co_return settle(false, state_);
  const bool bare = connection_.parser_.head().method == "HEAD" || has_no_body(status_);
  if (framing_ == Framing::length && body_left_ > 0 && !bare) {
    state_ = State::broken;
    co_return std::unexpected(internal("less was written than Content-Length said"));
  }
  if (framing_ != Framing::chunked || bare) co_return settle(true, State::finished);
  std::array<iovec, 1> pieces{piece("0\r\n\r\n")};
  EASEL_PUT(std::span(pieces), State::finished);
}

#undef EASEL_PUT

}  // namespace easel::http
