#include "http/client.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

#include "http/curl_multi.h"
#include "http/text.h"
#include "runtime/event.h"

namespace easel::http {

namespace {

// While nobody reads, one buffer fills, one is with the reader, and libcurl holds one receive
// buffer: 128 KiB together.
constexpr std::size_t kBuffer = 48 * 1024;
constexpr long kReceiveBuffer = 32 * 1024;
constexpr std::size_t kMostHeaderBytes = 64 * 1024;
// A pooled connection that its peer was just closing breaks at once. One that breaks later had a
// request that was being worked on, and perhaps paid for: that is never sent twice.
constexpr auto kStaleConnection = std::chrono::seconds(1);

bool breaks_lines(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
}

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

struct EasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// One request and its reply. libcurl holds pointers to it, so it stays where it is; its destructor
// takes the request out of libcurl, which closes the connection unless the reply was complete.
class Transfer final : public Incoming, private CurlMulti::Listener {
 public:
  Transfer(std::shared_ptr<CurlMulti> multi, Outgoing request)
      : multi_(std::move(multi)), request_(std::move(request)), easy_(curl_easy_init()) {}

  ~Transfer() override {
    if (added_) multi_->remove(easy_.get());
  }

  Status prepare();
  void begin();
  Task<Status> wait_for_head();
  Task<Result<std::span<const char>>> read() override;
  bool request_left() const { return request_left_; }

 private:
  static std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* self);
  static std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* self);
  static std::size_t on_upload(char* room, std::size_t, std::size_t size, void* self);
  static int on_seek(void* self, curl_off_t offset, int origin);
  static curl_socket_t on_open(void* self, curlsocktype, curl_sockaddr* address);
  static int on_connected(void* self, char* address, char*, int, int);
  void on_finished(CURLcode result) override;

  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(easy_.get(), option, value);
  }
  void set_method();
  void set_connection();
  void set_callbacks();
  Status set_headers();
  bool take_header(std::string_view line);
  Time deadline() const;
  bool timed_out() const { return multi_->clock().now() >= deadline(); }
  Error timeout() const;
  Error failure() const;
  void progressed() { last_progress_ = multi_->clock().now(); }

  std::shared_ptr<CurlMulti> multi_;
  Outgoing request_;
  std::unique_ptr<CURL, EasyDeleter> easy_;
  std::unique_ptr<curl_slist, ListDeleter> header_list_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};

  Event changed_;
  Time last_progress_{}, connected_at_{};
  std::size_t piece_ = 0, piece_offset_ = 0;  // where the upload stands
  std::size_t header_bytes_ = 0;
  std::string filling_, reading_;
  CURLcode result_ = CURLE_OK;
  bool added_ = false;
  bool connected_ = false;
  bool request_left_ = false;
  bool head_done_ = false;
  bool paused_ = false;
  bool finished_ = false;
  bool refused_by_guard_ = false;
};

Status Transfer::prepare() {
  if (breaks_lines(request_.url) || breaks_lines(request_.method)) {
    return fail(ErrorKind::invalid_request, "The address of a request may not hold line breaks");
  }
  multi_->configure(easy_.get(), *this);
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_ERRORBUFFER, error_text_.data());
  set_method();
  set_connection();
  set_callbacks();
  return set_headers();
}

void Transfer::set_method() {
  const auto& method = request_.method;
  if (!request_.body.empty() || method == "POST") {
    curl_off_t size = 0;
    for (const auto& piece : request_.body) size += static_cast<curl_off_t>(piece.bytes.size());
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, size);
    if (size == 0) set(CURLOPT_POSTFIELDS, "");
    if (method != "POST") set(CURLOPT_CUSTOMREQUEST, method.c_str());
  } else if (method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else if (method != "GET") {
    set(CURLOPT_CUSTOMREQUEST, method.c_str());
  }
}

void Transfer::set_connection() {
  set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_BUFFERSIZE, kReceiveBuffer);
  set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  // Each address of a host gets a share of this, so that a dead one does not use it all up.
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_timeout.count()));
  // Said even when empty, or libcurl asks the environment. A proxy would resolve the name where the
  // guard cannot see it, so a guarded request goes without.
  set(CURLOPT_PROXY, request_.guarded ? "" : multi_->proxy().c_str());
  set(CURLOPT_NOPROXY, "");
}

void Transfer::set_callbacks() {
  set(CURLOPT_HEADERFUNCTION, &on_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &on_body);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_READFUNCTION, &on_upload);
  set(CURLOPT_READDATA, this);
  set(CURLOPT_SEEKFUNCTION, &on_seek);
  set(CURLOPT_SEEKDATA, this);
  set(CURLOPT_OPENSOCKETFUNCTION, &on_open);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_PREREQFUNCTION, &on_connected);
  set(CURLOPT_PREREQDATA, this);
}

Status Transfer::set_headers() {
  const auto append = [&](const std::string& line) {
    header_list_.reset(curl_slist_append(header_list_.release(), line.c_str()));
  };
  for (const auto& [name, value] : request_.headers) {
    if (breaks_lines(name) || breaks_lines(value) || name.find(':') != name.npos) {
      return fail(ErrorKind::invalid_request, "A request header may not hold line breaks");
    }
    append(value.empty() ? name + ";" : name + ": " + value);
  }
  // What libcurl would add by itself. "Name:" takes a header away.
  for (const char* name : {"Accept", "Content-Type", "Expect"}) {
    if (find_header(request_.headers, name).empty()) append(std::string(name) + ":");
  }
  set(CURLOPT_HTTPHEADER, header_list_.get());
  return {};
}

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

class CurlClient : public Client {
 public:
  CurlClient(Loop& loop, std::string proxy)
      : multi_(std::make_shared<CurlMulti>(loop, std::move(proxy))) {}

  Task<std::expected<std::unique_ptr<Incoming>, TransportError>> send(Outgoing request) override {
    auto transfer = std::make_unique<Transfer>(multi_, std::move(request));
    auto prepared = transfer->prepare();
    if (!prepared) co_return std::unexpected(TransportError{std::move(prepared).error(), false});
    transfer->begin();
    auto head = co_await transfer->wait_for_head();
    if (!head) {
      co_return std::unexpected(TransportError{std::move(head).error(), transfer->request_left()});
    }
    co_return std::move(transfer);
  }

 private:
  // Shared with the transfers: one that is destroyed late, with its loop, still finds it.
  std::shared_ptr<CurlMulti> multi_;
};

}  // namespace

std::unique_ptr<Client> make_client(Loop& loop, std::string proxy) {
  return std::make_unique<CurlClient>(loop, std::move(proxy));
}

}  // namespace easel::http
