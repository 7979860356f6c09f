#include "providers/task_exchange.h"

#include <algorithm>
#include <charconv>

#include "providers/reply_fields.h"
#include "wire/json_writer.h"

namespace easel::providers {
namespace {

using namespace gateway;
using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{500}, kLongestPause{5000};
constexpr int kLongestAsked = 60;  // seconds that a Retry-After may make it pause
constexpr int kMostTroubles = 6;

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

std::string task_token(const Ticket& ticket) {
  json::object token{{"poll_url", ticket.poll_url}};
  if (ticket.cost) token["cost"] = ticket.cost->text();
  return wire::to_json(token);
}

TaskExchange::TaskExchange(const Candidate& candidate, std::unique_ptr<TaskDialect> dialect,
                           int tasks)
    : JsonExchange(*candidate.provider),
      candidate_(candidate),
      dialect_(std::move(dialect)),
      tasks_(tasks) {}

std::unique_ptr<TaskExchange> TaskExchange::resume(const Candidate& candidate,
                                                   std::unique_ptr<TaskDialect> dialect,
                                                   std::string_view token) {
  auto read = wire::parse_json(token);
  if (!read || !read->is_object()) return nullptr;
  auto exchange = std::make_unique<TaskExchange>(candidate, std::move(dialect), 1);
  exchange->poll_url_ = text_at(read->get_object(), "poll_url");
  if (exchange->poll_url_.empty()) return nullptr;
  if (auto cost = Money::parse(text_at(read->get_object(), "cost"))) exchange->cost_ = *cost;
  exchange->pause_ = kFirstPause;
  exchange->doing_ = Doing::poll;
  return exchange;
}

Send TaskExchange::ask(const std::string& url) {
  return {.method = "GET",
          .url = url,
          .headers = {{"Accept", "application/json"}},
          .credential = dialect_->credential(),
          .from_reply = true};
}

Step TaskExchange::next() {
  if (over()) return Done{};
  switch (doing_) {
    case Doing::submit:
      return dialect_->submit(task_);
    case Doing::persist:
      doing_ = Doing::wait;
      return Persist{task_token({.poll_url = poll_url_, .cost = cost_})};
    case Doing::wait: {
      auto pause =
          std::max(pause_, milliseconds(1000 * std::min(retry_after().value_or(0), kLongestAsked)));
      waited_ += pause;
      pause_ = std::min(pause_ * 3 / 2, kLongestPause);
      doing_ = Doing::poll;
      return Wait{pause};
    }
    case Doing::poll:
      return ask(poll_url_);
    case Doing::result:
      return ask(result_url_);
    case Doing::fetch:
      return Send{.method = "GET", .url = to_fetch_.front(), .from_reply = true};
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
  if (doing_ != Doing::fetch) return JsonExchange::feed(bytes, out);
  if (fetch_status_ != 200 || bytes.empty()) return;
  if (fetched_ == 0) out.push_back(PictureStart{.index = picture_});
  fetched_ += static_cast<std::int64_t>(bytes.size());
  out.push_back(PictureData{.index = picture_, .bytes = std::string(bytes)});
}

void TaskExchange::end(Events& out) {
  if (doing_ != Doing::fetch) return JsonExchange::end(out);
  set_out(out);
  bool whole = fetched_ > 0 && (missing_ < 0 || fetched_ == missing_);
  if (fetch_status_ != 200 || !whole)
    return fail_with({.kind = ErrorKind::provider_error,
                      .message = fetch_status_ == 200
                                     ? "The picture that was made did not arrive whole."
                                     : "The picture that was made could not be fetched.",
                      .provider_code = std::to_string(fetch_status_)});
  out.push_back(PictureEnd{.index = picture_++});
  to_fetch_.pop_front();
  if (!to_fetch_.empty()) return;
  if (auto done = task_done(); !done) fail_with(done.error());
}

Status TaskExchange::document(json::object& document) {
  if (doing_ != Doing::submit) return take(dialect_->state(document));
  auto ticket = TRY(dialect_->accepted(document));
  poll_url_ = ticket.poll_url;
  if (ticket.cost) cost_ = cost_.value_or(Money()) + *ticket.cost;
  pause_ = kFirstPause;
  waited_ = {};
  troubles_ = 0;
  doing_ = Doing::persist;
  return {};
}

std::optional<Error> TaskExchange::refused(int status, const json::object& body) {
  if (doing_ == Doing::submit) return dialect_->refused(status, body);
  // An end may come with an error's status: what the body says goes first.
  auto state = body.empty() ? TaskState{} : dialect_->state(body);
  if (state.kind != TaskState::Kind::working) {
    auto taken = take(std::move(state));
    return taken ? std::nullopt : std::optional(taken.error());
  }
  // A task that is not known yet may become so; a result that failed stays so.
  bool busy = status == 429 || (status > 500 && status <= 504);
  bool passing = busy || (doing_ == Doing::poll && (status == 404 || status >= 500));
  if (passing && ++troubles_ < kMostTroubles) {
    doing_ = Doing::wait;
    return {};
  }
  return after_submission(dialect_->refused(status, body));
}

Status TaskExchange::take(TaskState state) {
  switch (state.kind) {
    case TaskState::Kind::working:
      if (waited_ >= dialect_->patience())
        return fail(ErrorKind::timeout, "The provider did not finish the picture in time.");
      tell(std::move(state.progress));
      troubles_ = 0;
      doing_ = Doing::wait;
      return {};
    case TaskState::Kind::failed:
      if (state.error.provider_code.empty()) state.error.provider_code = "failed";
      return fail(after_submission(std::move(state.error)));
    case TaskState::Kind::ready:
      break;
  }
  if (!state.result_url.empty()) {
    result_url_ = std::move(state.result_url);
    doing_ = Doing::result;
    return {};
  }
  to_fetch_.assign(state.pictures.begin(), state.pictures.end());
  if (to_fetch_.empty())
    return fail(ErrorKind::provider_error, "The provider finished without a picture.");
  doing_ = Doing::fetch;
  return {};
}

Status TaskExchange::task_done() {
  doing_ = Doing::submit;
  if (++task_ < tasks_) return {};
  Usage usage;
  usage.cost = cost_;
  tell(std::move(usage));
  finish({.native_reason = "ready"});
  return {};
}

}  // namespace easel::providers
