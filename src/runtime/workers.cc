#include "runtime/workers.h"

#include <pthread.h>

#include <atomic>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.h"
#include "runtime/lanes.h"
#include "runtime/sleeper.h"

// A worker that is free takes the next computation of the queue; only when there is none does it
// help a running one with the loop it has offered, and it leaves that loop, between two indexes, as
// soon as something is queued. So a lone computation gets every worker and two get one each,
// without a scheduler that would have to know either.

namespace easel {
namespace {

struct Computation {
  StopToken stop;
  std::move_only_function<Status(Parallel&)> fn;
  std::shared_ptr<Sleeper> sleeper;
  Status result = fail(ErrorKind::unavailable, "This server is shutting down");

  // Loop thread only; empty once the caller has gone.
  std::function<void(int)> on_queue;
  // What the caller was last told; guarded by the pool's mutex.
  int told = -1;
  bool wants_position = false;
};

// One offered for_each. Bodies are taken by index; `inside` counts helpers (guarded by the mutex).
struct SharedLoop {
  SharedLoop(int n, const std::function<void(int)>* b) : count(n), body(b) {}
  const int count;
  const std::function<void(int)>* const body;
  std::atomic<int> next{0};
  int inside = 0;
  bool has_more() const { return next.load(std::memory_order_relaxed) < count; }
};

// What fn returned; an exception is a bug, logged and told as internal.
template <class Function, class... Args>
Status guarded(const char* what, Function& fn, Args&... args) {
  try {
    return fn(args...);
  } catch (const std::exception& exception) {
    log::bug(what);
    return std::unexpected(internal(exception.what()));
  } catch (...) {
    log::bug(what);
    return std::unexpected(internal("exception of an unknown type"));
  }
}

class WorkerPool : public Workers, public Parallel {
 public:
  WorkerPool(int threads, int max_queued) : threads_(threads), max_queued_(max_queued) {
    for (int i = 0; i < threads; ++i) {
      workers_.emplace_back([this, i] {
        pthread_setname_np(pthread_self(), ("worker-" + std::to_string(i)).c_str());
        work();
      });
    }
  }

  ~WorkerPool() override {
    {
      std::lock_guard lock(mutex_);
      closing_ = true;
    }
    wake_.notify_all();
    for (auto& worker : workers_) worker.join();
    while (!queue_.empty()) finish(queue_.pop());
  }

  Task<Status> run(std::string lane, StopToken stop, std::move_only_function<Status(Parallel&)> fn,
                   std::function<void(int)> on_queue) override {
    if (stop.requested()) co_return fail(ErrorKind::cancelled, "The request was cancelled");
    Executor executor = co_await current_executor();
    auto computation = std::make_shared<Computation>();
    computation->stop = std::move(stop);
    computation->fn = std::move(fn);
    computation->sleeper = std::make_shared<Sleeper>(executor);
    computation->wants_position = on_queue != nullptr;
    computation->on_queue = std::move(on_queue);
    if (!enqueue(lane, computation)) {
      co_return std::unexpected(Error{.kind = ErrorKind::overloaded,
                                      .message = "Too many pictures are waiting to be made",
                                      .retry_after = 5});
    }
    Forget forget{computation};
    co_await computation->sleeper->wait();
    co_return std::move(computation->result);
  }

  int width() const override { return threads_; }

  void for_each(int count, const std::function<void(int)>& body) override {
    auto loop = std::make_shared<SharedLoop>(count, &body);
    const bool offered = count > 1 && offer(loop);
    for (int i = loop->next++; i < count; i = loop->next++) body(i);
    if (!offered) return;
    std::unique_lock lock(mutex_);
    std::erase(offered_, loop);
    left_.wait(lock, [&] { return loop->inside == 0; });
  }

 private:
  // The caller's function may point into the caller's frame: none of it is called after the frame.
  struct Forget {
    std::shared_ptr<Computation> computation;
    ~Forget() { computation->on_queue = nullptr; }
  };

  static void finish(std::shared_ptr<Computation> computation) {
    computation->fn = nullptr;
    computation->sleeper->post_wake();
  }

  static void tell(const std::shared_ptr<Computation>& computation, int position) {
    if (!computation->wants_position || computation->told == position) return;
    // Far back in a long queue, one step is no news; telling each would be work for everybody.
    const int moved = std::abs(computation->told - position);
    if (computation->told > 8 && position > 8 && moved * 8 < computation->told) return;
    computation->told = position;
    boost::asio::post(computation->sleeper->executor(), [computation, position] {
      if (computation->on_queue) computation->on_queue(position);
    });
  }

  bool enqueue(const std::string& lane, std::shared_ptr<Computation> computation) {
    std::lock_guard lock(mutex_);
    drop_stopped();
    const bool taken_at_once = static_cast<int>(queue_.size()) < free_;
    const int waiting = static_cast<int>(queue_.size()) - free_;
    if (closing_ || (!taken_at_once && waiting >= max_queued_)) return false;
    queue_.push(lane, std::move(computation));
    queued_.store(static_cast<int>(queue_.size()), std::memory_order_relaxed);
    if (!taken_at_once) tell_positions();
    wake_.notify_one();
    return true;
  }

  void tell_positions() {
    queue_.for_each_in_turn(
        [](const auto& computation, int position) { tell(computation, position); });
  }

  // Those that were stopped while they waited do not keep a place.
  void drop_stopped() {
    auto stopped = queue_.remove_if([](const auto& waiting) { return waiting->stop.requested(); });
    for (auto& computation : stopped) {
      computation->result = fail(ErrorKind::cancelled, "The request was cancelled");
      finish(std::move(computation));
    }
    queued_.store(static_cast<int>(queue_.size()), std::memory_order_relaxed);
  }

  bool offer(std::shared_ptr<SharedLoop> loop) {
    {
      std::lock_guard lock(mutex_);
      if (free_ == 0 && threads_ == 1) return false;
      offered_.push_back(std::move(loop));
      if (free_ == 0) return true;
    }
    wake_.notify_all();
    return true;
  }

  // The offered loop with the fewest helpers, so that several computations share the idle workers.
  std::shared_ptr<SharedLoop> loop_to_help() {
    std::shared_ptr<SharedLoop> best;
    for (const auto& loop : offered_) {
      if (loop->has_more() && (!best || loop->inside < best->inside)) best = loop;
    }
    return best;
  }

  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      if (closing_) return;
      if (!queue_.empty()) {
        run_next(lock);
      } else if (auto loop = loop_to_help()) {
        help(lock, *loop);
      } else {
        ++free_;
        wake_.wait(lock);
        --free_;
      }
    }
  }

  void run_next(std::unique_lock<std::mutex>& lock) {
    drop_stopped();
    if (queue_.empty()) return;
    auto computation = queue_.pop();
    queued_.store(static_cast<int>(queue_.size()), std::memory_order_relaxed);
    tell(computation, 0);
    tell_positions();
    lock.unlock();
    computation->result = guarded<std::move_only_function<Status(Parallel&)>, Parallel>(
        "a computation", computation->fn, *this);
    finish(std::move(computation));
    lock.lock();
  }

  void help(std::unique_lock<std::mutex>& lock, SharedLoop& loop) {
    ++loop.inside;
    lock.unlock();
    while (queued_.load(std::memory_order_relaxed) == 0) {
      const int i = loop.next++;
      if (i >= loop.count) break;
      (*loop.body)(i);
    }
    lock.lock();
    --loop.inside;
    left_.notify_all();
  }

  const int threads_;
  const int max_queued_;
  std::mutex mutex_;
  std::condition_variable wake_;  // something to run or to help with
  std::condition_variable left_;  // a helper left a loop
  Lanes<std::shared_ptr<Computation>> queue_;
  std::atomic<int> queued_{0};  // queue_.size(), to be read without the mutex
  std::vector<std::shared_ptr<SharedLoop>> offered_;
  int free_ = 0;  // workers that wait
  bool closing_ = false;
  std::vector<std::thread> workers_;
};

class IoThreadPool : public IoThreads {
 public:
  explicit IoThreadPool(int threads) {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this, i] {
        pthread_setname_np(pthread_self(), ("io-" + std::to_string(i)).c_str());
        work();
      });
    }
  }

  ~IoThreadPool() override {
    {
      std::lock_guard lock(mutex_);
      closing_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
    for (auto& call : queue_) call->sleeper->post_wake();
  }

  Task<Status> run(std::move_only_function<Status()> fn) override {
    Executor executor = co_await current_executor();
    auto call = std::make_shared<Call>();
    call->fn = std::move(fn);
    call->sleeper = std::make_shared<Sleeper>(executor);
    {
      std::lock_guard lock(mutex_);
      queue_.push_back(call);
    }
    wake_.notify_one();
    co_await call->sleeper->wait();
    co_return std::move(call->result);
  }

 private:
  struct Call {
    std::move_only_function<Status()> fn;
    std::shared_ptr<Sleeper> sleeper;
    Status result = fail(ErrorKind::unavailable, "This server is shutting down");
  };

  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [&] { return closing_ || !queue_.empty(); });
      if (closing_) return;
      auto call = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      call->result = guarded("a blocking call", call->fn);
      call->fn = nullptr;
      call->sleeper->post_wake();
      call.reset();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<Call>> queue_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace

std::unique_ptr<Workers> make_workers(int threads, int max_queued) {
  if (threads <= 0) threads = static_cast<int>(std::thread::hardware_concurrency());
  return std::make_unique<WorkerPool>(threads < 1 ? 1 : threads, max_queued);
}

std::unique_ptr<IoThreads> make_io_threads(int threads) {
  return std::make_unique<IoThreadPool>(threads < 1 ? 1 : threads);
}

}  // namespace easel
