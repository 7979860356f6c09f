#include "runtime/child.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "runtime/event.h"

namespace easel {
namespace {

namespace asio = boost::asio;
using Descriptor = asio::posix::basic_stream_descriptor<Executor>;

constexpr std::size_t kLongestLine = 4096;

bool is_executable(const std::string& path) {
  return ::access(path.c_str(), X_OK) == 0;
}

// As a shell finds it; the name itself when nothing is found.
std::string found_in_path(const std::string& name) {
  const char* list = std::getenv("PATH");
  if (name.contains('/') || !list) return name;
  std::string_view rest = list;
  while (!rest.empty()) {
    auto folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    auto path = std::string(folder) + "/" + name;
    if (is_executable(path)) return path;
  }
  return name;
}

bool is_secret(std::string_view variable) {
  auto name = variable.substr(0, variable.find('='));
  return std::ranges::any_of(std::array{"_KEY", "_TOKEN", "_SECRET", "_PASSWORD"},
                             [&](const char* end) { return name.ends_with(end); });
}

struct Pipe {
  int read = -1, write = -1;
  ~Pipe() {
    if (read >= 0) ::close(read);
    if (write >= 0) ::close(write);
  }
  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read = ends[0], write = ends[1];
    return true;
  }
  void close_write() { ::close(std::exchange(write, -1)); }
};

// Between fork and exec in a process with threads: nothing here allocates or locks. What goes wrong
// is told as an errno through `report`.
[[noreturn]] void become(char* const* arguments, char* const* environment, int input, int output,
                         int report, pid_t parent) {
  auto give_up = [&] {
    int code = errno;
    (void)!::write(report, &code, sizeof code);
    ::_exit(127);
  };
  ::setpgid(0, 0);
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) give_up();
  if (::getppid() != parent) ::_exit(127);  // it ended before it could be bound to
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  if (::dup2(input, 0) < 0 || ::dup2(output, 1) < 0 || ::dup2(output, 2) < 0) give_up();
  ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  ::execve(arguments[0], arguments, environment);
  give_up();
  ::_exit(127);
}

std::string ending_of(int status) {
  if (WIFSIGNALED(status)) return "by signal " + std::to_string(WTERMSIG(status));
  return "with exit code " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

struct Child::State {
  State(Executor executor, pid_t child, int pidfd, int output)
      : pid(child), end(executor, pidfd), out(executor, output) {}

  pid_t pid;
  Descriptor end;  // readable once it has ended
  Descriptor out;
  std::function<void(std::string_view)> on_line{};
  std::string line{};
  std::string ending{};
  Event changed{};

  void signal(int number) const {
    if (ending.empty()) ::kill(-pid, number);
  }

  void take(std::string_view bytes) {
    for (char c : bytes) {
      bool over = c == '\n' || c == '\r';
      if (!over && line.size() < kLongestLine) line += c;
      if (!over || line.empty()) continue;
      auto whole = std::exchange(line, {});
      if (on_line) on_line(whole);
    }
  }

  static Task<> read_output(std::shared_ptr<State> state) {
    std::array<char, 4096> piece{};
    for (;;) {
      auto [error, size] =
          co_await state->out.async_read_some(asio::buffer(piece.data(), piece.size()), use_task);
      if (error) co_return;
      state->take({piece.data(), size});
    }
  }

  static Task<> watch_end(std::shared_ptr<State> state) {
    auto [error] = co_await state->end.async_wait(Descriptor::wait_read, use_task);
    if (error) co_return;
    int status = 0;
    if (::waitpid(state->pid, &status, WNOHANG) != state->pid) status = 0;
    ::kill(-state->pid, SIGKILL);  // what it started itself
    state->ending = ending_of(status);
    state->changed.notify_all();
  }
};

Child::Child(std::shared_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<Child>> Child::start(Executor executor, Order order) {
  auto path = order.command.empty() ? std::string() : found_in_path(order.command.front());
  auto refuse = [&](int code) {
    return fail(ErrorKind::unavailable, (order.command.empty() ? "\"\"" : order.command.front()) +
                                            " cannot be run: " + std::strerror(code) + ".");
  };
  Pipe output, report;
  if (!output.open() || !report.open()) return refuse(errno);
  int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (input < 0) return refuse(errno);
  std::vector<char*> arguments, environment;
  if (!order.command.empty()) order.command.front() = path;
  for (auto& argument : order.command) arguments.push_back(argument.data());
  if (arguments.empty()) arguments.push_back(path.data());
  arguments.push_back(nullptr);
  for (char** variable = environ; *variable; ++variable)
    if (!is_secret(*variable)) environment.push_back(*variable);
  environment.push_back(nullptr);

  pid_t parent = ::getpid(), child = ::fork();
  if (child == 0)
    become(arguments.data(), environment.data(), input, output.write, report.write, parent);
  int forked = errno;
  ::close(input);
  if (child < 0) return refuse(forked);
  ::setpgid(child, child);
  report.close_write();
  int code = 0;
  if (::read(report.read, &code, sizeof code) == sizeof code) {
    ::waitpid(child, nullptr, 0);
    return refuse(code);
  }
  int pidfd = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
  if (pidfd < 0) {
    int why = errno;
    ::kill(-child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    return refuse(why);
  }
  auto state = std::make_shared<State>(executor, child, pidfd, std::exchange(output.read, -1));
  state->on_line = std::move(order.on_line);
  spawn(executor, "output of a child", State::read_output(state));
  spawn(executor, "end of a child", State::watch_end(state));
  return std::unique_ptr<Child>(new Child(std::move(state)));
}

Child::~Child() {
  state_->on_line = nullptr;
  if (!running()) return;
  kill();
  int status = 0;
  ::waitpid(state_->pid, &status, 0);
  state_->ending = ending_of(status);
  state_->end.close();
  state_->out.close();
}

pid_t Child::pid() const {
  return state_->pid;
}
bool Child::running() const {
  return state_->ending.empty();
}
const std::string& Child::ending() const {
  return state_->ending;
}
void Child::terminate() {
  state_->signal(SIGTERM);
}
void Child::kill() {
  state_->signal(SIGKILL);
}

Task<> Child::ended() {
  auto state = state_;
  while (state->ending.empty()) co_await state->changed.wait();
}

Task<> Child::stop(Clock& clock, Duration grace) {
  auto state = state_;
  state->signal(SIGTERM);
  auto deadline = clock.now() + grace;
  while (state->ending.empty() && clock.now() < deadline)
    co_await state->changed.wait_until(clock, deadline);
  state->signal(SIGKILL);
  while (state->ending.empty()) co_await state->changed.wait();
}

}  // namespace easel
