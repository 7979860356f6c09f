#include "drive/driver.h"

#include <fmt/format.h>

#include "drive/computation.h"

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

http::Outgoing outgoing(providers::Send& send, const Provider& provider) {
  http::Outgoing out{.method = std::move(send.method), .url = std::move(send.url)};
  out.headers = std::move(send.headers);
  for (auto& piece : send.body) out.body.push_back({piece.bytes, std::move(piece.owner)});
  auto home = origin(provider.base_url);
  bool own_host = !home.empty() && origin(out.url) == home;
  if (!send.credential_scheme.empty() && !provider.credential.empty() && own_host)
    out.headers.emplace_back("Authorization", send.credential_scheme + " " + provider.credential);
  return out;
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

  Task<> send(providers::Send step) {
    taker.sending(step);
    auto reply = co_await hands.client.send(outgoing(step, provider));
    if (!reply) {
      end.request_left = end.request_left || reply.error().request_left;
      Error error = std::move(reply.error().error);
      if (error.provider.empty()) error.provider = provider.name;
      fail_with(std::move(error));
      co_return;
    }
    end.request_left = true;
    auto& incoming = **reply;
    exchange.head(incoming.status, incoming.headers);
    while (!over()) {
      auto piece = co_await incoming.read();
      Events events;
      if (!piece) {
        Error error = std::move(piece.error());
        if (error.provider.empty()) error.provider = provider.name;
        fail_with(std::move(error));
        co_return;
      }
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

  Task<> wait(providers::Wait step) { co_await hands.clock.sleep(step.duration); }

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
