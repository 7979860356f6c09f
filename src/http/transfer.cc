#include "http/transfer.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

namespace easel::http {

namespace {

// While nobody reads, one buffer fills, one is with the reader, and libcurl holds one receive
// buffer (16 KiB, transfer_options.cc): 64 KiB together at most.
constexpr std::size_t kBuffer = 16 * 1024;
constexpr std::size_t kMostHeaderBytes = 64 * 1024;
// A pooled connection that its peer was just closing breaks at once. One that breaks later had a
// request that was being worked on, and perhaps paid for: that is never sent twice.
constexpr auto kStaleConnection = std::chrono::seconds(1);

std::string text_of(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  if (address->sa_family == AF_INET) {
    bytes = &reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
  } else if (address->sa_family == AF_INET6) {
    bytes = &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  }
  if (!bytes) return {};
  return ::inet_ntop(address->sa_family, bytes, text.data(), text.size()) ? text.data() : "";
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

void Transfer::begin() {
  progressed();
  added_ = true;
  multi_->add(easy_.get());
}

std::size_t Transfer::on_header(char* bytes, std::size_t, std::size_t size, void* self) {
  return static_cast<Transfer*>(self)->take_header({bytes, size}) ? size : 0;
}

bool Transfer::take_header(std::string_view line) {
  progressed();
  header_bytes_ += line.size();
  if (header_bytes_ > kMostHeaderBytes) return false;
  if (head_done_) return true;  // trailers are of no use here
  if (line.starts_with("HTTP/")) {
    headers.clear();
    const auto space = std::min(line.find(' '), line.size());
    const auto code = trim(line.substr(space)).substr(0, 3);
    std::from_chars(code.data(), code.data() + code.size(), status);
    return true;
  }
  if (trim(line).empty()) {
    head_done_ = status >= 200;  // 1xx is followed by another head
    if (head_done_) changed_.notify_all();
    return true;
  }
  if (line.front() == ' ' || line.front() == '\t') {
    if (!headers.empty()) headers.back().second.append(" ").append(trim(line));
    return true;
  }
  const auto colon = line.find(':');
  if (colon != line.npos) {
    headers.emplace_back(trim(line.substr(0, colon)), trim(line.substr(colon + 1)));
  }
  return true;
}

std::size_t Transfer::on_body(char* bytes, std::size_t, std::size_t size, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (!transfer.filling_.empty() && transfer.filling_.size() + size > kBuffer) {
    transfer.paused_ = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  transfer.progressed();
  const bool was_empty = transfer.filling_.empty();
  transfer.filling_.append(bytes, size);
  if (was_empty) transfer.changed_.notify_all();
  return size;
}

std::size_t Transfer::on_upload(char* room, std::size_t, std::size_t size, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const auto& body = transfer.request_.body;
  transfer.progressed();
  std::size_t given = 0;
  while (given < size && transfer.piece_ < body.size()) {
    const auto rest = body[transfer.piece_].bytes.substr(transfer.piece_offset_);
    const auto n = std::min(rest.size(), size - given);
    std::memcpy(room + given, rest.data(), n);
    given += n;
    transfer.piece_offset_ += n;
    if (n < rest.size()) break;
    ++transfer.piece_;
    transfer.piece_offset_ = 0;
  }
  return given;
}

// libcurl sends a request again when a pooled connection turns out to have been closed.
int Transfer::on_seek(void* self, curl_off_t offset, int origin) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (origin != SEEK_SET || offset != 0) return CURL_SEEKFUNC_CANTSEEK;
  const auto age = transfer.multi_->clock().now() - transfer.connected_at_;
  if (transfer.connected_ && age > kStaleConnection) return CURL_SEEKFUNC_FAIL;
  transfer.piece_ = transfer.piece_offset_ = 0;
  return CURL_SEEKFUNC_OK;
}

curl_socket_t Transfer::on_open(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.request_.guarded && !is_public_address(text_of(&address->addr))) {
    transfer.refused_by_guard_ = true;
    return CURL_SOCKET_BAD;
  }
  const auto fd = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (fd >= 0) transfer.multi_->forget(fd);
  return fd;
}

// Connected, and about to send: from here on the peer may have heard of the request. Also sees
// connections that were pooled by a request that was not guarded.
int Transfer::on_connected(void* self, char* address, char*, int, int) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.request_.guarded && !is_public_address(address)) {
    transfer.refused_by_guard_ = true;
    return CURL_PREREQFUNC_ABORT;
  }
  transfer.connected_ = true;
  transfer.request_left_ = true;
  transfer.progressed();
  transfer.connected_at_ = transfer.last_progress_;
  transfer.changed_.notify_all();  // another deadline holds now, maybe an earlier one
  return CURL_PREREQFUNC_OK;
}

void Transfer::on_finished(CURLcode result) {
  result_ = result;
  finished_ = true;
  changed_.notify_all();
}

Time Transfer::deadline() const {
  if (!connected_) return last_progress_ + request_.connect_timeout;
  return last_progress_ + (head_done_ ? request_.idle_timeout : request_.first_byte_timeout);
}

Task<Status> Transfer::wait_for_head() {
  while (!head_done_ && !finished_) {
    if (timed_out()) co_return std::unexpected(timeout());
    co_await changed_.wait_until(multi_->clock(), deadline());
  }
  if (!head_done_) co_return std::unexpected(failure());
  const char* address = nullptr;
  curl_easy_getinfo(easy_.get(), CURLINFO_PRIMARY_IP, &address);
  if (address) effective_address = address;
  co_return Status();
}

Task<Result<std::span<const char>>> Transfer::read() {
  reading_.clear();
  while (filling_.empty() && !finished_) {
    if (timed_out()) co_return std::unexpected(timeout());
    co_await changed_.wait_until(multi_->clock(), deadline());
  }
  std::swap(reading_, filling_);
  if (reading_.empty() && result_ != CURLE_OK) co_return std::unexpected(failure());
  if (std::exchange(paused_, false)) {
    progressed();
    curl_easy_pause(easy_.get(), CURLPAUSE_CONT);
  }
  co_return std::span<const char>(reading_);
}

Error Transfer::timeout() const {
  const std::string_view when = !connected_  ? "could not be connected to in time"
                                : head_done_ ? "stopped sending"
                                             : "did not answer in time";
  return {.kind = ErrorKind::timeout,
          .message = "The provider " + std::string(when),
          .detail = request_.url.substr(0, request_.url.find('?'))};
}

Error Transfer::failure() const {
  if (refused_by_guard_) {
    return {.kind = ErrorKind::permission_denied,
            .message = "This address is not on the public internet and may not be fetched"};
  }
  const std::string detail = std::string(curl_easy_strerror(result_)) + ": " + error_text_.data();
  switch (result_) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_LOGIN_DENIED:
      return {.kind = ErrorKind::invalid_request,
              .message = "This is not an http or https address that can be fetched",
              .detail = detail};
    case CURLE_OPERATION_TIMEDOUT: {
      auto error = timeout();
      error.detail = detail;
      return error;
    }
    default:
      break;
  }
  return {.kind = ErrorKind::provider_error,
          .message = head_done_   ? "The provider's answer broke off"
                     : connected_ ? "The provider closed the connection without an answer"
                                  : "The provider could not be reached",
          .detail = detail};
}

}  // namespace easel::http
