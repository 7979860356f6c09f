#include "providers/provider.h"

#include "providers/openrouter.h"
#include "providers/painter.h"

namespace easel::providers {

Classified classify(const Error& error, bool request_left) {
  switch (error.kind) {
    // The upstream said no before it began: it did nothing that it could bill.
    case ErrorKind::provider_rate_limited:
    case ErrorKind::payment_required:
    case ErrorKind::authentication:
    case ErrorKind::not_found:
      return {.retryable = true, .submitted = Submitted::no};
    case ErrorKind::invalid_request:
    case ErrorKind::content_policy:
    case ErrorKind::invalid_image:
      return {.retryable = false, .submitted = Submitted::no};
    case ErrorKind::cancelled:
      return {.retryable = false, .submitted = request_left ? Submitted::unknown : Submitted::no};
    default:
      return {.retryable = true, .submitted = request_left ? Submitted::unknown : Submitted::no};
  }
}

const Adapter* adapter(std::string_view dialect) {
  static const PainterAdapter painter;
  static const OpenRouterAdapter openrouter;
  if (dialect == "painter") return &painter;
  if (dialect == "openrouter") return &openrouter;
  return nullptr;
}

}  // namespace easel::providers
