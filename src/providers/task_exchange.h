#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/base64.h"
#include "providers/exact_picture.h"
#include "providers/json_exchange.h"

namespace easel::providers {

// What an upstream says of a task that it was given.
struct TaskState {
  enum class Kind { working, ready, failed } kind = Kind::working;
  gateway::Progress progress{};
  std::vector<std::string> pictures{};  // ready: where they lie, to be fetched without a key
  std::string result_url{};             // ready: where to ask for them, with the key
  std::string ask_next{};               // working: what is asked, once, before it is asked again
  Error error{};                        // failed
};

// Where a submitted task is asked about. With `as_given` it came in a reply, and is checked as
// such.
struct Ticket {
  std::string poll_url;
  std::optional<Money> cost{};    // what upstream says it takes
  gateway::json::object notes{};  // what the dialect wants to find again, at its token's top
};

// One upstream's words for tasks: given, asked about until they end, their pictures fetched. A
// dialect writes this; TaskExchange does the rest.
class TaskDialect {
 public:
  virtual ~TaskDialect() = default;
  // The request that gives the nth task of this generation (from 0).
  virtual Send submit(int nth) = 0;
  virtual Result<Ticket> accepted(const gateway::json::object& reply) = 0;
  // Which task the next state(), or cancel(), is of.
  virtual void about(const std::string& poll_url) { (void)poll_url; }
  // A reply to the poll, or to `result_url`.
  virtual TaskState state(const gateway::json::object& reply) = 0;
  // A refusal by status, when the body is no state.
  virtual Error refused(int status, const gateway::json::object& body) = 0;
  // How its polls are authorized.
  virtual CredentialForm credential() const { return {}; }
  // All waiting of one task together, and the longest of its pauses.
  virtual std::chrono::milliseconds patience() const { return std::chrono::minutes(10); }
  virtual std::chrono::milliseconds longest_pause() const { return std::chrono::seconds(5); }

  // What goes up before the first task, one after the other until there is none, and the answers.
  // Errors: invalid_image.
  virtual Result<std::optional<Send>> prepare() { return std::optional<Send>(); }
  virtual Status prepared(const gateway::json::object&) { return {}; }
  // Base64 of a picture that lies within the state of a finished task.
  virtual bool holds_picture(const wire::Path&) const { return false; }
  // What the pictures must be exactly; none: as upstream gives them.
  virtual std::optional<ExactPicture> exact() const { return {}; }
  // How pictures are fetched from the provider's own host, when they need a key.
  virtual std::optional<CredentialForm> fetch_credential() const { return {}; }
  // What is told of the pictures under "easel", such as the seed.
  virtual gateway::json::object facts() const { return {}; }
  // What ends a task that nobody wants any more; none: it runs on.
  virtual std::optional<Send> cancel(const std::string& poll_url) {
    (void)poll_url;
    return {};
  }
};

// Gives all tasks first, remembering each (Persist), then asks for one after the other with growing
// pauses and fetches what was made. Questions and fetches that break off are asked again. A task
// that fails, or that upstream would not take once it had taken one, does not cost the others their
// pictures: the answer is then said to be incomplete. Once a task was accepted no failure claims
// that nothing was done. Pictures flow through; one that must be exact is held, as its file of at
// most 64 MiB, until a worker has made it so.
class TaskExchange : public JsonExchange {
 public:
  // `candidate` outlives it.
  TaskExchange(const gateway::Candidate& candidate, std::unique_ptr<TaskDialect> dialect,
               int tasks);
  // Goes on with the tasks that an exchange before gave this token for.
  static std::unique_ptr<TaskExchange> resume(const gateway::Candidate& candidate,
                                              std::unique_ptr<TaskDialect> dialect,
                                              std::string_view token);

  Step next() override;
  void head(int status, const std::vector<std::pair<std::string, std::string>>& headers) override;
  void feed(std::string_view bytes, gateway::Events& out) override;
  void end(gateway::Events& out) override;
  bool broken(const Error& error) override;
  bool go_on_after(int kept_pictures) override;
  std::optional<Send> cancel() override;

 private:
  enum class Doing { prepare, submit, persist, wait, poll, aside, result, fetch, exact };
  struct Task {
    Ticket ticket;
    bool over = false;  // its pictures were told, or it failed
    bool failed = false;
  };

  Send ask(const std::string& url);
  Status document(gateway::json::object& document) override;
  Status reply_over() override { return {}; }
  std::optional<Error> refused(int status, const gateway::json::object& body) override;
  Status take(TaskState state);
  bool is_picture(const wire::Path& path) override;
  void picture_begin(const wire::Path& path) override;
  void picture_data(std::string_view base64) override;
  void picture_end() override;
  void hold(std::string_view bytes);
  Compute make_exact();
  Status fetched();
  Status go_on();
  void choose_task();
  bool again_after(Doing what);
  Status give_up(Error error);
  void submit_no_more(Error error);
  Status next_task();
  std::string token() const;

  const gateway::Candidate& candidate_;
  std::unique_ptr<TaskDialect> dialect_;
  int wanted_;
  std::vector<Task> tasks_;    // that were given
  std::size_t at_ = 0;         // the one that is asked about
  std::size_t cancelled_ = 0;  // of these, upstream was told
  Doing doing_ = Doing::prepare;
  Doing after_wait_ = Doing::poll;
  std::string result_url_, aside_url_;
  std::chrono::milliseconds pause_{}, waited_{};
  std::size_t aside_bytes_ = 0;
  int troubles_ = 0;  // questions in a row that brought nothing
  std::deque<std::string> to_fetch_;
  int picture_ = 0;      // told by this exchange
  int kept_before_ = 0;  // told when the token was last stored, by all lives of these tasks
  std::optional<Error> failure_;  // the first of a task
  std::int64_t missing_ = 0;      // of the running picture, −1 when its length was not told
  std::int64_t fetched_ = 0;
  int fetch_status_ = 0;

  PictureTeller within_;             // pictures of the state itself
  std::deque<std::string> inexact_;  // whole files that wait to be made exact
  Base64Decoder decoder_;
  bool too_large_ = false, unreadable_ = false;
};

}  // namespace easel::providers
