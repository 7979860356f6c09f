#include <algorithm>

#include "api/errors.h"
#include "api/generate.h"
#include "api/image_models.h"
#include "api/image_request.h"
#include "api/json_body.h"
#include "api/mcp_words.h"
#include "api/picture_address.h"
#include "api/route_parts.h"
#include "wire/fields.h"
#include "wire/json.h"
#include "wire/json_rpc.h"
#include "wire/json_writer.h"

// POST /mcp: the door for agents, MCP's streamable HTTP without sessions: each message stands alone
// and brings its key. A call with a progress token is answered as a stream, all else in one JSON
// document. What a tool makes goes the same way as through any other door: admitted, held, settled.
namespace easel::api {
namespace {

using namespace gateway;
using http::Request;
using http::Response;
using wire::JsonWriter;
using wire::RpcError;
using wire::RpcMessage;

// A JSON-RPC message; its long strings (pictures as base64) lie beside it.
class McpBody : public JsonBody {
 public:
  explicit McpBody(ByteBudget& budget) : JsonBody(budget) {}
  Result<GenerationRequest> finish() { return finish_document(); }
};

// One call of a tool and how it is answered.
struct Call {
  House& house;
  Request& in;
  Response& out;
  store::Key key;
  json::value id{};
  std::string version{};
  std::string origin{};
  GenerationRequest message{};  // for its blobs
  json::value progress_token{};
  bool streams = false;
  std::shared_ptr<drive::Job> job{};  // that makes the pictures
};

// A page of another origin must not use what a browser can reach; a key is asked for all the same.
bool is_welcome(const House& house, const Request& in) {
  auto origin = in.header("origin");
  if (origin.empty() || origin == origin_of(house, in)) return true;
  auto host = origin.substr(std::min(origin.size(), origin.find("://") + 3));
  host =
      host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

std::string default_model(const House& house, bool edits) {
  auto catalog = house.catalog.get();
  if (!edits) {
    const auto& chosen = catalog->stand_in();
    return chosen.empty() ? "easel/painter-1" : chosen;
  }
  for (const auto& model : catalog->models())
    if (model.connected() && model.outputs("image") && model.takes("image")) return model.id;
  return "easel/painter-1";
}

// The arguments as the image door would read them.
Result<GenerationRequest> picture_request(Call& call, const std::string& tool,
                                          const json::object& arguments) {
  auto model = default_model(call.house, tool == "edit_image");
  GenerationRequest request;
  request.blobs = std::move(call.message.blobs);
  request.blob_mark = call.message.blob_mark;
  request.body = TRY(mcp::picture_body(tool, arguments, model));
  if (auto references = request.body.if_contains("input_references"))
    for (auto& reference : references->get_array()) {
      auto& url = reference.at("image_url").at("url").get_string();
      url = TRY(picture_url_of(request, std::string(url.data(), url.size()), call.house.budget));
    }
  return read_image(std::move(request), ImageDialect::openrouter);
}

std::vector<mcp::Linked> linked(const Call& call, std::vector<drive::KeptPicture> pictures,
                                std::int64_t expires) {
  std::vector<mcp::Linked> out;
  for (auto& picture : pictures) {
    auto url = signed_address(call.origin, call.house.settings.picture_secret, call.key.hash,
                              picture.file.sha256, expires);
    out.push_back({std::move(picture), std::move(url)});
  }
  return out;
}

// Tells how far it is, where that is wanted, until it has ended or nobody listens.
Task<> watch(Call& call, std::shared_ptr<drive::Job> job) {
  House& house = call.house;
  std::size_t next = 0;
  double told = 0;
  while (!job->outcome && !call.in.client_gone()) {
    auto beat = house.clock.now() + house.settings.heartbeat;
    bool notified = co_await job->changed.wait_until(house.clock, beat);
    if (!call.streams) continue;
    const Progress* last = nullptr;
    for (; next < job->told.size(); ++next)
      if (auto progress = std::get_if<Progress>(&job->told[next])) last = progress;
    job->taken = std::max(job->taken, next);
    std::string event = notified ? "" : ": working\n\n";
    if (last && last->fraction > told) {
      told = last->fraction;
      std::string params;
      JsonWriter out(params);
      out.begin_object().field("progressToken", call.progress_token).field("progress", told);
      out.field("total", 1).field("message", last->stage).end_object();
      event = "event: message\ndata: " + wire::rpc_notification("notifications/progress", params) +
              "\n\n";
    }
    if (event.empty()) continue;
    auto written = co_await call.out.write(event);
    if (!written) co_return;
  }
}

Task<Pieces> make_pictures(Call& call, std::string tool, json::object arguments) {
  House& house = call.house;
  auto request = picture_request(call, tool, arguments);
  if (!request) co_return Pieces{{mcp::tool_error(request.error().message)}};
  request->wishes.origin = call.origin;
  auto admitted = co_await admit(house, call.key, std::move(*request), "", "", "/images");
  if (!admitted) co_return Pieces{{mcp::tool_error(admitted.error().message)}};
  auto job = admitted->job;
  call.job = job;
  spawn(house.executor, "generation", perform(house, job));
  ++job->subscribers;
  call.in.on_client_gone([job] {
    if (job->subscribers <= 1 && !job->paid) job->stop.request();
    job->changed.notify_all();
  });
  co_await watch(call, job);
  --job->subscribers;
  if (!job->outcome) co_return Pieces{};  // nobody listens any more
  if (job->outcome->error) co_return Pieces{{mcp::tool_error(job->outcome->error->message)}};
  auto expires = address_end(house, call.key.policy, job->created);
  auto pictures = linked(call, job->outcome->pictures, expires);
  co_return mcp::picture_result(*job, pictures, call.version);
}

std::string list_models(const Call& call) {
  auto listed = wire::parse_json(image_models_json(*call.house.catalog.get(), ""));
  std::string models;
  JsonWriter out(models);
  out.begin_object().field("models", listed ? listed->at("data") : json::value(json::array()));
  out.end_object();
  return mcp::structured_result(models, call.version);
}

Task<std::string> get_generation(Call& call, json::object arguments) {
  House& house = call.house;
  wire::Fields fields(arguments, "");
  auto id = fields.text("id").value_or("");
  if (id.empty()) co_return mcp::tool_error("id must be the id of a generation, gen-….");
  auto found = co_await house.store.find_generation(id);
  if (!found) co_return mcp::tool_error(found.error().message);
  if (!*found || (*found)->key_hash != call.key.hash)
    co_return mcp::tool_error("There is no generation " + id.substr(0, 80) + " of this key.");
  const auto& row = **found;
  auto rows = co_await house.store.pictures(id);
  if (!rows) co_return mcp::tool_error(rows.error().message);
  std::vector<drive::KeptPicture> kept;
  for (const auto& picture : *rows)
    kept.push_back({.index = picture.index,
                    .file = {.path = picture.path,
                             .sha256 = picture.sha256,
                             .media_type = picture.media_type,
                             .bytes = static_cast<std::uint64_t>(picture.bytes),
                             .width = picture.width,
                             .height = picture.height}});
  auto expires = address_end(house, call.key.policy, row.created_at / 1'000'000);
  std::string said;
  JsonWriter out(said);
  out.begin_object().field("id", row.id).field("state", row.state).field("model", row.model);
  out.field("provider", row.provider).field("cost", row.cost);
  if (!row.error.empty()) out.field("error", row.error);
  mcp::write_pictures(out.key("pictures"), linked(call, std::move(kept), expires));
  out.end_object();
  co_return mcp::structured_result(said, call.version);
}

// Where the pictures of the answer lie.
media::Disk& disk_of(const Call& call) {
  return call.job ? call.house.disk_of(*call.job) : call.house.disk;
}

Task<> send_message(Response& out, int status, std::string message) {
  (void)co_await out.send(status, "application/json", message);
}

// The result within its message, as one document or as the last event of the stream.
Task<> send_result_of(Call& call, Pieces result) {
  std::string head;
  JsonWriter out(head);
  out.begin_object().field("jsonrpc", "2.0").field("id", call.id);
  head += ",\"result\":";
  if (call.streams) head.insert(0, "event: message\ndata: ");
  result.front().text.insert(0, head);
  result.push_back({call.streams ? "}\n\n" : "}"});
  if (call.streams) {
    auto written = co_await write_pieces(disk_of(call), std::move(result), call.out);
    if (written) (void)co_await call.out.finish();
    co_return;
  }
  (void)co_await send_json(disk_of(call), std::move(result), call.out);
}

Task<> call_tool(Call& call, json::object params) {
  wire::Fields fields(params, "");
  auto name = fields.text("name").value_or("");
  auto given = fields.object("arguments");
  json::object arguments = given ? *given : json::object{};
  bool makes = name == "generate_image" || name == "edit_image";
  bool known = makes || name == "list_image_models" || name == "get_generation";
  if (!known || !fields.status())
    co_return co_await send_message(
        call.out, 200,
        wire::rpc_error(
            {wire::rpc::kInvalidParams, "There is no tool " + name.substr(0, 60) + ".", call.id}));
  if (!makes) {
    std::string said = name == "list_image_models" ? list_models(call) : "";
    if (said.empty()) said = co_await get_generation(call, std::move(arguments));
    co_return co_await send_message(call.out, 200, wire::rpc_result(call.id, said));
  }
  if (call.house.draining)
    co_return co_await send_message(
        call.out, 200, wire::rpc_result(call.id, mcp::tool_error("This server is shutting down.")));
  if (call.streams) {
    auto started = co_await call.out.start(200, "text/event-stream");
    if (!started) co_return;
  }
  auto result = co_await make_pictures(call, name, std::move(arguments));
  if (!result.empty()) co_await send_result_of(call, std::move(result));
}

Task<> answer(Call& call, RpcMessage message) {
  wire::Fields fields(message.params, "");
  std::string result;
  if (message.method == "initialize")
    result = mcp::initialize_result(mcp::agree_on(fields.text("protocolVersion").value_or("")));
  else if (message.method == "ping")
    result = "{}";
  else if (message.method == "tools/list")
    result = mcp::tools();
  else if (message.method == "tools/call")
    co_return co_await call_tool(call, std::move(message.params));
  if (result.empty())
    co_return co_await send_message(
        call.out, 200,
        wire::rpc_error({wire::rpc::kMethodNotFound,
                         "There is no method " + message.method.substr(0, 60) + ".", call.id}));
  co_await send_message(call.out, 200, wire::rpc_result(call.id, result));
}

json::value progress_token(const json::object& params) {
  auto meta = params.if_contains("_meta");
  auto token =
      meta && meta->is_object() ? meta->get_object().if_contains("progressToken") : nullptr;
  return token && (token->is_string() || token->is_number()) ? *token : json::value();
}

Task<> post_mcp(House& house, Request& in, Response& out) {
  allow_any_origin(out);
  if (!is_welcome(house, in))
    co_return co_await send_error(out, {.kind = ErrorKind::permission_denied,
                                        .message = "Pages of this origin may not call /mcp."});
  auto key = co_await house.keys.find(secret_of(in));
  if (!key) {
    out.add_header("WWW-Authenticate", "Bearer");
    co_return co_await send_error(out, key.error());
  }
  std::string version(in.header("mcp-protocol-version"));
  if (version.empty()) version = "2025-03-26";  // as the protocol says of its absence
  if (!mcp::speaks(version))
    co_return co_await send_message(
        out, 400,
        wire::rpc_error({wire::rpc::kInvalidRequest,
                         "MCP-Protocol-Version must be 2025-03-26, 2025-06-18 or 2025-11-25."}));
  McpBody body(house.budget);
  auto fed = co_await feed_body(in, body);
  auto document = fed ? body.finish() : Result<GenerationRequest>(fail(fed.error()));
  if (!document && document.error().kind != ErrorKind::invalid_request)
    co_return co_await send_error(out, document.error());
  if (!document)
    co_return co_await send_message(
        out, 400, wire::rpc_error({wire::rpc::kParseError, document.error().message}));
  auto message = wire::read_rpc(document->body);
  if (!message) co_return co_await send_message(out, 400, wire::rpc_error(message.error()));
  if (message->kind != RpcMessage::Kind::request) {
    (void)co_await out.send(202, "application/json", "");
    co_return;
  }
  Call call{.house = house,
            .in = in,
            .out = out,
            .key = (*key)->key,
            .id = message->id,
            .version = std::move(version),
            .origin = origin_of(house, in),
            .message = std::move(*document),
            .progress_token = progress_token(message->params)};
  call.streams = !call.progress_token.is_null() &&
                 in.header("accept").find("text/event-stream") != std::string_view::npos;
  co_await answer(call, std::move(*message));
}

}  // namespace

void add_mcp_route(http::Router& router, House& house) {
  router.add("POST", "/mcp", [&house](Request& in, Response& out, const http::PathParams&) {
    return post_mcp(house, in, out);
  });
}

}  // namespace easel::api
