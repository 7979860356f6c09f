#pragma once

#include <string>

#include "base/error.h"
#include "http/server.h"

// The only place that knows which status code and which body an error becomes.
namespace easel::api {

int status_of(const Error& error);

// How a door words its errors: OpenRouter's envelope, or Anthropic's at /messages.
enum class ErrorStyle { openrouter, anthropic };

// {"error":{"code","message","metadata",…},"user_id"}. A wrong field is told as OpenRouter's
// validation does: the message is a text that holds a JSON array of issues. `models` are the ones
// that were asked for, for error.availability.
std::string error_body(const Error& error, const std::vector<std::string>& models = {},
                       ErrorStyle style = ErrorStyle::openrouter);

// The members of the "error" object alone, for a chunk of a stream.
std::string error_object(const Error& error, const std::vector<std::string>& models = {});

// Sends it with Retry-After and the rate-limit headers where they belong. A detail is logged.
Task<> send_error(http::Response& out, Error error, std::vector<std::string> models = {},
                  ErrorStyle style = ErrorStyle::openrouter);

}  // namespace easel::api
