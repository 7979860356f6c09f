#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "drive/gauge.h"
#include "gateway/event.h"
#include "http/client.h"
#include "providers/provider.h"
#include "runtime/clock.h"
#include "runtime/task.h"
#include "runtime/workers.h"

// Makes a pure exchange act: HTTP, waiting, computing, and the credential that goes to the
// provider's own host only. One driver for every dialect.
namespace easel::drive {

// What the driver acts with; all outlive the attempt.
struct Hands {
  http::Client& client;
  Workers& workers;
  Clock& clock;
  Gauge* gauge = nullptr;  // tells how far an engine is that says nothing itself
};

// Takes an attempt's events, in order, one at a time; while one is being taken, upstream waits. An
// error ends the attempt with that error.
class EventTaker {
 public:
  virtual ~EventTaker() = default;
  virtual Task<Status> take(gateway::Event event) = 0;
  // What is about to leave; the credential is not in it.
  virtual void sending(const providers::Send&) {}
  // Stores what a restart needs; called before the exchange goes on.
  virtual Task<Status> persist(std::string token) = 0;
  // What a submission is repeated under, at a provider that takes such keys
  // (takes_idempotency_keys); "" = it is not repeated.
  virtual std::string idempotency_key() const { return {}; }
  // Whether what was submitted may cost something.
  virtual bool paid() const { return true; }
};

// Whether a submission that is repeated under its key is done once there: `idempotency = "yes"` of
// its switches. Another Easel does so.
bool takes_idempotency_keys(const gateway::Provider& provider);

// How an attempt ended: with a Finish or with an error, never both.
struct AttemptEnd {
  std::optional<gateway::Finish> finish{};
  std::optional<Error> error{};
  bool request_left = false;  // upstream may have acted on it
};

// Runs the exchange to its end. `lane` is the fair queue's lane (the API key). When `stop` is
// requested, a computation ends within 0.2 s, or, while it waits for its turn, when the queue next
// moves; an upstream request runs on, for it may be paid for, but where nothing is paid the pauses
// between questions about a task heed it too.
Task<AttemptEnd> drive(Hands hands, providers::Exchange& exchange,
                       const gateway::Provider& provider, std::string lane, StopToken stop,
                       EventTaker& taker);

}  // namespace easel::drive
