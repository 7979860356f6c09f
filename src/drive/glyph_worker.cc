#include "drive/glyph_worker.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <optional>
#include <utility>

#include "drive/glyph_jail.h"

namespace easel::drive {
namespace {

using Deadline = std::chrono::steady_clock::time_point;
constexpr std::size_t kLongestAnswer = 80u << 20;  // bytes

Error cannot_start(int code) {
  return {.kind = ErrorKind::unavailable,
          .message = "The process that reads fonts cannot be started.",
          .detail = std::to_string(code),
          .retry_after = 10};
}

// The child at the other end of a socket; dropping it ends it.
class Worker {
 public:
  static Result<Worker> start(const std::string& program) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
      return fail(cannot_start(errno));
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_adddup2(&files, ends[1], STDIN_FILENO);
    ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    std::string name = "easel", command = "glyphs";
    std::array<char*, 3> arguments{name.data(), command.data(), nullptr};
    std::array<char*, 1> environment{nullptr};
    pid_t pid = 0;
    const int code =
        ::posix_spawn(&pid, program.c_str(), &files, nullptr, arguments.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&files);
    ::close(ends[1]);
    if (code != 0) {
      ::close(ends[0]);
      return fail(cannot_start(code));
    }
    return Worker(pid, ends[0]);
  }
  Worker(Worker&& other) noexcept
      : pid_(std::exchange(other.pid_, 0)), socket_(std::exchange(other.socket_, -1)) {}
  ~Worker() {
    if (socket_ >= 0) ::close(socket_);
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  pid_t pid() const { return pid_; }

  // False: it is over, or time is.
  bool wait(short event, Deadline deadline, const StopToken& stop) const {
    while (!stop.requested() && std::chrono::steady_clock::now() < deadline) {
      pollfd one{socket_, event, 0};
      const int ready = ::poll(&one, 1, 50);
      if (ready > 0) return true;
      if (ready < 0 && errno != EINTR) return false;
    }
    return false;
  }

  void ask(std::string_view bytes, Deadline deadline, const StopToken& stop) const {
    while (!bytes.empty() && wait(POLLOUT, deadline, stop)) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent <= 0 && errno != EAGAIN) return;
      if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  // Everything until it closes its end; less, where it ends early or is too late.
  std::string hear(Deadline deadline, const StopToken& stop) const {
    std::string out;
    std::array<char, 64 * 1024> piece;
    while (out.size() < kLongestAnswer && wait(POLLIN, deadline, stop)) {
      const auto got = ::recv(socket_, piece.data(), piece.size(), MSG_DONTWAIT);
      if (got > 0) out.append(piece.data(), static_cast<std::size_t>(got));
      if (got == 0 || (got < 0 && errno != EAGAIN)) break;
    }
    return out;
  }

 private:
  Worker(pid_t pid, int socket) : pid_(pid), socket_(socket) {}
  pid_t pid_;
  int socket_;
};

}  // namespace

Result<imaging::Lettering> set_text_apart(std::string font, std::string text,
                                          const imaging::LetteringRoom& room, StopToken stop,
                                          const std::string& program,
                                          const std::function<void(pid_t)>& started) {
  const GlyphQuestion question{std::move(font), std::move(text), room};
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  const auto worker = TRY(Worker::start(program));
  if (started) started(worker.pid());
  worker.ask(to_bytes(question), deadline, stop);
  const std::string answer = worker.hear(deadline, stop);
  if (stop.requested()) return fail(ErrorKind::cancelled, "The picture is no longer wanted.");
  return read_answer(answer, question);
}

}  // namespace easel::drive
