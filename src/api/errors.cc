#include "api/errors.h"

#include <fmt/format.h>

#include "base/log.h"
#include "wire/json.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using wire::JsonWriter;

struct Row {
  int status;
  std::string_view type;
  std::string_view availability;  // "" = no availability object
  bool retryable;
};

Row row_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_request:
      return {400, "invalid_request", "", false};
    case ErrorKind::authentication:
      return {401, "authentication", "", false};
    case ErrorKind::payment_required:
      return {402, "payment_required", "", false};
    case ErrorKind::permission_denied:
      return {403, "permission_denied", "", false};
    case ErrorKind::not_found:
      return {404, "not_found", "", false};
    case ErrorKind::model_not_found:
      return {400, "invalid_request", "model_not_found", false};
    case ErrorKind::wrong_endpoint:
      return {400, "invalid_request", "wrong_endpoint", false};
    case ErrorKind::no_endpoints:
      return {404, "not_found", "no_endpoints", false};
    case ErrorKind::gone:
      return {410, "not_found", "", false};
    case ErrorKind::conflict:
      return {409, "invalid_request", "", false};
    case ErrorKind::payload_too_large:
      return {413, "payload_too_large", "", false};
    case ErrorKind::rate_limited:
      return {429, "rate_limit_exceeded", "", true};
    case ErrorKind::overloaded:
      return {503, "provider_overloaded", "temporarily_unavailable", true};
    case ErrorKind::content_policy:
      return {403, "content_policy_violation", "", false};
    case ErrorKind::refusal:
      return {400, "refusal", "", false};
    case ErrorKind::provider_error:
      return {502, "provider_unavailable", "", true};
    case ErrorKind::provider_rate_limited:
      return {429, "rate_limit_exceeded", "capacity_exhausted", true};
    case ErrorKind::provider_overloaded:
      return {503, "provider_overloaded", "temporarily_unavailable", true};
    case ErrorKind::timeout:
      return {504, "timeout", "", true};
    case ErrorKind::cancelled:
      return {502, "provider_unavailable", "", true};
    case ErrorKind::invalid_image:
      return {400, "invalid_image", "", false};
    case ErrorKind::image_download_failed:
      return {400, "image_download_failed", "", false};
    case ErrorKind::image_too_large:
      return {400, "image_too_large", "", false};
    case ErrorKind::unsupported_image_format:
      return {400, "unsupported_image_format", "", false};
    case ErrorKind::context_length:
      return {400, "context_length_exceeded", "", false};
    case ErrorKind::unavailable:
      return {503, "provider_overloaded", "temporarily_unavailable", true};
    case ErrorKind::internal:
      return {500, "server", "", false};
  }
  return {500, "server", "", false};
}

// An upstream that refuses this server's own key is this server's trouble, not the client's.
bool is_operators_trouble(const Error& error) {
  return !error.provider.empty() &&
         (error.kind == ErrorKind::authentication || error.kind == ErrorKind::payment_required ||
          error.kind == ErrorKind::permission_denied);
}

Row row_of(const Error& error) {
  if (is_operators_trouble(error)) return {502, "provider_unavailable", "", true};
  return row_of(error.kind);
}

// "a.b[2].c" as the steps of a zod path.
void write_path(JsonWriter& out, std::string_view field) {
  out.begin_array();
  while (!field.empty()) {
    auto end = field.find_first_of(".[");
    if (end == 0 && field[0] == '[') {
      auto close = field.find(']');
      out.value(std::atoi(std::string(field.substr(1, close - 1)).c_str()));
      field.remove_prefix(std::min(field.size(), close + 1));
    } else {
      auto name = field.substr(0, end);
      if (!name.empty()) out.value(name);
      field.remove_prefix(name.size());
    }
    if (field.starts_with('.')) field.remove_prefix(1);
  }
  out.end_array();
}

std::string validation_message(const Error& error) {
  std::string issues;
  JsonWriter out(issues);
  out.begin_array().begin_object();
  out.field("code", "invalid_value");
  if (!error.expected.empty()) out.field("expected", error.expected);
  write_path(out.key("path"), error.field);
  out.field("message", error.message).end_object().end_array();
  return issues;
}

std::string message_of(const Error& error) {
  if (error.kind == ErrorKind::internal) return "Internal Server Error";
  if (error.kind == ErrorKind::invalid_request && !error.field.empty() && error.provider.empty())
    return validation_message(error);
  if (is_operators_trouble(error))
    return "The provider refused this server's own account; its operator has to look at it.";
  return error.message;
}

std::string_view anthropic_type(int status) {
  switch (status) {
    case 401:
      return "authentication_error";
    case 402:
      return "billing_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 413:
      return "request_too_large";
    case 429:
      return "rate_limit_error";
    case 503:
      return "overloaded_error";
    case 504:
      return "timeout_error";
    default:
      return status < 500 ? "invalid_request_error" : "api_error";
  }
}

void write_metadata(JsonWriter& out, const Error& error, const Row& row) {
  out.key("metadata").begin_object();
  out.field("error_type", row.type);
  if (!error.provider.empty()) {
    out.field("provider_name", error.provider);
    if (!error.provider_code.empty()) out.field("provider_code", error.provider_code);
  }
  if (!error.metadata.empty()) {
    if (auto extra = wire::parse_json(error.metadata); extra && extra->is_object())
      for (const auto& [key, value] : extra->get_object()) {
        std::string_view name(key.data(), key.size());
        if (name != "error_type" && name != "provider_name" && name != "provider_code")
          out.field(name, value);
      }
  }
  out.end_object();
}

// What of the client's own wishes left nobody to serve it, by the step of the routing that did.
std::string_view excluded_by(const Error& error) {
  if (error.kind != ErrorKind::no_endpoints) return {};
  constexpr std::pair<std::string_view, std::string_view> kSteps[] = {
      {"Filter by Allowed Providers", "allowed_providers"},
      {"Filter by Ignored Providers", "allowed_providers"},
      {"Filter by Required Parameters", "require_parameters"},
      {"Filter by Max Price", "max_price"},
      {"Filter by Data Policy", "data_policy:training"},
      {"Filter by Zero Data Retention", "data_policy:zdr"}};
  for (const auto& [step, word] : kSteps)
    if (error.metadata.contains("\"failed_routing_step\":\"" + std::string(step) + "\""))
      return word;
  return {};
}

void write_availability(JsonWriter& out, const Error& error, const Row& row,
                        const std::vector<std::string>& models) {
  if (row.availability.empty()) return;
  auto excluded = excluded_by(error);
  auto code = excluded.empty() ? row.availability : std::string_view("constraint_filtered");
  out.key("availability").begin_object();
  out.field("code", code).field("retryable", row.retryable);
  if (!excluded.empty()) out.key("excluded_by").begin_array().value(excluded).end_array();
  out.key("requested_models").begin_array();
  for (const auto& model : models) out.value(std::string_view(model).substr(0, 200));
  out.end_array();
  out.field("docs_url", fmt::format("https://openrouter.ai/docs/errors#{}", code));
  if (error.retry_after) out.field("retry_after", *error.retry_after);
  if (error.kind == ErrorKind::wrong_endpoint)
    out.key("constraint")
        .begin_object()
        .field("field", error.field)
        .field("detail", error.expected)
        .end_object();
  out.end_object();
}

}  // namespace

int status_of(const Error& error) {
  return row_of(error).status;
}

std::string error_object(const Error& error, const std::vector<std::string>& models) {
  Row row = row_of(error);
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("code", row.status).field("message", message_of(error));
  out.field("error_type", row.type).field("http_status", row.status);
  write_metadata(out, error, row);
  write_availability(out, error, row, models);
  out.end_object();
  return body;
}

std::string error_body(const Error& error, const std::vector<std::string>& models,
                       ErrorStyle style) {
  std::string body;
  JsonWriter out(body);
  if (style == ErrorStyle::anthropic) {
    Row row = row_of(error);
    bool wrong_field = error.kind == ErrorKind::invalid_request && !error.field.empty();
    out.begin_object().field("type", "error").key("error").begin_object();
    out.field("type", anthropic_type(row.status));
    // Its clients print the message; a list of issues would be no sentence.
    out.field("message", wrong_field ? error.message : message_of(error));
    out.field("error_type", row.type).end_object();
    out.field_null("request_id").end_object();
    return body;
  }
  out.begin_object().field_raw("error", error_object(error, models));
  if (error.kind == ErrorKind::invalid_request) out.field("user_id", "user_easel");
  out.end_object();
  return body;
}

Task<> send_error(http::Response& out, Error error, std::vector<std::string> models,
                  ErrorStyle style) {
  int status = status_of(error);
  bool left = error.kind == ErrorKind::cancelled;  // nobody will read it, and nothing is wrong
  if ((status >= 500 && !left) || is_operators_trouble(error))
    log::warn("answered {} {}: {}{}{}", status, to_string(error.kind),
              error.unlogged ? "(zero data retention)" : error.message,
              error.detail.empty() || error.unlogged ? "" : " | ",
              error.unlogged ? "" : error.detail);
  if (error.retry_after) out.add_header("Retry-After", std::to_string(*error.retry_after));
  if (error.kind == ErrorKind::rate_limited && !error.metadata.empty()) {
    auto metadata = wire::parse_json(error.metadata);
    auto headers =
        metadata && metadata->is_object() ? metadata->get_object().if_contains("headers") : nullptr;
    if (headers && headers->is_object())
      for (const auto& [name, value] : headers->get_object())
        if (value.is_string())
          out.add_header(std::string(name.data(), name.size()),
                         std::string(value.get_string().data(), value.get_string().size()));
  }
  auto body = error_body(error, models, style);
  (void)co_await out.send(status, "application/json", body);
}

}  // namespace easel::api
