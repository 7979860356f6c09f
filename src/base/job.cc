#include "base/job.h"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace easel {
namespace {

// One loop at a time is offered to the helpers; they take indexes from an atomic counter.
class Threads : public Parallel {
 public:
  explicit Threads(int threads) {
    for (int i = 1; i < threads; ++i) helpers_.emplace_back([this] { help(); });
  }

  ~Threads() override {
    {
      std::lock_guard lock(mutex_);
      closing_ = true;
    }
    wake_.notify_all();
    for (auto& helper : helpers_) helper.join();
  }

  int width() const override { return static_cast<int>(helpers_.size()) + 1; }

  void for_each(int count, const std::function<void(int)>& body) override {
    auto loop = std::make_shared<Loop>(count, &body);
    {
      std::lock_guard lock(mutex_);
      offered_ = loop;
    }
    wake_.notify_all();
    take_part(*loop);
    std::unique_lock lock(mutex_);
    if (offered_ == loop) offered_ = nullptr;
    idle_.wait(lock, [&] { return loop->inside == 0; });
  }

 private:
  struct Loop {
    int count;
    const std::function<void(int)>* body;
    std::atomic<int> next{0};
    int inside = 0;  // helpers in the loop; guarded by mutex_
    Loop(int c, const std::function<void(int)>* b) : count(c), body(b) {}
  };

  static void take_part(Loop& loop) {
    for (int i = loop.next++; i < loop.count; i = loop.next++) (*loop.body)(i);
  }

  void help() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [&] { return closing_ || (offered_ && offered_->next < offered_->count); });
      if (closing_) return;
      auto loop = offered_;
      ++loop->inside;
      lock.unlock();
      take_part(*loop);
      lock.lock();
      --loop->inside;
      idle_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_, idle_;
  std::shared_ptr<Loop> offered_;
  bool closing_ = false;
  std::vector<std::thread> helpers_;
};

}  // namespace

std::unique_ptr<Parallel> make_threads(int threads) {
  if (threads <= 0) threads = static_cast<int>(std::thread::hardware_concurrency());
  return std::make_unique<Threads>(threads < 1 ? 1 : threads);
}

}  // namespace easel
