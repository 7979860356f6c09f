#include "drive/computation.h"

#include <boost/asio/post.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "runtime/event.h"

namespace easel::drive {
namespace {

using gateway::Events;

constexpr std::size_t kMostWaiting = 1 << 20;  // bytes of events that nobody took yet

std::size_t weight(const gateway::Event& event) {
  if (auto data = std::get_if<gateway::PictureData>(&event)) return data->bytes.size() + 64;
  if (auto preview = std::get_if<gateway::Preview>(&event)) return preview->bytes.size() + 64;
  return 256;
}

}  // namespace

// Shared by the loop and the worker; whoever lets go last frees it.
struct Computation::State : std::enable_shared_from_this<State> {
  Workers& workers;
  std::string lane;
  StopToken stop;       // the request's
  StopToken abandoned;  // this computation's own
  std::function<Status(Job&, const providers::Emit&)> work;
  Executor executor;
  std::thread::id loop_thread;

  std::mutex mutex;
  std::condition_variable room;
  Events waiting;  // guarded by mutex
  std::size_t waiting_bytes = 0;

  Event changed;  // the rest belongs to the loop
  bool ended = false;
  Status status{};

  State(Workers& w, Executor e) : workers(w), executor(std::move(e)) {}

  Status emit(gateway::Event event) {
    std::unique_lock lock(mutex);
    // A simulation computes on the loop itself: waiting there would wait for ever.
    if (std::this_thread::get_id() != loop_thread)
      room.wait(lock, [&] { return waiting_bytes < kMostWaiting || over(); });
    if (over()) return fail(ErrorKind::cancelled, "The picture is no longer wanted.");
    waiting_bytes += weight(event);
    bool first = waiting.empty();
    waiting.push_back(std::move(event));
    lock.unlock();
    if (first)
      boost::asio::post(executor, [self = shared_from_this()] { self->changed.notify_all(); });
    return {};
  }

  bool over() const { return stop.requested() || abandoned.requested(); }

  Status run(Parallel& parallel) {
    Job job{.parallel = parallel, .stop = stop};
    return work(job, [this](gateway::Event event) { return emit(std::move(event)); });
  }

  static Task<> compute(std::shared_ptr<State> state) {
    auto queue_moved = [state](int position) {
      if (position > 0) (void)state->emit(gateway::Progress{.queue_position = position});
    };
    auto status = co_await state->workers.run(
        state->lane, state->stop, [state](Parallel& parallel) { return state->run(parallel); },
        queue_moved);
    state->status = std::move(status);
    state->ended = true;
    state->changed.notify_all();
  }
};

Computation::Computation(Workers& workers, Executor executor, std::string lane, StopToken stop,
                         std::function<Status(Job&, const providers::Emit&)> work)
    : state_(std::make_shared<State>(workers, std::move(executor))) {
  state_->lane = std::move(lane);
  state_->stop = stop;
  state_->work = std::move(work);
  state_->loop_thread = std::this_thread::get_id();
}

Computation::~Computation() {
  abandon();
}

void Computation::start() {
  spawn(state_->executor, "computation", State::compute(state_));
}

Task<bool> Computation::next(gateway::Events& events) {
  auto state = state_;
  for (;;) {
    bool ended = state->ended;  // asked first: what came before the end is then surely in `waiting`
    {
      std::lock_guard lock(state->mutex);
      events.swap(state->waiting);
      state->waiting_bytes = 0;
    }
    state->room.notify_all();
    if (ended) co_return false;
    if (!events.empty()) co_return true;
    co_await state->changed.wait();
  }
}

void Computation::abandon() {
  {
    // Not between the worker's look at the flag and its falling asleep: it would never wake.
    std::lock_guard lock(state_->mutex);
    state_->abandoned.request();
  }
  state_->room.notify_all();
}

const Status& Computation::status() const {
  return state_->status;
}

}  // namespace easel::drive
