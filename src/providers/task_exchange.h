#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "providers/json_exchange.h"

namespace easel::providers {

// What an upstream says of a task that it was given.
struct TaskState {
  enum class Kind { working, ready, failed } kind = Kind::working;
  gateway::Progress progress{};
  std::vector<std::string> pictures{};  // ready: where they lie, to be fetched without a key
  std::string result_url{};             // ready: where to ask for them, with the key
  Error error{};                        // failed
};

// Where a submitted task is asked about. With `as_given` it came in a reply, and is checked as
// such.
struct Ticket {
  std::string poll_url;
  std::optional<Money> cost{};  // what upstream says it takes
};

// One upstream's words for tasks: given, asked about until they end, their pictures fetched. A
// dialect writes this; TaskExchange does the rest.
class TaskDialect {
 public:
  virtual ~TaskDialect() = default;
  // The request that gives the nth task of this generation (from 0).
  virtual Send submit(int nth) = 0;
  virtual Result<Ticket> accepted(const gateway::json::object& reply) = 0;
  // A reply to the poll, or to `result_url`.
  virtual TaskState state(const gateway::json::object& reply) = 0;
  // A refusal by status, when the body is no state.
  virtual Error refused(int status, const gateway::json::object& body) = 0;
  // How its polls are authorized.
  virtual CredentialForm credential() const { return {}; }
  // All waiting of one task together.
  virtual std::chrono::milliseconds patience() const { return std::chrono::minutes(10); }
};

// Submits, remembers (Persist), asks again and again with growing pauses, and fetches what was
// made; task after task where several pictures are wanted. Once a task was accepted no failure
// claims that nothing was done.
class TaskExchange : public JsonExchange {
 public:
  // `candidate` outlives it.
  TaskExchange(const gateway::Candidate& candidate, std::unique_ptr<TaskDialect> dialect,
               int tasks);
  // Goes on with a task that an exchange before gave this token for.
  static std::unique_ptr<TaskExchange> resume(const gateway::Candidate& candidate,
                                              std::unique_ptr<TaskDialect> dialect,
                                              std::string_view token);

  Step next() override;
  void head(int status, const std::vector<std::pair<std::string, std::string>>& headers) override;
  void feed(std::string_view bytes, gateway::Events& out) override;
  void end(gateway::Events& out) override;

 private:
  enum class Doing { submit, persist, wait, poll, result, fetch };

  Send ask(const std::string& url);
  Status document(gateway::json::object& document) override;
  Status reply_over() override { return {}; }
  std::optional<Error> refused(int status, const gateway::json::object& body) override;
  Status take(TaskState state);
  Status task_done();

  const gateway::Candidate& candidate_;
  std::unique_ptr<TaskDialect> dialect_;
  const int tasks_;
  int task_ = 0;
  Doing doing_ = Doing::submit;
  std::string poll_url_, result_url_;
  std::optional<Money> cost_;
  std::chrono::milliseconds pause_{}, waited_{};
  int troubles_ = 0;  // polls in a row that brought no state
  std::deque<std::string> to_fetch_;
  int picture_ = 0;
  std::int64_t missing_ = 0;  // of the running picture, −1 when its length was not told
  std::int64_t fetched_ = 0;
  int fetch_status_ = 0;
};

// {"poll_url":…} as Persist keeps it.
std::string task_token(const Ticket& ticket);

}  // namespace easel::providers
