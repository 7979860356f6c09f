#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <string>
#include <string_view>

// JSON-RPC 2.0 as the Model Context Protocol speaks it: one message at a time, an id is a text or a
// whole number. Pure.
namespace easel::wire {

struct RpcMessage {
  enum class Kind { request, notification, response } kind = Kind::request;
  boost::json::value id{};  // of a request or a response
  std::string method{};     // "" of a response
  boost::json::object params{};
};

namespace rpc {
inline constexpr int kParseError = -32700, kInvalidRequest = -32600, kMethodNotFound = -32601,
                     kInvalidParams = -32602, kServerError = -32000;
}

struct RpcError {
  int code = rpc::kServerError;
  std::string message;
  boost::json::value id{};  // as far as it could be read, else null
};

std::expected<RpcMessage, RpcError> read_rpc(const boost::json::object& message);

// A whole message each; `result` and `params` are JSON.
std::string rpc_result(const boost::json::value& id, std::string_view result);
std::string rpc_error(const RpcError& error);
std::string rpc_notification(std::string_view method, std::string_view params);

}  // namespace easel::wire
