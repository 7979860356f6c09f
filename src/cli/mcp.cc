#include "cli/mcp.h"

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <thread>

#include "http/client.h"
#include "runtime/event.h"
#include "runtime/loop.h"
#include "wire/json.h"
#include "wire/json_rpc.h"
#include "wire/sse.h"

namespace easel::cli {
namespace {

using wire::RpcMessage;

// Pictures in a message are of no interest here.
class Ignored : public wire::LongStrings {
 public:
  Status begin(const wire::Path&, std::string_view) override { return {}; }
  Status part(std::string_view) override { return {}; }
  Status end() override { return {}; }
};

std::expected<RpcMessage, wire::RpcError> read_line(const std::string& line) {
  Ignored pictures;
  wire::JsonReader reader(&pictures);
  auto fed = reader.feed(line);
  auto document = fed ? reader.finish() : Result<boost::json::value>(fail(fed.error()));
  if (!document || !document->is_object())
    return std::unexpected(wire::RpcError{wire::rpc::kParseError, "This line is no JSON object."});
  return wire::read_rpc(document->get_object());
}

void say(std::string_view message) {
  std::fwrite(message.data(), 1, message.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

// Each event of a stream is a message.
class Lines : public wire::SseReader::Handler {
 public:
  Status data(std::string_view piece) override {
    line_ += piece;
    return {};
  }
  Status event_end() override {
    say(line_);
    line_.clear();
    return {};
  }

 private:
  std::string line_;
};

struct Session {
  Loop& loop;
  http::Client& client;
  std::string url, key;
  std::string version{};
  std::deque<std::string> lines{};
  bool ended = false;
  int running = 0;
  Event changed{};
};

std::string endpoint(std::string server) {
  while (server.ends_with('/')) server.pop_back();
  for (std::string_view base : {"/api/v1", "/v1", "/mcp"})
    if (server.ends_with(base)) server.resize(server.size() - base.size());
  return server + "/mcp";
}

// The sentence in an error body of the API.
std::string message_in(const std::string& body, int status) {
  auto parsed = wire::parse_json(body);
  auto error = parsed && parsed->is_object() ? parsed->get_object().if_contains("error") : nullptr;
  auto message = error && error->is_object() ? error->get_object().if_contains("message") : nullptr;
  if (message && message->is_string())
    return {message->get_string().data(), message->get_string().size()};
  return "The server answered " + std::to_string(status) + ".";
}

// What was agreed on goes with every later message.
void note_version(Session& session, const std::string& answer) {
  auto parsed = wire::parse_json(answer);
  auto result =
      parsed && parsed->is_object() ? parsed->get_object().if_contains("result") : nullptr;
  auto version =
      result && result->is_object() ? result->get_object().if_contains("protocolVersion") : nullptr;
  if (version && version->is_string())
    session.version.assign(version->get_string().data(), version->get_string().size());
}

Task<Status> exchange(Session& session, std::string line, bool initializes) {
  http::Outgoing request{.method = "POST",
                         .url = session.url,
                         .headers = {{"Content-Type", "application/json"},
                                     {"Accept", "application/json, text/event-stream"},
                                     {"Authorization", "Bearer " + session.key}},
                         .first_byte_timeout = std::chrono::hours(1)};
  if (!session.version.empty())
    request.headers.emplace_back("MCP-Protocol-Version", session.version);
  request.body.push_back(http::Piece::owned(std::move(line)));
  auto sent = co_await session.client.send(std::move(request));
  if (!sent) co_return fail(std::move(sent.error().error));
  auto& reply = **sent;
  bool streams = http::find_header(reply.headers, "content-type").starts_with("text/event-stream");
  Lines lines;
  wire::SseReader events(lines);
  std::string whole;
  for (;;) {
    auto piece = co_await reply.read();
    auto bytes = CO_TRY(std::move(piece));
    if (bytes.empty()) break;
    std::string_view text(bytes.data(), bytes.size());
    if (streams) CO_TRY(events.feed(text));
    if (!streams) whole += text;
  }
  if (streams) co_return events.finish();
  bool message = whole.starts_with(R"({"jsonrpc")");
  if (!message && reply.status >= 400)
    co_return fail(ErrorKind::provider_error, message_in(whole, reply.status));
  if (initializes) note_version(session, whole);
  if (!whole.empty()) say(whole);
  co_return Status{};
}

Task<> forward(Session& session, std::string line, RpcMessage message) {
  auto done = co_await exchange(session, std::move(line), message.method == "initialize");
  if (!done && message.kind == RpcMessage::Kind::request)
    say(wire::rpc_error({wire::rpc::kServerError, done.error().message, message.id}));
  --session.running;
  session.changed.notify_all();
}

// Requests run side by side, but nothing overtakes the initialization.
Task<> run(Session& session, Loops& loops) {
  for (;;) {
    while (session.lines.empty() && !session.ended) co_await session.changed.wait();
    if (session.lines.empty()) break;
    auto line = std::move(session.lines.front());
    session.lines.pop_front();
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    auto message = read_line(line);
    if (!message) {
      say(wire::rpc_error(message.error()));
      continue;
    }
    ++session.running;
    if (message->method == "initialize")
      co_await forward(session, std::move(line), std::move(*message));
    else
      spawn(session.loop.executor(), "message",
            forward(session, std::move(line), std::move(*message)));
  }
  while (session.running > 0) co_await session.changed.wait();
  loops.stop();
}

void read_input(Session& session) {
  std::string line;
  while (std::getline(std::cin, line))
    session.loop.post([&session, line = std::move(line)]() mutable {
      session.lines.push_back(std::move(line));
      session.changed.notify_all();
    });
  session.loop.post([&session] {
    session.ended = true;
    session.changed.notify_all();
  });
}

std::string key_of(const Mcp& options) {
  if (!options.key.empty()) return options.key;
  const char* key = std::getenv("EASEL_API_KEY");
  return key ? key : "";
}

}  // namespace

Status serve_stdio(const Mcp& options) {
  if (!options.server.starts_with("http://") && !options.server.starts_with("https://"))
    return fail(invalid("",
                        "--server takes an http or https address, such as "
                        "http://127.0.0.1:8080."));
  auto key = key_of(options);
  if (key.empty())
    return fail(invalid("", "easel mcp needs a key of the server: --key, or EASEL_API_KEY."));
  Loops loops(1);
  auto client = http::make_client(loops.at(0));
  Session session{.loop = loops.at(0),
                  .client = *client,
                  .url = endpoint(options.server),
                  .key = std::move(key)};
  std::thread reader([&session] { read_input(session); });
  spawn(loops.at(0).executor(), "mcp", run(session, loops));
  loops.run();
  reader.join();
  return {};
}

}  // namespace easel::cli
