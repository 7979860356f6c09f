#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/job.h"
#include "fleet/limits.h"
#include "gateway/event.h"
#include "gateway/request.h"
#include "gateway/routing.h"
#include "media/spool.h"
#include "runtime/event.h"
#include "store/records.h"

// A generation while it runs. It lives on one loop; connections subscribe: they read `told` from
// wherever they are, wait for `changed`, and may come and go without touching the work.
namespace easel::drive {

struct KeptPicture {
  int index = 0;
  media::Finished file;
};

// A preview whose place was taken by a newer one.
struct Outdated {};

using Told = std::variant<gateway::Text, gateway::Progress, gateway::Preview, gateway::Extra,
                          KeptPicture, Outdated>;

// How it ended. The account is closed (settled in the ledger) before anybody can read this.
struct Outcome {
  std::string model;     // that answered
  std::string provider;  // display name
  gateway::Finish finish{};
  gateway::Usage usage{};
  Money cost{};
  Money byok{};          // what it cost the team's own account at a provider, instead
  bool own_key = false;  // that served it
  std::vector<KeptPicture> pictures{};
  boost::json::object easel{};           // account, seed, warnings
  boost::json::object message_fields{};  // of an upstream that speaks our dialect, unknown to us
  boost::json::object choice_fields{}, body_fields{};
  std::vector<std::string> signatures{};   // opaque, for the next turn
  std::vector<store::Attempt> attempts{};  // every try, in order
  std::optional<Error> error{};
  Money billed{};  // what upstream says that failed attempts cost
  Money upstream_cost() const { return own_key ? byok : cost; }
  bool may_have_billed = false;  // an attempt failed after upstream may have begun
};

class Job {
 public:
  std::string id;
  std::int64_t created = 0;  // unix seconds
  store::Key key;
  std::shared_ptr<const gateway::GenerationRequest> request;
  std::shared_ptr<const gateway::Catalog> catalog;  // what the candidates point into
  std::vector<gateway::Candidate> candidates;
  std::string idempotency_key{};
  std::string door{};          // the name of the one that tells it
  bool answer_lost = false;    // whoever asked left before all was told
  bool keeps_nothing = false;  // zero data retention: nothing of it reaches the disk
  std::shared_ptr<media::Disk>
      memory{};              // where its pictures lie then, instead of the house's disk
  fleet::Ask lent{};         // what the limits lent it
  bool keep_answer = false;  // the whole answer can be had again later, also after a restart
  std::optional<std::chrono::milliseconds> moderated{};  // how long it was judged; none: nobody did
  StopToken stop;

  // What subscribers read, on this job's loop. `told` only grows; an outdated preview is emptied in
  // place, so that an index into it stays good and memory does not grow with previews. Words and
  // progress that nobody took yet join the entry before them.
  std::vector<Told> told;
  std::size_t taken = 0;  // entries that a subscriber has read; they stay as they are
  std::optional<Outcome> outcome;
  Event changed;
  int subscribers = 0;
  bool paid = false;  // something was submitted that may cost: it runs on when the client leaves

  void tell(Told what);
  std::string text(gateway::Text::Channel channel) const;  // all of it so far
  std::vector<KeptPicture> pictures() const;
};

// The running jobs of the whole process, by id, so that a second request with the same idempotency
// key, on any loop, can wait for the first. Thread-safe.
class Jobs {
 public:
  void add(const std::shared_ptr<Job>& job, Executor executor);
  void remove(const std::string& id);
  std::size_t count() const;
  std::vector<std::string> of(const std::string& key_hash) const;  // ids, those of this key

  // Holds the job, whose members are its own loop's to touch.
  struct Running {
    std::shared_ptr<Job> job;
    Executor executor;
  };
  std::optional<Running> find(const std::string& id) const;

  // Resumes on the caller's loop when that job has an outcome, or at once when it is not running.
  Task<> wait_for(std::string id);
  // Asks every job to stop: for the end of a drain.
  void stop_all();

 private:
  struct Entry {
    std::weak_ptr<Job> job;
    Executor executor;
    StopToken stop;
    std::string key_hash;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Entry> running_;
};

}  // namespace easel::drive
