#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

// The one error type of the house. Layers return it as a value (result.h); only api/errors.cc turns
// a kind into a status code and a body.
namespace easel {

enum class ErrorKind {
  invalid_request,    // the client's words are wrong; `field` names where
  authentication,     // no key, an unknown key, an expired or disabled one
  payment_required,   // credits or the key's limit do not cover the hold
  permission_denied,  // the key may not do this
  not_found,          // no such thing, or not the caller's
  model_not_found,    // the model is unknown to the catalog
  wrong_endpoint,     // the model is known and connected, but another path serves it
  no_endpoints,       // the model is known, but nothing here can serve this request
  gone,               // it was here once and is no longer kept
  conflict,           // an idempotency key was used with another body
  payload_too_large,
  rate_limited,    // this house's own limit; retry_after says when
  overloaded,      // out of room here (byte budget, queue); retry_after says when
  content_policy,  // a provider refused the content
  refusal,         // a provider answered in words where a picture was required
  provider_error,  // a provider failed or answered badly
  provider_rate_limited,
  provider_overloaded,
  timeout,
  cancelled,  // the client or an operator stopped it
  invalid_image,
  image_download_failed,  // a picture given by address could not be fetched
  image_too_large,
  unsupported_image_format,
  context_length,  // more words than the model can take
  unavailable,     // this server is draining or its store cannot be reached
  internal,        // a bug or a broken machine; the client hears only that
};

std::string_view to_string(ErrorKind kind);

struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;               // one sentence, fit for the person who gets it
  std::string field{};               // JSON path of what was wrong, e.g. "image_config.n"
  std::string expected{};            // what the field accepts, for the validation shape
  std::string detail{};              // for the log alone; no secrets, no payloads
  std::optional<int> retry_after{};  // seconds
  std::string provider{};            // display name of the provider that failed
  std::string provider_code{};       // its raw code or status
  bool unlogged = false;             // its words stay out of the log: they may quote a prompt
  std::string metadata{};            // a JSON object to merge into error.metadata; "" = none
};

inline Error invalid(std::string field, std::string message, std::string expected = {}) {
  return {.kind = ErrorKind::invalid_request,
          .message = std::move(message),
          .field = std::move(field),
          .expected = std::move(expected)};
}

inline Error internal(std::string detail) {
  return {
      .kind = ErrorKind::internal, .message = "Internal Server Error", .detail = std::move(detail)};
}

}  // namespace easel
