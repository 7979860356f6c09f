#include "drive/glyph_jail.h"

#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "imaging/font.h"
#include "imaging/text_runs.h"

namespace easel::drive {
namespace {

constexpr std::size_t kLongestQuestion = imaging::kLargestFont + 64 * 1024;
constexpr rlim_t kSeconds = 2, kMemory = 512u << 20, kFiles = 64;
constexpr const char* kSanitizer = "/usr/bin/ots-sanitize";

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;  // needs terabytes of addresses and calls of its own
#else
constexpr bool kSanitized = false;
#endif

struct Sizes {
  std::uint64_t font = 0, text = 0;
  std::int32_t width = 0, height = 0, size = 0;
};

struct Reply {
  std::uint32_t works = 0;  // 0: `message` bytes of an error follow
  std::uint32_t message = 0, missing = 0;
  std::int32_t width = 0, height = 0, size = 0, lines = 0;
};

template <class T>
void put(std::string& out, const T& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <class T>
std::optional<T> take(std::string_view& bytes) {
  if (bytes.size() < sizeof(T)) return {};
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return value;
}

bool read_all(void* into, std::size_t size) {
  auto* at = static_cast<char*>(into);
  while (size > 0) {
    const auto got = ::read(STDIN_FILENO, at, size);
    if (got <= 0) return false;
    at += got, size -= static_cast<std::size_t>(got);
  }
  return true;
}

std::optional<GlyphQuestion> read_question() {
  Sizes sizes;
  if (!read_all(&sizes, sizeof sizes)) return {};
  if (sizes.font > kLongestQuestion || sizes.text > 64 * 1024) return {};
  GlyphQuestion question{std::string(sizes.font, '\0'),
                         std::string(sizes.text, '\0'),
                         {sizes.width, sizes.height, sizes.size}};
  if (!read_all(question.font.data(), question.font.size())) return {};
  if (!read_all(question.text.data(), question.text.size())) return {};
  return question;
}

void write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto put = ::write(STDIN_FILENO, bytes.data(), bytes.size());
    if (put <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

bool limit(int what, rlim_t most) {
  const rlimit limits{most, most};
  return ::setrlimit(static_cast<__rlimit_resource>(what), &limits) == 0;
}

bool set_limits() {
  return limit(RLIMIT_CPU, kSeconds) && limit(RLIMIT_CORE, 0) &&
         limit(RLIMIT_FSIZE, imaging::kLargestFont) && limit(RLIMIT_NOFILE, kFiles) &&
         (kSanitized || limit(RLIMIT_AS, kMemory)) && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

// False: the sanitizer refuses the font. Where there is none, or it cannot be asked, it is not.
bool passes_sanitizer(const std::string& font) {
  if (::access(kSanitizer, X_OK) != 0) return true;
  const int file = ::memfd_create("font", 0);
  if (file < 0) return true;
  const bool written = ::write(file, font.data(), font.size()) == static_cast<ssize_t>(font.size());
  const pid_t child = written ? ::fork() : -1;
  if (child == 0) {
    ::lseek(file, 0, SEEK_SET);
    ::dup2(file, STDIN_FILENO);
    ::execl(kSanitizer, kSanitizer, "/dev/stdin", nullptr);
    ::_exit(0);
  }
  ::close(file);
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) return true;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// From here on: to compute, to ask for memory, to answer, to end.
bool close_the_door() {
  if (kSanitized) return true;
  if (!limit(RLIMIT_NOFILE, 0) || !limit(RLIMIT_FSIZE, 0)) return false;
  scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (!filter) return false;
  bool built = true;
  for (const int call :
       {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk),
        SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(getrandom), SCMP_SYS(clock_gettime), SCMP_SYS(exit), SCMP_SYS(exit_group)})
    built = built && ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
    built = built && ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
                                        SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
  built = built && ::seccomp_load(filter) == 0;
  ::seccomp_release(filter);
  return built;
}

}  // namespace

std::string to_bytes(const GlyphQuestion& question) {
  std::string out;
  put(out, Sizes{question.font.size(), question.text.size(), question.room.width,
                 question.room.height, question.room.size});
  return out + question.font + question.text;
}

std::string to_bytes(const Result<imaging::Lettering>& answer) {
  std::string out;
  Reply reply;
  if (!answer) {
    reply.message = static_cast<std::uint32_t>(answer.error().message.size());
    put(out, reply);
    return out + answer.error().message;
  }
  reply = {.works = 1,
           .missing = static_cast<std::uint32_t>(answer->missing.size()),
           .width = answer->width,
           .height = answer->height,
           .size = answer->size,
           .lines = answer->lines};
  put(out, reply);
  out += answer->missing;
  out.append(answer->coverage.begin(), answer->coverage.end());
  return out;
}

Result<imaging::Lettering> read_answer(const std::string& bytes, const GlyphQuestion& question) {
  std::string_view rest = bytes;
  const auto reply = take<Reply>(rest);
  auto broken = [] {
    return fail(invalid("", "This font cannot be used: reading it took too much time or memory.",
                        "another font"));
  };
  if (!reply) return broken();
  if (reply->works == 0) {
    const bool plain = std::ranges::all_of(rest, [](char c) { return c >= ' ' && c < 127; });
    if (rest.empty() || rest.size() > 300 || !plain) return broken();
    return fail(invalid("", std::string(rest), "a usable font"));
  }
  const auto& room = question.room;
  const int reach = 2 * room.size;
  const bool sane = reply->width >= 1 && reply->height >= 1 && reply->width <= room.width + reach &&
                    reply->height <= room.height + reach && reply->size >= 1 &&
                    reply->size <= room.size && reply->lines >= 1 && reply->lines <= 300;
  const auto area = static_cast<std::size_t>(std::max(reply->width, 0)) *
                    static_cast<std::size_t>(std::max(reply->height, 0));
  if (!sane || reply->missing > 2048 || rest.size() != reply->missing + area) return broken();
  imaging::Lettering out{.text = question.text,
                         .width = reply->width,
                         .height = reply->height,
                         .size = reply->size,
                         .lines = reply->lines,
                         .missing = std::string(rest.substr(0, reply->missing))};
  if (!out.missing.empty() && !imaging::characters_of(out.missing)) return broken();
  rest.remove_prefix(reply->missing);
  out.coverage.assign(rest.begin(), rest.end());
  return out;
}

int run_glyph_jail() {
  if (!set_limits()) return 3;
  const auto question = read_question();
  if (!question) return 2;
  if (!passes_sanitizer(question->font)) {
    write_all(to_bytes(Result<imaging::Lettering>(
        fail(invalid("", "This font cannot be used: ots-sanitize refuses it.")))));
    return 0;
  }
  if (!close_the_door()) return 3;
  const auto* font = reinterpret_cast<const std::uint8_t*>(question->font.data());
  write_all(
      to_bytes(imaging::set_text({font, question->font.size()}, question->text, question->room)));
  return 0;
}

}  // namespace easel::drive
