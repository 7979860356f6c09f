#include "fleet/redis_limits.h"

#include <hiredis/hiredis.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "base/ids.h"
#include "base/log.h"
#include "fleet/limited.h"
#include "runtime/workers.h"

namespace easel::fleet {
namespace {

using namespace std::chrono_literals;

// #embed is C23; clang has it in C++ too and only says so.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
constexpr char kStartBytes[] = {
#embed "limits.lua"
};
#pragma clang diagnostic pop
// A place is given back to whom it was lent; one that Redis has forgotten stays none.
constexpr std::string_view kEnd =
    "if redis.call('HINCRBY', KEYS[1], ARGV[1], -1) <= 0 then redis.call('HDEL', KEYS[1], ARGV[1]) "
    "end return 0";

constexpr timeval kPatience{.tv_sec = 1, .tv_usec = 0};  // for connecting, and for each answer
constexpr auto kAgain = 5s;                              // between tries to reach it
constexpr auto kAlive = 10s;                             // between signs of life; they last 30 s
constexpr int kThreads = 4;

using Arguments = std::vector<std::string>;

struct Closer {
  void operator()(redisContext* context) const { redisFree(context); }
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Connection = std::unique_ptr<redisContext, Closer>;
using Reply = std::unique_ptr<redisReply, Closer>;

Result<Reply> command(redisContext& context, const Arguments& arguments) {
  std::vector<const char*> words;
  std::vector<std::size_t> sizes;
  for (const auto& argument : arguments) {
    words.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  Reply reply(static_cast<redisReply*>(
      redisCommandArgv(&context, static_cast<int>(words.size()), words.data(), sizes.data())));
  if (!reply) return fail(ErrorKind::unavailable, context.errstr);
  if (reply->type == REDIS_REPLY_ERROR)
    return fail(ErrorKind::provider_error, std::string(reply->str, reply->len));
  return reply;
}

// A script by the hash that Redis gave it, as long as Redis remembers it.
struct Script {
  std::string text, hash;
};

// One connection and what it has been taught. One thread at a time.
class Link {
 public:
  static Result<std::unique_ptr<Link>> open(const RedisAddress& address) {
    auto link = std::make_unique<Link>();
    link->context_.reset(
        address.socket.empty()
            ? redisConnectWithTimeout(address.host.c_str(), address.port, kPatience)
            : redisConnectUnixWithTimeout(address.socket.c_str(), kPatience));
    auto context = link->context_.get();
    if (!context || context->err)
      return fail(ErrorKind::unavailable, context ? context->errstr : "out of memory");
    redisSetTimeout(context, kPatience);
    if (!address.password.empty()) {
      Arguments login{"AUTH"};
      if (!address.user.empty()) login.push_back(address.user);
      login.push_back(address.password);
      TRY(command(*context, login));
    }
    if (address.database != 0) TRY(command(*context, {"SELECT", std::to_string(address.database)}));
    return link;
  }

  Result<Reply> run(const Arguments& arguments) { return command(*context_, arguments); }

  Result<Reply> run(std::string_view script, std::string& hash, const Arguments& rest) {
    for (bool taught = false;; taught = true) {
      if (hash.empty() || taught) {
        auto loaded = TRY(command(*context_, {"SCRIPT", "LOAD", std::string(script)}));
        hash.assign(loaded->str, loaded->len);
      }
      Arguments all{"EVALSHA", hash};
      all.insert(all.end(), rest.begin(), rest.end());
      auto reply = command(*context_, all);
      if (reply || taught || !reply.error().message.starts_with("NOSCRIPT")) return reply;
    }
  }

  std::string start_hash, end_hash;

 private:
  Connection context_;
};

struct Answer {
  int refused = 0;  // 0 = it was taken; else which Bound, from 1
  std::int64_t running = 0, seconds = 0;
};

class RedisLimits final : public Limits {
 public:
  RedisLimits(RedisAddress address, LimitRules rules, RedisOptions options)
      : address_(std::move(address)),
        options_(options),
        rules_(rules),
        local_(make_local_limits(rules)),
        threads_(make_io_threads(kThreads)),
        keeper_([this] { give_back(); }) {}

  ~RedisLimits() override {
    {
      std::lock_guard lock(mutex_);
      closing_ = true;
    }
    wake_.notify_all();
    keeper_.join();
  }

  void set_rules(LimitRules rules) override {
    {
      std::lock_guard lock(mutex_);
      rules_ = rules;
    }
    local_->set_rules(rules);
  }

  Task<Status> start(Ask ask, Time now, WallTime wall) override {
    Bounds bounds;
    std::string server;
    if (usable()) {
      {
        std::lock_guard lock(mutex_);
        bounds = bounds_of(ask, rules_);
        server = server_;
      }
      auto answer = std::make_shared<Answer>();
      auto asked = co_await threads_->run([this, ask, bounds, now, wall, server, answer]() {
        return try_start(ask, bounds, now, wall, server, *answer);
      });
      if (asked && answer->refused > 0)
        co_return fail(refusal(static_cast<Bound>(answer->refused - 1), ask, bounds,
                               answer->running, answer->seconds, wall));
      if (asked) {
        // Here too, for when Redis goes away.
        local_->take(ask, now, wall);
        std::lock_guard lock(mutex_);
        if (server == server_) ++lent_[place_of(ask)];
        co_return Status{};
      }
      lost(asked.error());
    }
    co_return co_await local_->start(std::move(ask), now, wall);
  }

  void end(const Ask& ask) override {
    local_->end(ask);
    std::lock_guard lock(mutex_);
    auto place = place_of(ask);
    auto found = lent_.find(place);
    if (found == lent_.end()) return;  // it began while Redis was away
    if (--found->second == 0) lent_.erase(found);
    ended_.push_back(std::move(place));
    wake_.notify_all();
  }

 private:
  static std::string place_of(const Ask& ask) {
    return "easel:running:{" + ask.key + "}:" + (ask.pictures > 0 ? "pictures" : "words");
  }

  bool usable() const {
    return std::chrono::steady_clock::now().time_since_epoch() >= retry_at_.load();
  }

  // From now on by this server alone. What it had running there, it has under a name that nobody
  // renews any more.
  void lost(const Error& why) {
    std::lock_guard lock(mutex_);
    retry_at_ = std::chrono::steady_clock::now().time_since_epoch() + kAgain;
    idle_.clear();
    ended_.clear();
    lent_.clear();
    server_ = random_alphanumeric(16);
    if (!std::exchange(away_, true))
      log::warn("Redis cannot be asked, this server limits by itself: {}", why.message);
  }

  void found() {
    std::lock_guard lock(mutex_);
    if (std::exchange(away_, false)) log::info("Redis answers again: limits are shared");
  }

  // One of the connections, or a new one; it comes back when all went well.
  Status with_link(const std::function<Status(Link&)>& work) {
    std::unique_ptr<Link> link;
    {
      std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        link = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    bool pooled = link != nullptr;
    if (!link) link = TRY(Link::open(address_));
    auto done = work(*link);
    if (!done && pooled && done.error().kind == ErrorKind::unavailable) {
      // Redis may have closed it while nobody used it. What was asked may have been done: a place
      // too many, which goes with the next change of name at the latest.
      link = TRY(Link::open(address_));
      done = work(*link);
    }
    if (!done) return done;
    found();
    std::lock_guard lock(mutex_);
    idle_.push_back(std::move(link));
    return {};
  }

  Status try_start(const Ask& ask, const Bounds& bounds, Time now, WallTime wall,
                   const std::string& server, Answer& answer) {
    auto text = [](auto number) { return std::to_string(number); };
    auto micros = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch());
    auto key = "easel:limits:{" + ask.key + "}";
    Arguments rest{"3",
                   key,
                   place_of(ask),
                   key + ":free:",
                   server,
                   options_.its_clock ? "-1" : text(micros.count()),
                   options_.its_clock ? "-1" : text(day_of(wall)),
                   text(bounds.at_once),
                   text(bounds.per_minute),
                   text(ask.pictures),
                   text(bounds.pictures_per_minute),
                   ask.pictures > 0 ? "pictures" : "words",
                   ask.free ? "1" : "0",
                   text(bounds.free_per_minute),
                   text(bounds.free_per_day)};
    return with_link([&](Link& link) -> Status {
      auto reply = TRY(link.run({kStartBytes, sizeof kStartBytes}, link.start_hash, rest));
      if (reply->type != REDIS_REPLY_ARRAY || reply->elements == 0)
        return fail(ErrorKind::provider_error, "an answer that is none");
      auto number = [&](std::size_t at) {
        return at < reply->elements ? reply->element[at]->integer : 0;
      };
      answer = {static_cast<int>(number(0)), number(1), number(2)};
      return {};
    });
  }

  // The thread that tells Redis what has ended, and that this server lives.
  void give_back() {
    auto next_sign = std::chrono::steady_clock::now() + kAlive;
    std::unique_lock lock(mutex_);
    while (!closing_) {
      wake_.wait_until(lock, next_sign, [&] { return closing_ || !ended_.empty(); });
      if (closing_) return;
      auto ended = std::exchange(ended_, {});
      auto server = server_;
      bool sign = std::chrono::steady_clock::now() >= next_sign;
      if (sign) next_sign = std::chrono::steady_clock::now() + kAlive;
      if (ended.empty() && lent_.empty()) continue;
      lock.unlock();
      auto told = with_link([&](Link& link) -> Status {
        for (; !ended.empty(); ended.pop_front())
          TRY(link.run(kEnd, link.end_hash, {"1", ended.front(), server}));
        if (sign) TRY(link.run({"SET", "easel:server:" + server, "1", "EX", "30"}));
        return {};
      });
      if (!told) lost(told.error());
      lock.lock();
    }
  }

  const RedisAddress address_;
  const RedisOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  LimitRules rules_;
  std::string server_ = random_alphanumeric(16);  // a name for as long as Redis answers
  std::map<std::string, int> lent_;               // places under that name
  std::deque<std::string> ended_;                 // of them, to be told
  std::vector<std::unique_ptr<Link>> idle_;
  bool away_ = false, closing_ = false;
  std::atomic<std::chrono::steady_clock::duration> retry_at_{};
  std::unique_ptr<LocalLimits> local_;
  std::unique_ptr<IoThreads> threads_;
  std::thread keeper_;
};

std::optional<int> whole_number(std::string_view text, int most) {
  int value = 0;
  auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool good = failed == std::errc() && end == text.data() + text.size();
  return good && value >= 0 && value <= most ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<RedisAddress> parse_redis(std::string_view url) {
  RedisAddress address;
  constexpr std::string_view kUnix = "unix://", kTcp = "redis://";
  if (url.starts_with(kUnix)) {
    address.socket = url.substr(kUnix.size());
    return address.socket.starts_with('/') ? std::optional(address) : std::nullopt;
  }
  if (!url.starts_with(kTcp)) return {};
  url.remove_prefix(kTcp.size());
  if (auto at = url.rfind('@'); at != url.npos) {
    auto who = url.substr(0, at);
    auto colon = who.find(':');
    if (colon == who.npos) return {};
    address.user = who.substr(0, colon);
    address.password = who.substr(colon + 1);
    url.remove_prefix(at + 1);
  }
  if (auto slash = url.find('/'); slash != url.npos) {
    auto database = whole_number(url.substr(slash + 1), 1'000'000);
    if (!database && slash + 1 < url.size()) return {};
    address.database = database.value_or(0);
    url = url.substr(0, slash);
  }
  bool v6 = url.starts_with('[');
  auto colon = v6 ? url.find(':', std::min(url.find(']'), url.size())) : url.rfind(':');
  if (colon != url.npos) {
    auto port = whole_number(url.substr(colon + 1), 65'535);
    if (!port || *port == 0) return {};
    address.port = *port;
    url = url.substr(0, colon);
  }
  if (v6 && url.size() > 2 && url.ends_with(']')) url = url.substr(1, url.size() - 2);
  address.host = url;
  return address.host.empty() ? std::nullopt : std::optional(address);
}

std::unique_ptr<Limits> make_redis_limits(const std::string& url, LimitRules rules,
                                          RedisOptions options) {
  return std::make_unique<RedisLimits>(*parse_redis(url), rules, options);
}

}  // namespace easel::fleet
