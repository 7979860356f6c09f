#include "wire/json_rpc.h"

#include "wire/json_writer.h"

namespace easel::wire {

namespace json = boost::json;

std::expected<RpcMessage, RpcError> read_rpc(const json::object& message) {
  RpcMessage read;
  auto id = message.if_contains("id");
  bool has_id = id && (id->is_string() || id->is_int64() || id->is_uint64());
  if (has_id) read.id = *id;
  auto invalid = [&](std::string what) {
    return std::unexpected(RpcError{rpc::kInvalidRequest, std::move(what), read.id});
  };
  auto version = message.if_contains("jsonrpc");
  if (!version || *version != json::value("2.0")) return invalid("jsonrpc must be \"2.0\".");
  if (id && !has_id) return invalid("id must be a string or a whole number.");
  auto method = message.if_contains("method");
  if (!method) {
    bool answers = message.contains("result") || message.contains("error");
    if (!has_id || !answers) return invalid("A message has a method, or a result or error.");
    read.kind = RpcMessage::Kind::response;
    return read;
  }
  if (!method->is_string()) return invalid("method must be a string.");
  read.method.assign(method->get_string().data(), method->get_string().size());
  read.kind = has_id ? RpcMessage::Kind::request : RpcMessage::Kind::notification;
  if (auto params = message.if_contains("params")) {
    if (!params->is_object()) return invalid("params must be an object.");
    read.params = params->get_object();
  }
  return read;
}

std::string rpc_result(const json::value& id, std::string_view result) {
  std::string text;
  JsonWriter(text)
      .begin_object()
      .field("jsonrpc", "2.0")
      .field("id", id)
      .field_raw("result", result)
      .end_object();
  return text;
}

std::string rpc_error(const RpcError& error) {
  std::string text;
  JsonWriter out(text);
  out.begin_object().field("jsonrpc", "2.0").field("id", error.id).key("error").begin_object();
  out.field("code", error.code).field("message", error.message).end_object().end_object();
  return text;
}

std::string rpc_notification(std::string_view method, std::string_view params) {
  std::string text;
  JsonWriter(text)
      .begin_object()
      .field("jsonrpc", "2.0")
      .field("method", method)
      .field_raw("params", params)
      .end_object();
  return text;
}

}  // namespace easel::wire
