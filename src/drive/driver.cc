#include "drive/driver.h"

#include <fmt/format.h>

#include <algorithm>

#include "drive/computation.h"
#include "http/url.h"

namespace easel::drive {
namespace {

using namespace gateway;

// Scheme, host and port of a URL, in lower case: what a credential is bound to. "" for an address
// that two readers may understand in two ways.
std::string origin(std::string_view url) {
  auto start = url.find("://");
  if (start == url.npos) return {};
  auto rest = url.substr(0, url.find_first_of("/?#", start + 3));
  if (rest.find_first_of("@\\ \t\r\n") != rest.npos) return {};
  std::string lower(rest);
  for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

// An upstream that repeats the key it was given must not put it into an answer or a log.
void hide(std::string& text, const std::string& secret) {
  if (secret.empty()) return;
  for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at))
    text.replace(at, secret.size(), "…");
}

// The host of an origin, without its port.
std::string_view host_of(std::string_view origin) {
  auto start = origin.find("://");
  if (start == origin.npos) return {};
  auto host = origin.substr(start + 3);
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.find(':'));
}

bool is_trusted(const Provider& provider, const std::string& url) {
  auto home = origin(provider.base_url), there = origin(url);
  if (home.empty() || there.empty()) return false;
  if (there == home) return true;
  auto host = host_of(there);
  return there.starts_with("https://") &&
         std::ranges::any_of(provider.trusted_hosts, [&](const std::string& trusted) {
           return host == trusted || host.ends_with("." + trusted);
         });
}

http::Outgoing outgoing(const providers::Send& send, const Provider& provider,
                        const std::string& url) {
  http::Outgoing out{.method = send.method, .url = url};
  out.first_byte_timeout = send.patience;
  out.once = send.method != "GET";
  out.headers = send.headers;
  for (const auto& piece : send.body) out.body.push_back({piece.bytes, piece.owner});
  // A provider on this machine or in its network may name addresses there; no other may.
  out.guarded = send.from_reply && !http::is_local_url(provider.base_url);
  if (!send.credential || provider.credential.empty() || !is_trusted(provider, url)) return out;
  const auto& [header, scheme] = *send.credential;
  out.headers.emplace_back(
      header, scheme.empty() ? provider.credential : scheme + " " + provider.credential);
  return out;
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// One attempt on its way: hands events on and notes the terminal one.
struct Attempt {
  Hands hands;
  providers::Exchange& exchange;
  const Provider& provider;
  std::string lane;
  StopToken stop;
  EventTaker& taker;
  AttemptEnd end{};

  bool over() const { return end.finish || end.error; }
  void fail_with(Error error) {
    if (over()) return;
    for (auto text : {&error.message, &error.detail, &error.metadata, &error.provider_code})
      hide(*text, provider.credential);
    end.error = std::move(error);
  }

  Task<> tell(Events events) {
    for (auto& event : events) {
      if (over()) co_return;
      if (auto finish = std::get_if<Finish>(&event)) {
        end.finish = std::move(*finish);
      } else if (auto failure = std::get_if<Failure>(&event)) {
        fail_with(std::move(failure->error));
      } else {
        auto taken = co_await taker.take(std::move(event));
        if (!taken) fail_with(std::move(taken.error()));
      }
    }
  }

  // The reply, of where redirects led when the step may follow them.
  Task<std::expected<std::unique_ptr<http::Incoming>, http::TransportError>> ask(
      providers::Send& step) {
    constexpr int kMostRedirects = 3;
    std::string url = step.url;
    for (int redirects = 0;; ++redirects) {
      auto request = outgoing(step, provider, url);
      auto key = taker.idempotency_key();
      if (request.once && !key.empty() && takes_idempotency_keys(provider))
        request.headers.emplace_back("Idempotency-Key", std::move(key));
      auto reply = co_await hands.client.send(std::move(request));
      bool follows = step.from_reply && step.method == "GET" && redirects < kMostRedirects;
      if (!reply || !follows || !is_redirect((*reply)->status)) co_return reply;
      auto next = http::resolve_redirect(url, http::find_header((*reply)->headers, "location"));
      if (!next) co_return reply;
      url = std::move(*next);
    }
  }

  // One broken connection need not be the end: a task goes on, whoever asks about it.
  void break_off(Error error) {
    if (exchange.broken(error)) return;
    if (error.provider.empty()) error.provider = provider.name;
    fail_with(std::move(error));
  }

  Task<> send(providers::Send step) {
    taker.sending(step);
    auto reply = co_await ask(step);
    if (!reply) {
      end.request_left = end.request_left || reply.error().request_left;
      co_return break_off(std::move(reply.error().error));
    }
    end.request_left = true;
    auto& incoming = **reply;
    exchange.head(incoming.status, incoming.headers);
    while (!over()) {
      auto piece = co_await incoming.read();
      Events events;
      if (!piece) co_return break_off(std::move(piece.error()));
      bool ended = piece->empty();
      if (ended)
        exchange.end(events);
      else
        exchange.feed({piece->data(), piece->size()}, events);
      co_await tell(std::move(events));
      if (ended) co_return;
    }
  }

  Task<> compute(providers::Compute step) {
    auto executor = co_await current_executor();
    Computation computation(hands.workers, executor, lane, stop, std::move(step.work));
    computation.start();
    for (;;) {
      Events events;
      bool more = co_await computation.next(events);
      co_await tell(std::move(events));
      if (over()) computation.abandon();
      if (!more) break;
    }
    if (auto& status = computation.status(); !status) fail_with(status.error());
    Events events;
    if (!over()) exchange.end(events);
    co_await tell(std::move(events));
  }

  // In short naps, so that a stop is heard where nothing is paid.
  Task<> wait(providers::Wait step) {
    constexpr Duration kNap = std::chrono::milliseconds(200);
    auto until = hands.clock.now() + step.duration;
    for (auto left = Duration(step.duration); left > Duration::zero() && !over();
         left = until - hands.clock.now()) {
      if (stop.requested() && !taker.paid()) co_return co_await cancel();
      co_await hands.clock.sleep(std::min(left, kNap));
      if (auto news = hands.gauge ? hands.gauge->news() : std::nullopt)
        co_await tell({Event(std::move(*news))});
    }
  }

  // Tells upstream, where it can be told; what it answers changes nothing any more.
  Task<> cancel() {
    for (auto step = exchange.cancel(); step; step = exchange.cancel()) {
      auto reply = co_await hands.client.send(outgoing(*step, provider, step->url));
      (void)reply;
    }
    fail_with({.kind = ErrorKind::cancelled, .message = "The picture is no longer wanted."});
  }

  Task<> persist(providers::Persist step) {
    auto kept = co_await taker.persist(std::move(step.token));
    if (!kept) fail_with(std::move(kept.error()));
  }

  Task<> act(providers::Step step) {
    if (auto request = std::get_if<providers::Send>(&step))
      co_await send(std::move(*request));
    else if (auto work = std::get_if<providers::Compute>(&step))
      co_await compute(std::move(*work));
    else if (auto pause = std::get_if<providers::Wait>(&step))
      co_await wait(*pause);
    else if (auto token = std::get_if<providers::Persist>(&step))
      co_await persist(std::move(*token));
  }
};

}  // namespace

bool takes_idempotency_keys(const Provider& provider) {
  auto found = provider.switches.find("idempotency");
  return found != provider.switches.end() && found->second == "yes";
}

Task<AttemptEnd> drive(Hands hands, providers::Exchange& exchange, const Provider& provider,
                       std::string lane, StopToken stop, EventTaker& taker) {
  Attempt attempt{hands, exchange, provider, std::move(lane), stop, taker};
  while (!attempt.over()) {
    auto step = exchange.next();
    if (std::holds_alternative<providers::Done>(step)) {
      attempt.fail_with(internal("an exchange was done without a Finish or a Failure"));
      break;
    }
    co_await attempt.act(std::move(step));
  }
  co_return std::move(attempt.end);
}

}  // namespace easel::drive
