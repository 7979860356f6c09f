#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/job.h"
#include "drive/gauge.h"
#include "http/client.h"
#include "runtime/child.h"
#include "runtime/loop.h"

namespace easel::drive {

// `[engines.NAME]` of easel.toml.
struct EngineRules {
  std::string name;
  std::string command;               // sd-server's path
  std::vector<std::string> extra{};  // arguments; "{model}" is the file, else it comes with -m
  Duration idle = std::chrono::minutes(10);      // without work until it is unloaded; 0: never
  Duration patience = std::chrono::minutes(10);  // from its start until it answers
};

// An sd-server that is run here when it is needed: started with the model that is asked for, on a
// free loopback port, one request at a time; unloaded when idle, started anew after a crash (at
// once, then after 1, 2, 4 … 60 s), and killed with this process. It lives on one loop, which must
// be the main thread's (runtime/child.h).
class LocalEngine {
 public:
  LocalEngine(Loop& loop, EngineRules rules);

  // The line of those who want it: first come, first served. From any thread.
  std::uint64_t enter();
  int place(std::uint64_t ticket) const;  // 0: it is this one's turn
  enum class Left { well, badly, unfinished };
  // `unfinished`: it still works on what nobody wants, so it is stopped.
  void leave(std::uint64_t ticket, Left how);

  // For whoever's turn it is: the address of the running engine, with this file of weights loaded.
  // Awaited on any loop. Errors: unavailable (it cannot be run, ended before it answered, did not
  // answer in time, or crashes again and again: retry_after), cancelled.
  Task<Result<std::string>> ready(std::string model_path, StopToken stop);

  Gauge& gauge() { return gauge_; }
  // How it ended, if it did so while somebody had it; "" otherwise. From any thread.
  std::string obituary() const;
  // The file of weights that is loaded, "" = none is; and how many wait for it or have it. From any
  // thread.
  std::string loaded() const;
  std::size_t wanted_by() const;

 private:
  Task<Result<std::string>> make_ready(std::string model_path, StopToken stop);
  Task<Status> rest_after_crashes(StopToken stop);
  Task<Result<std::string>> start(std::string model_path, StopToken stop);
  Task<Status> until_it_answers(StopToken stop);
  Task<> attend(std::shared_ptr<Child> child);
  Task<> mourn(std::shared_ptr<Child> child);
  void bury(const Child& child);
  Task<> unload();
  std::vector<std::string> command_for(const std::string& model_path, int port) const;
  void hear(std::string_view line);
  void note_loaded(std::string model_path);
  bool is_idle() const;

  Loop& loop_;
  const EngineRules rules_;
  std::unique_ptr<http::Client> client_;
  Gauge gauge_;

  // Of the loop alone.
  std::shared_ptr<Child> child_;
  std::string model_path_, url_, last_line_;
  bool unloading_ = false, buried_ = false;
  int crashes_ = 0;
  Time next_start_{};

  mutable std::mutex mutex_;
  std::deque<std::uint64_t> line_;
  std::uint64_t tickets_ = 0;
  Time last_used_{};
  std::string obituary_, loaded_;
  bool went_well_ = false;  // since the last crash
};

// By the slugs of their providers.
using LocalEngines = std::map<std::string, std::unique_ptr<LocalEngine>>;

// A place in the line, given back when it goes.
class EngineTurn {
 public:
  explicit EngineTurn(LocalEngine& engine) : engine_(engine), ticket_(engine.enter()) {}
  EngineTurn(const EngineTurn&) = delete;
  ~EngineTurn() { engine_.leave(ticket_, how_); }
  int place() const { return engine_.place(ticket_); }
  void ended(LocalEngine::Left how) { how_ = how; }

 private:
  LocalEngine& engine_;
  std::uint64_t ticket_;
  LocalEngine::Left how_ = LocalEngine::Left::badly;
};

}  // namespace easel::drive
