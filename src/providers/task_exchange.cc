#include "providers/task_exchange.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "providers/reply_fields.h"
#include "wire/json_writer.h"

namespace easel::providers {
namespace {

using namespace gateway;
using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{500};
constexpr std::size_t kMostAside = 4u << 20;  // what stands beside the task may be left unread
constexpr std::size_t kMostHeld = 64u << 20;  // bytes of a picture that is to be made exact
constexpr int kLongestAsked = 60;             // seconds that a Retry-After may make it pause
constexpr int kMostTroubles = 6;
constexpr milliseconds kPatience{60'000};  // with the answer to one question

std::int64_t length_of(const std::vector<std::pair<std::string, std::string>>& headers) {
  for (const auto& [name, value] : headers) {
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
    if (lower != "content-length") continue;
    std::int64_t length = -1;
    std::from_chars(value.data(), value.data() + value.size(), length);
    return length;
  }
  return -1;
}

}  // namespace

TaskExchange::TaskExchange(const Candidate& candidate, std::unique_ptr<TaskDialect> dialect,
                           int tasks)
    : JsonExchange(*candidate.provider),
      candidate_(candidate),
      dialect_(std::move(dialect)),
      wanted_(tasks) {}

std::unique_ptr<TaskExchange> TaskExchange::resume(const Candidate& candidate,
                                                   std::unique_ptr<TaskDialect> dialect,
                                                   std::string_view token) {
  auto read = wire::parse_json(token);
  if (!read || !read->is_object()) return nullptr;
  auto exchange = std::make_unique<TaskExchange>(candidate, std::move(dialect), 0);
  auto tasks = array_at(read->get_object(), "tasks");
  for (std::size_t i = 0; tasks && i < tasks->size(); ++i) {
    if (!(*tasks)[i].is_object()) return nullptr;
    const auto& stored = (*tasks)[i].get_object();
    Task task{.ticket = {.poll_url = text_at(stored, "poll_url")},
              .over = flag_at(stored, "over"),
              .failed = flag_at(stored, "failed")};
    if (task.ticket.poll_url.empty()) return nullptr;
    if (auto cost = Money::parse(text_at(stored, "cost"))) task.ticket.cost = *cost;
    exchange->tasks_.push_back(std::move(task));
  }
  if (exchange->tasks_.empty()) return nullptr;
  exchange->kept_before_ = static_cast<int>(count_at(read->get_object(), "pictures"));
  exchange->wanted_ = static_cast<int>(exchange->tasks_.size());
  exchange->pause_ = kFirstPause;
  exchange->doing_ = Doing::poll;
  exchange->choose_task();
  return exchange;
}

std::string TaskExchange::token() const {
  json::array tasks;
  for (const auto& task : tasks_) {
    json::object stored{{"poll_url", task.ticket.poll_url}};
    if (task.ticket.cost) stored["cost"] = task.ticket.cost->text();
    if (task.over) stored["over"] = true;
    if (task.failed) stored["failed"] = true;
    tasks.push_back(std::move(stored));
  }
  auto token = tasks_.back().ticket.notes;
  token["tasks"] = std::move(tasks);
  token["pictures"] = kept_before_ + picture_;
  return wire::to_json(token);
}

// A picture may have been kept when the token did not know of it yet: it was that of the next task.
bool TaskExchange::go_on_after(int kept_pictures) {
  for (auto& task : tasks_)
    if (!task.over && kept_pictures > kept_before_) {
      task.over = true;
      ++kept_before_;
    }
  choose_task();
  return at_ < tasks_.size();
}

// The first that is not over.
void TaskExchange::choose_task() {
  at_ = static_cast<std::size_t>(std::ranges::find(tasks_, false, &Task::over) - tasks_.begin());
  if (at_ < tasks_.size()) dialect_->about(tasks_[at_].ticket.poll_url);
}

Send TaskExchange::ask(const std::string& url) {
  return {.method = "GET",
          .url = url,
          .headers = {{"Accept", "application/json"}},
          .credential = dialect_->credential(),
          .from_reply = true,
          .patience = kPatience};
}

Step TaskExchange::next() {
  if (over()) return Done{};
  if (doing_ == Doing::prepare) {
    auto send = dialect_->prepare();
    if (!send)
      return Compute{[error = send.error()](Job&, const Emit&) -> Status { return fail(error); }};
    if (*send) return std::move(**send);
    doing_ = Doing::submit;
  }
  switch (doing_) {
    case Doing::prepare:
    case Doing::submit:
      return dialect_->submit(static_cast<int>(tasks_.size()));
    case Doing::persist:
      doing_ = static_cast<int>(tasks_.size()) < wanted_ ? Doing::submit : Doing::wait;
      if (doing_ == Doing::wait) choose_task();
      return Persist{token()};
    case Doing::wait: {
      auto pause =
          std::max(pause_, milliseconds(1000 * std::min(retry_after().value_or(0), kLongestAsked)));
      waited_ += pause;
      pause_ = std::min(pause_ * 3 / 2, dialect_->longest_pause());
      doing_ = std::exchange(after_wait_, Doing::poll);
      return Wait{pause};
    }
    case Doing::poll:
      return ask(tasks_[at_].ticket.poll_url);
    case Doing::aside:
      aside_bytes_ = 0;
      return ask(std::exchange(aside_url_, ""));
    case Doing::result:
      return ask(result_url_);
    case Doing::fetch:
      return Send{.method = "GET",
                  .url = to_fetch_.front(),
                  .credential = dialect_->fetch_credential(),
                  .from_reply = true,
                  .patience = kPatience};
    case Doing::exact:
      return make_exact();
  }
  return Done{};
}

void TaskExchange::head(int status,
                        const std::vector<std::pair<std::string, std::string>>& headers) {
  if (doing_ != Doing::fetch) return JsonExchange::head(status, headers);
  fetch_status_ = status;
  missing_ = length_of(headers);
  fetched_ = 0;
}

void TaskExchange::feed(std::string_view bytes, Events& out) {
  if (doing_ == Doing::aside && (aside_bytes_ += bytes.size()) > kMostAside) return;
  if (doing_ != Doing::fetch) return JsonExchange::feed(bytes, out);
  if (fetch_status_ != 200 || bytes.empty()) return;
  bool first = fetched_ == 0;
  fetched_ += static_cast<std::int64_t>(bytes.size());
  if (dialect_->exact()) {
    if (first) inexact_.emplace_back();
    return hold(bytes);
  }
  if (first) out.push_back(PictureStart{.index = picture_});
  out.push_back(PictureData{.index = picture_, .bytes = std::string(bytes)});
}

void TaskExchange::end(Events& out) {
  set_out(out);
  if (doing_ == Doing::aside && aside_bytes_ > kMostAside) {
    doing_ = Doing::wait;
    return;
  }
  Status done{};
  if (doing_ == Doing::exact) {
    inexact_.pop_front();
    ++picture_;
    done = go_on();
  } else if (doing_ == Doing::fetch) {
    done = fetched();
  } else {
    return JsonExchange::end(out);
  }
  if (!done) fail_with(done.error());
}

Status TaskExchange::fetched() {
  bool whole = fetched_ > 0 && (missing_ < 0 || fetched_ == missing_);
  if (fetch_status_ != 200 || !whole) {
    bool passing = fetch_status_ == 200 || fetch_status_ == 429 || fetch_status_ >= 500;
    if (fetched_ > 0 && dialect_->exact()) inexact_.pop_back();
    if (passing && again_after(Doing::fetch)) return {};
    return give_up({.kind = ErrorKind::provider_error,
                    .message = fetch_status_ == 200
                                   ? "The picture that was made did not arrive whole."
                                   : "The picture that was made could not be fetched.",
                    .provider_code = std::to_string(fetch_status_)});
  }
  if (!dialect_->exact()) tell(PictureEnd{.index = picture_++});
  troubles_ = 0;
  to_fetch_.pop_front();
  return go_on();
}

// What is left of this task's pictures, and then the next task.
Status TaskExchange::go_on() {
  if (std::exchange(too_large_, false))
    return give_up({.kind = ErrorKind::provider_error,
                    .message = "The provider sent a picture that is too large."});
  if (std::exchange(unreadable_, false))
    return give_up({.kind = ErrorKind::provider_error,
                    .message = "The provider sent a picture that cannot be read."});
  if (inexact_.empty() && to_fetch_.empty()) return next_task();
  doing_ = inexact_.empty() ? Doing::fetch : Doing::exact;
  return {};
}

Compute TaskExchange::make_exact() {
  auto wanted = dialect_->exact().value_or(ExactPicture{});
  auto file = std::make_shared<const std::string>(std::move(inexact_.front()));
  return {[file, wanted, index = picture_, name = provider().name](Job& job,
                                                                   const Emit& emit) -> Status {
    auto made = emit_exactly(*file, wanted, index, job, emit);
    if (!made && made.error().kind == ErrorKind::provider_error) made.error().provider = name;
    return made;
  }};
}

void TaskExchange::hold(std::string_view bytes) {
  too_large_ = too_large_ || inexact_.back().size() + bytes.size() > kMostHeld;
  if (!too_large_) inexact_.back() += bytes;
}

bool TaskExchange::is_picture(const wire::Path& path) {
  return dialect_->holds_picture(path);
}

void TaskExchange::picture_begin(const wire::Path&) {
  if (dialect_->exact()) {
    inexact_.emplace_back();
    decoder_ = {};
    return;
  }
  within_.keep(out());  // the one before it
  within_.begin(out());
}

void TaskExchange::picture_data(std::string_view base64) {
  if (!dialect_->exact()) return within_.data(out(), base64);
  std::string bytes;
  if (auto decoded = decoder_.decode(base64, bytes); !decoded) unreadable_ = true;
  hold(bytes);
}

void TaskExchange::picture_end() {
  if (dialect_->exact() && !decoder_.finish()) unreadable_ = true;
}

std::optional<Send> TaskExchange::cancel() {
  while (!over() && cancelled_ < tasks_.size()) {
    const auto& task = tasks_[cancelled_++];
    if (task.over) continue;
    dialect_->about(task.ticket.poll_url);
    if (auto send = dialect_->cancel(task.ticket.poll_url)) return send;
  }
  return {};
}

// A pause, and then the same once more, unless that was done too often already.
bool TaskExchange::again_after(Doing what) {
  if (++troubles_ >= kMostTroubles) return false;
  after_wait_ = what;
  doing_ = Doing::wait;
  return true;
}

bool TaskExchange::broken(const Error& error) {
  // What the guard refuses, and a full disk, stay so.
  bool passing = error.kind == ErrorKind::provider_error || error.kind == ErrorKind::timeout;
  if (doing_ == Doing::prepare) return false;
  if (doing_ != Doing::submit) {
    // What had come of a picture comes anew.
    within_.forget();
    inexact_.clear();
    too_large_ = unreadable_ = false;
    return passing && again_after(doing_ == Doing::aside ? Doing::poll : doing_);
  }
  if (tasks_.empty()) return false;
  submit_no_more(error);
  return true;
}

void TaskExchange::submit_no_more(Error error) {
  if (!failure_) failure_ = std::move(error);
  wanted_ = static_cast<int>(tasks_.size());
  doing_ = Doing::wait;
}

Status TaskExchange::document(json::object& document) {
  if (doing_ == Doing::prepare) return dialect_->prepared(document);
  if (doing_ != Doing::submit) return take(dialect_->state(document));
  auto ticket = dialect_->accepted(document);
  if (!ticket && tasks_.empty()) return fail(std::move(ticket.error()));
  if (!ticket) {
    submit_no_more(std::move(ticket.error()));
    return {};
  }
  tasks_.push_back({.ticket = std::move(*ticket)});
  pause_ = kFirstPause;
  doing_ = Doing::persist;
  return {};
}

std::optional<Error> TaskExchange::refused(int status, const json::object& body) {
  if (doing_ == Doing::aside) {  // it was asked beside the task, which goes on
    doing_ = Doing::wait;
    return {};
  }
  if (doing_ == Doing::prepare || doing_ == Doing::submit) {
    auto error = dialect_->refused(status, body);
    if (tasks_.empty()) return error;
    submit_no_more(std::move(error));
    return {};
  }
  // An end may come with an error's status: what the body says goes first.
  auto state = body.empty() ? TaskState{} : dialect_->state(body);
  Status taken{};
  bool busy = status == 429 || (status > 500 && status <= 504);
  // A task that is not known yet may become so; a result that failed stays so.
  bool passing = busy || (doing_ == Doing::poll && (status == 404 || status >= 500));
  if (state.kind != TaskState::Kind::working)
    taken = take(std::move(state));
  else if (!passing || !again_after(doing_))
    taken = give_up(after_submission(dialect_->refused(status, body)));
  return taken ? std::nullopt : std::optional(taken.error());
}

Status TaskExchange::take(TaskState state) {
  switch (state.kind) {
    case TaskState::Kind::working:
      if (waited_ >= dialect_->patience())
        return give_up({.kind = ErrorKind::timeout,
                        .message = "The provider did not finish the picture in time."});
      within_.give_up(out());
      inexact_.clear();
      tell(std::move(state.progress));
      aside_url_ = std::move(state.ask_next);
      troubles_ = 0;
      after_wait_ = aside_url_.empty() ? Doing::poll : Doing::aside;
      doing_ = Doing::wait;
      return {};
    case TaskState::Kind::failed:
      if (state.error.provider_code.empty()) state.error.provider_code = "failed";
      return give_up(after_submission(std::move(state.error)));
    case TaskState::Kind::ready:
      break;
  }
  if (!state.result_url.empty()) {
    result_url_ = std::move(state.result_url);
    doing_ = Doing::result;
    return {};
  }
  to_fetch_.assign(state.pictures.begin(), state.pictures.end());
  int before = picture_;
  within_.keep(out());
  picture_ = std::max(picture_, within_.whole());
  if (to_fetch_.empty() && inexact_.empty() && picture_ == before)
    return give_up(
        {.kind = ErrorKind::provider_error, .message = "The provider finished without a picture."});
  return go_on();
}

// This task brings nothing more; the others may.
Status TaskExchange::give_up(Error error) {
  tasks_[at_].failed = true;
  if (!failure_) failure_ = std::move(error);
  return next_task();
}

Status TaskExchange::next_task() {
  tasks_[at_].over = true;
  to_fetch_.clear();
  inexact_.clear();
  troubles_ = 0;
  waited_ = {};
  pause_ = kFirstPause;
  choose_task();
  if (at_ < tasks_.size()) {
    doing_ = Doing::persist;
    return {};
  }
  if (auto facts = dialect_->facts(); !facts.empty()) tell(Extra{.fields = std::move(facts)});
  if (failure_ && kept_before_ + picture_ == 0) return fail(std::move(*failure_));
  Usage usage;
  for (const auto& task : tasks_)
    if (task.ticket.cost && !task.failed)
      usage.cost = usage.cost.value_or(Money()) + *task.ticket.cost;
  tell(std::move(usage));
  if (failure_) tell(Extra{.fields = {{"incomplete", failure_->message}}});
  finish({.native_reason = failure_ ? "incomplete" : "ready"});
  return {};
}

}  // namespace easel::providers
