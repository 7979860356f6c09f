#include "drive/local_engine.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>

#include "base/log.h"

namespace easel::drive {
namespace {

using namespace std::chrono_literals;

constexpr Duration kNap = 100ms, kGrace = 5s, kLongestRest = 60s;

// Free a moment ago: should another take it first, the engine ends and is started on the next.
int free_port() {
  int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{.sin_family = AF_INET};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto at = reinterpret_cast<sockaddr*>(&address);
  bool found =
      socket >= 0 && ::bind(socket, at, size) == 0 && ::getsockname(socket, at, &size) == 0;
  if (socket >= 0) ::close(socket);
  return found ? ntohs(address.sin_port) : 0;
}

Error gone() {
  return {.kind = ErrorKind::cancelled, .message = "The picture is no longer wanted."};
}

}  // namespace

LocalEngine::LocalEngine(Loop& loop, EngineRules rules)
    : loop_(loop), rules_(std::move(rules)), client_(http::make_client(loop)) {}

std::uint64_t LocalEngine::enter() {
  std::lock_guard lock(mutex_);
  line_.push_back(++tickets_);
  return tickets_;
}

int LocalEngine::place(std::uint64_t ticket) const {
  std::lock_guard lock(mutex_);
  return static_cast<int>(std::ranges::find(line_, ticket) - line_.begin());
}

void LocalEngine::leave(std::uint64_t ticket, Left how) {
  std::lock_guard lock(mutex_);
  bool held = !line_.empty() && line_.front() == ticket;
  std::erase(line_, ticket);
  last_used_ = loop_.clock().now();
  went_well_ = went_well_ || how == Left::well;
  if (!held || how != Left::unfinished) return;
  loop_.post([this] { spawn(loop_.executor(), "engine", unload()); });
}

std::string LocalEngine::obituary() const {
  std::lock_guard lock(mutex_);
  return obituary_;
}

std::string LocalEngine::loaded() const {
  std::lock_guard lock(mutex_);
  return loaded_;
}

std::size_t LocalEngine::wanted_by() const {
  std::lock_guard lock(mutex_);
  return line_.size();
}

void LocalEngine::note_loaded(std::string model_path) {
  std::lock_guard lock(mutex_);
  loaded_ = std::move(model_path);
}

bool LocalEngine::is_idle() const {
  if (rules_.idle == Duration::zero()) return false;
  std::lock_guard lock(mutex_);
  return line_.empty() && loop_.clock().now() - last_used_ >= rules_.idle;
}

Task<Result<std::string>> LocalEngine::ready(std::string model_path, StopToken stop) {
  auto [bug, address] = co_await boost::asio::co_spawn(
      loop_.executor(), make_ready(std::move(model_path), stop), use_task);
  if (bug) std::rethrow_exception(bug);
  co_return std::move(address);
}

Task<Result<std::string>> LocalEngine::make_ready(std::string model_path, StopToken stop) {
  if (child_ && !child_->running()) bury(*child_);
  bool loaded = child_ && child_->running() && !unloading_ && model_path_ == model_path;
  if (loaded) co_return url_;
  co_await unload();
  auto rested = co_await rest_after_crashes(stop);
  CO_TRY(std::move(rested));
  co_return co_await start(std::move(model_path), stop);
}

// The first crash may have been chance; what crashes every time is left alone for a while.
Task<Status> LocalEngine::rest_after_crashes(StopToken stop) {
  constexpr Duration kWorthWaiting = 5s;
  {
    std::lock_guard lock(mutex_);
    if (std::exchange(went_well_, false)) crashes_ = 0;
  }
  auto left = next_start_ - loop_.clock().now();
  if (left > kWorthWaiting)
    co_return fail({.kind = ErrorKind::unavailable,
                    .message = fmt::format("The engine {} ended {} times and is given a rest. {}",
                                           rules_.name, crashes_, obituary()),
                    .retry_after = static_cast<int>(
                        std::chrono::duration_cast<std::chrono::seconds>(left).count() + 1)});
  while (loop_.clock().now() < next_start_) {
    if (stop.requested()) co_return fail(gone());
    co_await loop_.clock().sleep(kNap);
  }
  co_return Status{};
}

std::vector<std::string> LocalEngine::command_for(const std::string& model_path, int port) const {
  constexpr std::string_view kModel = "{model}";
  std::vector<std::string> command{rules_.command, "--listen-ip", "127.0.0.1", "--listen-port",
                                   std::to_string(port)};
  bool named = false;
  for (auto argument : rules_.extra) {
    if (auto at = argument.find(kModel); at != argument.npos) {
      argument.replace(at, kModel.size(), model_path);
      named = true;
    }
    command.push_back(std::move(argument));
  }
  if (!named) command.insert(command.end(), {"-m", model_path});
  return command;
}

Task<Result<std::string>> LocalEngine::start(std::string model_path, StopToken stop) {
  int port = free_port();
  last_line_.clear();
  buried_ = false;
  gauge_.reset(1);
  {
    std::lock_guard lock(mutex_);
    obituary_.clear();
    last_used_ = loop_.clock().now();
  }
  auto child =
      Child::start(loop_.executor(), {.command = command_for(model_path, port),
                                      .on_line = [this](std::string_view line) { hear(line); }});
  child_ = CO_TRY(std::move(child));
  model_path_ = std::move(model_path);
  url_ = fmt::format("http://127.0.0.1:{}", port);
  log::info("engine {}: started as process {}", rules_.name, child_->pid());
  spawn(loop_.executor(), "engine", mourn(child_));
  spawn(loop_.executor(), "engine", attend(child_));
  auto answers = co_await until_it_answers(stop);
  if (!answers) {
    co_await unload();
    co_return fail(std::move(answers.error()));
  }
  note_loaded(model_path_);
  co_return url_;
}

Task<Status> LocalEngine::until_it_answers(StopToken stop) {
  auto child = child_;
  auto deadline = loop_.clock().now() + rules_.patience;
  while (loop_.clock().now() < deadline) {
    co_await loop_.clock().sleep(kNap);
    if (stop.requested()) co_return fail(gone());
    if (!child->running()) {
      bury(*child);
      co_return fail(ErrorKind::unavailable, obituary());
    }
    auto reply = co_await client_->send(
        {.url = url_ + "/sdcpp/v1/capabilities", .connect_timeout = 2s, .first_byte_timeout = 30s});
    if (!reply) continue;
    if ((*reply)->status == 200) co_return Status{};
    if ((*reply)->status == 404)
      co_return fail(
          ErrorKind::unavailable,
          "The engine " + rules_.name + " answers but knows no jobs: a newer sd-server does.");
  }
  co_return fail(ErrorKind::unavailable, "The engine " + rules_.name + " did not answer in time.");
}

Task<> LocalEngine::attend(std::shared_ptr<Child> child) {
  while (child->running()) {
    co_await loop_.clock().sleep(kNap);
    if (child != child_ || unloading_ || !is_idle()) continue;
    log::info("engine {}: unloaded, nobody asked for it", rules_.name);
    co_await unload();
  }
}

Task<> LocalEngine::mourn(std::shared_ptr<Child> child) {
  co_await child->ended();
  if (child == child_) bury(*child);
}

// It ended by itself: whoever notices first writes it down.
void LocalEngine::bury(const Child& child) {
  if (unloading_ || std::exchange(buried_, true)) return;
  ++crashes_;
  // At once, then after 1, 2, 4 … 60 s.
  auto rest = crashes_ < 2 ? Duration(0s) : Duration(1s) * (1 << std::min(crashes_ - 2, 6));
  next_start_ = loop_.clock().now() + std::min(rest, kLongestRest);
  log::error("engine {}: ended {}, {} in a row", rules_.name, child.ending(), crashes_);
  std::lock_guard lock(mutex_);
  loaded_.clear();
  obituary_ = fmt::format("The engine {} ended {}{}{}", rules_.name, child.ending(),
                          last_line_.empty() ? "." : "; the last it said: ", last_line_);
}

Task<> LocalEngine::unload() {
  auto child = child_;
  if (!child) co_return;
  unloading_ = true;
  note_loaded("");
  co_await child->stop(loop_.clock(), kGrace);
  if (child != child_) co_return;
  child_.reset();
  unloading_ = false;
}

void LocalEngine::hear(std::string_view line) {
  constexpr std::size_t kLongest = 300;
  gauge_.hear(line);
  if (!line.contains('|')) last_line_ = line.substr(0, kLongest);
}

}  // namespace easel::drive
