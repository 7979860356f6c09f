#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "drive/job.h"

// A running job seen from another loop than its own.
namespace easel::drive {

struct Glimpse {
  std::string key_hash;
  std::int64_t created = 0;
  bool keep_answer = false;
  bool ended = false;                     // its outcome is there; the store has it too
  bool paid = false;                      // it runs on, whoever leaves
  bool begun = false;                     // it has told anything
  gateway::Progress progress{};           // the last it told
  std::map<int, std::size_t> previews{};  // of each picture, a number that grows
  std::string text{};                     // its answer's words so far
};

// None: no job of that id runs in this process.
Task<std::optional<Glimpse>> glimpse(Jobs& jobs, std::string id);

// The newest preview of one of its pictures, as long as it runs and is a job of that key.
Task<std::optional<gateway::Preview>> newest_preview(Jobs& jobs, std::string id,
                                                     std::string key_hash, int picture);

// A copy on the caller's loop, which is told everything from the beginning and then gets the
// outcome, as it happens. It is read like the job itself. `id` must run: null when it does not.
Task<std::shared_ptr<Job>> follow(Jobs& jobs, std::string id);

// Asks it to stop, unless something is paid for by now. True: it was asked.
Task<bool> cancel(Jobs& jobs, std::string id);

}  // namespace easel::drive
