#pragma once

#include <memory>
#include <string>

#include "api/errors.h"
#include "api/house.h"
#include "api/telling.h"
#include "drive/job.h"
#include "http/server.h"
#include "providers/provider.h"

// The story of one request, from its head to the ledger (docs/architecture.md, "One request").
namespace easel::api {

// How a door reads a request and tells a job.
class Door {
 public:
  virtual ~Door() = default;
  virtual ErrorStyle error_style() const { return ErrorStyle::openrouter; }
  // Under the API's base, such as "/images". A job remembers its door by it.
  virtual std::string_view path() const = 0;
  // Reads the body under the byte budget. `request_hash` gets the hash of its bytes.
  virtual Task<Result<gateway::GenerationRequest>> read(House& house, const store::Key& key,
                                                        http::Request& in,
                                                        std::string& request_hash) const = 0;
  // How the job looks here, while it runs or when it has ended. The shape refers to both.
  virtual std::unique_ptr<Shape> shape(House& house, const drive::Job& job) const = 0;
  // Whether the answer to this job is a stream.
  virtual bool streams(const drive::Job& job) const { return job.request->stream; }
};

Task<> generate(House& house, const Door& door, http::Request& in, http::Response& out);

// The parts of the story that need no connection; the simulation runs them.

// Steps 5 and 6: routing, limits, hold. The job that came of it, started or found finished (a
// twin). A request that will be asked for later does not wait for its twin: it gets the twin's id.
struct Admission {
  std::shared_ptr<drive::Job> job;
  bool twin = false;
};
Task<Result<Admission>> admit(House& house, store::Key key, gateway::GenerationRequest request,
                              std::string idempotency_key, std::string request_hash,
                              std::string door);

// Steps 8 to 11: runs an admitted job to its settled end. Never fails: the outcome says how it
// went.
Task<> perform(House& house, std::shared_ptr<drive::Job> job);

// The same for a job that a restart found submitted: it goes on where it was (resume.h).
Task<> take_up(House& house, std::shared_ptr<drive::Job> job,
               std::unique_ptr<providers::Exchange> exchange);

// At start: closes what a crash left behind. A picture that is whole is kept and its generation
// done; the rest is removed and its generation marked interrupted, its hold released. Left open,
// and returned, are those that an upstream is still at work on and can be asked about again.
// `judged`: pictures are judged before they have a row, so one without a row is removed too.
Task<Result<std::vector<store::Generation>>> recover(store::Store& store, media::Disk& disk,
                                                     Clock& clock, const gateway::Catalog& catalog,
                                                     drive::KeeperRules rules, bool judged = false);

}  // namespace easel::api
