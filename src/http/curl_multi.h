#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "runtime/loop.h"

// libcurl's multi interface on a loop: its sockets and its timer are Asio's. Loop thread only.
//
// libcurl is not reentrant: none of its callbacks may start, resume or remove a transfer. So the
// callbacks here and in client.cc only note what happened and notify, which resumes coroutines by a
// post; and coroutines are the only ones to add, resume and remove.
namespace easel::http {

class CurlMulti {
 public:
  CurlMulti(Loop& loop, std::string proxy);
  ~CurlMulti();
  CurlMulti(const CurlMulti&) = delete;

  // The finished transfer, and whether it went well. From the loop, not from inside libcurl.
  class Listener {
   public:
    virtual void on_finished(CURLcode result) = 0;

   protected:
    ~Listener() = default;
  };

  // The options every transfer of this multi has; the listener outlives it.
  void configure(CURL* easy, Listener& listener);
  void add(CURL* easy) { curl_multi_add_handle(multi_, easy); }
  void remove(CURL* easy) { curl_multi_remove_handle(multi_, easy); }

  // A new socket may have the number of one that libcurl closed without saying so.
  void forget(curl_socket_t fd);

  Clock& clock() { return loop_.clock(); }
  const std::string& proxy() const { return proxy_; }

 private:
  struct Watch;
  static int on_socket(CURL*, curl_socket_t fd, int what, void* self, void*);
  static int on_timer(CURLM*, long milliseconds, void* self);
  static int on_close(void* self, curl_socket_t fd);
  void watch(curl_socket_t fd, int what);
  void arm(const std::shared_ptr<Watch>& watch);
  void act(curl_socket_t fd, int events);

  Loop& loop_;
  std::string proxy_;
  CURLSH* share_;
  CURLM* multi_;
  std::unique_ptr<Clock::Timer> timer_;
  std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
};

}  // namespace easel::http
