#include "http/curl_multi.h"

#include <unistd.h>

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <utility>

namespace easel::http {

namespace asio = boost::asio;

namespace {

using Descriptor = asio::posix::basic_stream_descriptor<Executor>;

constexpr long kPooledConnections = 256;

void initialise_curl() {
  static const CURLcode once = curl_global_init(CURL_GLOBAL_ALL);
  (void)once;
}

}  // namespace

// One socket of libcurl's. The waits in flight share it and look whether it is still watched.
struct CurlMulti::Watch {
  Watch(CurlMulti& owner, const Executor& executor, curl_socket_t number)
      : multi(&owner), fd(number), descriptor(executor) {
    boost::system::error_code failed;  // then each wait fails, and libcurl hears of that
    descriptor.assign(number, failed);
  }

  CurlMulti* multi;  // null once libcurl has let go of it
  curl_socket_t fd;
  Descriptor descriptor;
  int wanted = 0;
  bool reading = false;
  bool writing = false;

  void drop() {
    multi = nullptr;
    if (descriptor.is_open()) descriptor.release();  // libcurl closes it
  }
};

CurlMulti::CurlMulti(Loop& loop, std::string proxy) : loop_(loop), proxy_(std::move(proxy)) {
  initialise_curl();
  share_ = curl_share_init();
  curl_share_setopt(share_, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  multi_ = curl_multi_init();
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, kPooledConnections);
}

CurlMulti::~CurlMulti() {
  curl_multi_cleanup(multi_);
  curl_share_cleanup(share_);
  for (auto& [fd, watch] : watches_) watch->drop();
}

void CurlMulti::configure(CURL* easy, Listener& listener) {
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &listener);
  curl_easy_setopt(easy, CURLOPT_SHARE, share_);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &on_close);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
}

int CurlMulti::on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) {
  auto& multi = *static_cast<CurlMulti*>(self);
  if (what == CURL_POLL_REMOVE) {
    multi.forget(fd);
  } else {
    multi.watch(fd, what);
  }
  return 0;
}

int CurlMulti::on_close(void* self, curl_socket_t fd) {
  static_cast<CurlMulti*>(self)->forget(fd);
  return ::close(fd);
}

int CurlMulti::on_timer(CURLM*, long milliseconds, void* self) {
  auto& multi = *static_cast<CurlMulti*>(self);
  multi.timer_.reset();
  if (milliseconds < 0) return 0;
  const auto when = multi.clock().now() + std::chrono::milliseconds(milliseconds);
  multi.timer_ = multi.clock().at(when, [&multi] { multi.act(CURL_SOCKET_TIMEOUT, 0); });
  return 0;
}

void CurlMulti::forget(curl_socket_t fd) {
  const auto place = watches_.find(fd);
  if (place == watches_.end()) return;
  place->second->drop();
  watches_.erase(place);
}

void CurlMulti::watch(curl_socket_t fd, int what) {
  auto& watch = watches_[fd];
  if (!watch) watch = std::make_shared<Watch>(*this, loop_.executor(), fd);
  watch->wanted = what;
  arm(watch);
}

void CurlMulti::arm(const std::shared_ptr<Watch>& watch) {
  const auto wait = [&](Descriptor::wait_type type, int poll, int select, bool Watch::* in_flight) {
    if (!(watch->wanted & poll) || (*watch).*in_flight) return;
    (*watch).*in_flight = true;
    watch->descriptor.async_wait(type, [=](boost::system::error_code error) {
      (*watch).*in_flight = false;
      auto* multi = watch->multi;
      if (!multi || error == asio::error::operation_aborted) return;
      if (watch->wanted & poll) multi->act(watch->fd, error ? CURL_CSELECT_ERR : select);
      if (watch->multi && !error) multi->arm(watch);
    });
  };
  wait(Descriptor::wait_read, CURL_POLL_IN, CURL_CSELECT_IN, &Watch::reading);
  wait(Descriptor::wait_write, CURL_POLL_OUT, CURL_CSELECT_OUT, &Watch::writing);
}

void CurlMulti::act(curl_socket_t fd, int events) {
  int running = 0;
  curl_multi_socket_action(multi_, fd, events, &running);
  int left = 0;
  while (const auto* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    Listener* listener = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &listener);
    listener->on_finished(message->data.result);
  }
}

}  // namespace easel::http
