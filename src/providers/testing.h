#pragma once

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/base64.h"
#include "providers/provider.h"

// For tests of exchanges: what upstream answers, in any pieces, and what came of it in words.
namespace easel::providers {

struct Reply {
  int status = 200;
  std::string body{};
  std::vector<std::pair<std::string, std::string>> headers{{"Content-Type", "application/json"}};
  bool breaks = false;  // the connection dies behind the body
};

inline Reply event_stream(std::string body) {
  return {.body = std::move(body), .headers = {{"content-type", "text/event-stream"}}};
}

// Events as lines, adjoining texts and picture pieces joined, so that two splits can be compared.
inline std::string told(const gateway::Events& events) {
  using namespace gateway;
  std::string out, text, data;
  auto flush = [&] {
    if (!text.empty()) out += "text " + std::exchange(text, "") + "\n";
    if (!data.empty()) out += "data " + std::exchange(data, "") + "\n";
  };
  for (const auto& event : events) {
    if (auto t = std::get_if<Text>(&event)) {
      if (!data.empty()) flush();
      text += (t->channel == Text::Channel::reasoning ? "(r)" : "") + t->delta;
      continue;
    }
    if (auto d = std::get_if<PictureData>(&event)) {
      if (!text.empty()) flush();
      data += d->bytes;
      continue;
    }
    flush();
    if (auto s = std::get_if<PictureStart>(&event))
      out += fmt::format("picture {} {}\n", s->index, s->declared_type);
    if (auto e = std::get_if<PictureEnd>(&event)) out += fmt::format("end {}\n", e->index);
    if (auto p = std::get_if<Preview>(&event))
      out += fmt::format("preview {} {}\n", p->index, base64_encode(p->bytes));
    if (auto p = std::get_if<Progress>(&event))
      out += fmt::format("progress {:.2f} {} {}\n", p->fraction, p->stage, p->queue_position);
    if (auto s = std::get_if<Signature>(&event)) out += "signature " + s->json + "\n";
    if (auto u = std::get_if<Usage>(&event))
      out += fmt::format("usage {} {} {}\n", u->prompt_tokens, u->image_tokens,
                         u->cost ? u->cost->text() : "-");
    if (auto x = std::get_if<Extra>(&event))
      out += "extra " + x->where + " " + boost::json::serialize(x->fields) + "\n";
    if (auto f = std::get_if<Finish>(&event))
      out += fmt::format("finish {} {} {}\n", f->reason, f->native_reason, f->provider);
    if (auto f = std::get_if<Failure>(&event))
      out += fmt::format("failure {} {} {}\n", to_string(f->error.kind), f->error.provider,
                         f->error.retry_after.value_or(-1));
  }
  flush();
  return out;
}

inline std::string body_of(const Send& send) {
  std::string body;
  for (const auto& piece : send.body) body += piece.bytes;
  return body;
}

// What an exchange did with these answers, one for each thing it sent.
struct Played {
  gateway::Events events{};
  std::vector<Send> sent{};
  std::vector<std::string> bodies{};  // of `sent`
  std::vector<std::string> tokens{};
  std::chrono::milliseconds waited{0};
  std::string words() const { return told(events); }
  bool ended() const {
    return !events.empty() && (std::holds_alternative<gateway::Finish>(events.back()) ||
                               std::holds_alternative<gateway::Failure>(events.back()));
  }
  const Error* error() const {
    auto failure = events.empty() ? nullptr : std::get_if<gateway::Failure>(&events.back());
    return failure ? &failure->error : nullptr;
  }
};

// As the driver does it: an error of the work ends the exchange.
inline void compute_now(Exchange& exchange, const Compute& step, Played& played) {
  auto threads = make_threads(1);
  Job job{.parallel = *threads};
  auto done = step.work(job, [&](gateway::Event event) -> Status {
    played.events.push_back(std::move(event));
    return {};
  });
  if (done) return exchange.end(played.events);
  played.events.push_back(gateway::Failure{done.error()});
}

// Each body comes in pieces of these sizes plus one, over and over; none: at once. The last answer
// is given to whatever is sent beyond their number.
inline Played play(Exchange& exchange, const std::vector<Reply>& replies,
                   const std::vector<std::size_t>& sizes = {}, int most_steps = 2000) {
  Played played;
  std::size_t nth = 0;
  for (int step = 0; step < most_steps && !played.ended(); ++step) {
    auto next = exchange.next();
    if (std::holds_alternative<Done>(next)) break;
    if (auto wait = std::get_if<Wait>(&next)) played.waited += wait->duration;
    if (auto persist = std::get_if<Persist>(&next)) played.tokens.push_back(persist->token);
    if (auto compute = std::get_if<Compute>(&next)) compute_now(exchange, *compute, played);
    auto send = std::get_if<Send>(&next);
    if (!send) continue;
    played.bodies.push_back(body_of(*send));
    played.sent.push_back(std::move(*send));
    const Reply& reply = replies[std::min(nth++, replies.size() - 1)];
    exchange.head(reply.status, reply.headers);
    std::string_view body = reply.body;
    for (std::size_t i = 0; !body.empty() && !played.ended(); ++i) {
      auto size = sizes.empty() ? body.size() : sizes[i % sizes.size()] + 1;
      exchange.feed(body.substr(0, size), played.events);
      body.remove_prefix(std::min(size, body.size()));
    }
    if (played.ended()) break;
    Error cut{.kind = ErrorKind::provider_error, .message = "cut"};
    if (!reply.breaks)
      exchange.end(played.events);
    else if (!exchange.broken(cut))
      played.events.push_back(gateway::Failure{cut});
  }
  return played;
}

// A request of one user message, as a door makes it.
inline gateway::GenerationRequest asking(std::string prompt) {
  gateway::GenerationRequest request;
  request.wants_image = true;
  request.messages.push_back({.role = "user", .parts = {{.text = std::move(prompt)}}});
  return request;
}

inline gateway::Part picture_part(std::string_view bytes, std::string type = "image/png") {
  gateway::Part part{.kind = gateway::Part::Kind::image};
  part.image.url = "data:" + type + ";base64," + base64_encode(bytes);
  return part;
}

// One model at one provider, and the candidate that points at them.
struct Place {
  gateway::Model model{};
  gateway::Provider provider{};
  gateway::Endpoint endpoint{};
  gateway::Candidate candidate{&model, &endpoint, &provider};
  Place() = default;
  Place(const Place&) = delete;
};

}  // namespace easel::providers
