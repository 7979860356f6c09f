#pragma once

#include <curl/curl.h>

#include <array>
#include <memory>
#include <span>
#include <string>

#include "http/client.h"
#include "http/curl_multi.h"
#include "runtime/event.h"

namespace easel::http {

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

}  // namespace easel::http
