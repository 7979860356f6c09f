#include "runtime/sleeper.h"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace easel {

namespace asio = boost::asio;

// Every parked sleeper of one io_context. shutdown() runs while the io_context dies and destroys
// the suspended coroutines; their frames may destroy other sleepers, hence one at a time.
class Sleeper::Registry : public asio::execution_context::service {
 public:
  using key_type = Registry;
  static inline asio::execution_context::id id;

  explicit Registry(asio::execution_context& context) : service(context) {}

  void link(Sleeper& sleeper) {
    sleeper.next_ = first_;
    if (first_) first_->previous_ = &sleeper;
    first_ = &sleeper;
  }

  void unlink(Sleeper& sleeper) {
    (sleeper.previous_ ? sleeper.previous_->next_ : first_) = sleeper.next_;
    if (sleeper.next_) sleeper.next_->previous_ = sleeper.previous_;
    sleeper.previous_ = sleeper.next_ = nullptr;
  }

 private:
  void shutdown() override {
    while (first_) {
      auto keep = first_->shared_from_this();
      auto resume = std::move(keep->resume_);
      keep->unlink();
    }
  }

  Sleeper* first_ = nullptr;
};

Sleeper::~Sleeper() {
  unlink();
}

void Sleeper::unlink() {
  if (registry_) std::exchange(registry_, nullptr)->unlink(*this);
}

void Sleeper::park(std::move_only_function<void()> resume) {
  resume_ = std::move(resume);
  registry_ = &asio::use_service<Registry>(executor_.context());
  registry_->link(*this);
}

Task<> Sleeper::wait() {
  if (woken_) co_return;
  auto initiate = [this](auto handler) {
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected()) {
      slot.assign([weak = weak_from_this()](asio::cancellation_type) {
        if (auto self = weak.lock()) self->post_wake();
      });
    }
    park([handler = std::move(handler)]() mutable { std::move(handler)(); });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
      initiate, asio::use_awaitable_t<Executor>{});
}

void Sleeper::wake() {
  woken_ = true;
  if (!resume_) return;
  auto keep = shared_from_this();
  unlink();
  std::exchange(resume_, nullptr)();
}

void Sleeper::post_wake() {
  asio::post(executor_, [self = shared_from_this()] { self->wake(); });
}

}  // namespace easel
