#pragma once

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/job.h"
#include "base/result.h"
#include "gateway/catalog.h"
#include "gateway/event.h"
#include "gateway/request.h"
#include "gateway/routing.h"

// The whole contract of an upstream dialect. An adapter is pure: no socket, no clock, no thread; it
// says what to do next and reads what came back. drive/driver.h makes it act, once for all of them.
namespace easel::providers {

// One run of bytes of a request body; `owner` keeps them alive (null: the exchange itself does).
struct BodyPiece {
  std::string_view bytes;
  std::shared_ptr<const void> owner{};
};

// Where a computation puts its events: callable on the computing thread, waits while the loop is
// behind, and fails with cancelled once nobody wants the picture.
using Emit = std::function<Status(gateway::Event)>;

// How a provider takes its credential: "<header>: <scheme> <credential>", or without a scheme
// "<header>: <credential>".
struct CredentialForm {
  std::string header = "Authorization";
  std::string scheme = "Bearer";
};

struct Send {
  std::string method;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers{};
  std::vector<BodyPiece> body{};
  // The driver adds it, and only for the provider's own host or, over https, one that the catalog
  // trusts (Provider::trusted_hosts). None: no credential goes with this one.
  std::optional<CredentialForm> credential{};
  // The address came in a reply: it must be a public one, unless the provider itself is local, and
  // up to three redirects of a GET are followed, each held to the same rules.
  bool from_reply = false;
  // How long the head of the reply may take: the slowest models answer when the picture is there.
  std::chrono::milliseconds patience{std::chrono::minutes(15)};
};
struct Wait {
  std::chrono::milliseconds duration;
};
// Runs on a worker; its events reach the driver in order.
struct Compute {
  std::function<Status(Job&, const Emit&)> work;
};
// What a restart needs to take the submitted job up again; stored before the next step.
struct Persist {
  std::string token;
};
struct Done {};  // the exchange has given its Finish or Failure

using Step = std::variant<Send, Wait, Compute, Persist, Done>;

// One attempt at one upstream: a state machine. The driver asks next(), does it, and reports:
// for Send: head(), feed()…, end(), or broken() at any time before end(); for Compute: end() after
// the work returned.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual Step next() = 0;
  // Any split of the body into feeds gives the same events (adjoining PictureData and Text joined).
  virtual void head(int status,
                    const std::vector<std::pair<std::string, std::string>>& headers) = 0;
  virtual void feed(std::string_view bytes, gateway::Events& out) = 0;
  virtual void end(gateway::Events& out) = 0;
  // The reply did not come, or broke off. True: what was asked may be asked again, and next() goes
  // on. False: the attempt ends with this error.
  virtual bool broken(const Error& error) {
    (void)error;
    return false;
  }
  // After Adapter::resume: so many of its pictures were kept before. False: nothing is left to do.
  virtual bool go_on_after(int kept_pictures) { return kept_pictures == 0; }
  // Asked while it waits, again and again, once nobody wants the picture and nothing was paid: what
  // tells upstream to stop. None: it was told all.
  virtual std::optional<Send> cancel() { return {}; }
};

// Whether a failed attempt may have cost money, and whether another may be tried.
enum class Submitted { no, yes, unknown };
struct Classified {
  bool retryable = false;  // another endpoint may do better
  bool passing = false;    // the same one may, a little later
  Submitted submitted = Submitted::unknown;
};
// From an error that an exchange gave as its Failure.
Classified classify(const Error& error, bool request_left);

// Refuses what a dialect cannot pass on of what the request needs: invalid_request that names the
// field and what would serve it. `can`: what this dialect has.
Status refuse_needs(const gateway::GenerationRequest& request, const gateway::Candidate& candidate,
                    std::initializer_list<gateway::Need::Kind> can);

// How an adapter will serve a request at one endpoint.
struct Plan {
  Money most;        // what it can cost at most: the hold
  int pictures = 1;  // how many are asked for
};

class Adapter {
 public:
  virtual ~Adapter() = default;
  // Errors: invalid_request, when this request cannot be put into this dialect.
  virtual Result<Plan> plan(const gateway::GenerationRequest& request,
                            const gateway::Candidate& candidate) const = 0;
  // `request` and the catalog snapshot outlive the exchange.
  virtual std::unique_ptr<Exchange> start(const gateway::GenerationRequest& request,
                                          const gateway::Candidate& candidate,
                                          std::int64_t fresh_seed) const = 0;
  // After a restart: goes on with a submitted job from the token that Persist gave, where the
  // dialect can; null where it cannot. `candidate` outlives the exchange; there is no request.
  virtual std::unique_ptr<Exchange> resume(const gateway::Candidate& candidate,
                                           std::string_view token) const {
    (void)candidate, (void)token;
    return nullptr;
  }
  // Whether upstream fetches pictures by itself. For the others every http(s) address of the
  // request was fetched before start(): all pictures then lie in it as data URLs.
  virtual bool takes_addresses() const { return false; }
  // Whether it draws the texts of font_inputs itself: they are then set before start().
  virtual bool draws_letterings() const { return false; }
  // Whether it enhances by super_resolution_references itself: they are then read before start().
  virtual bool enhances() const { return false; }
};

// The adapter of a dialect ("painter", "openrouter"), or null.
const Adapter* adapter(std::string_view dialect);

}  // namespace easel::providers
