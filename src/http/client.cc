#include "http/client.h"

#include <utility>

#include "http/transfer.h"

namespace easel::http {

namespace {

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
