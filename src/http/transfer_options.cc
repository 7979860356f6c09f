// What libcurl is told about a request before it begins.
#include "http/transfer.h"

namespace easel::http {

namespace {

constexpr long kReceiveBuffer = 16 * 1024;
constexpr long kSendBuffer =
    16 * 1024;  // libcurl's own choice is 64 KiB, kept until the answer ends

bool breaks_lines(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
}

}  // namespace

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
  set(CURLOPT_FRESH_CONNECT, request_.once ? 1L : 0L);
  set(CURLOPT_BUFFERSIZE, kReceiveBuffer);
  set(CURLOPT_UPLOAD_BUFFERSIZE, kSendBuffer);
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

}  // namespace easel::http
