#include "base/error.h"

namespace easel {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_request:
      return "invalid_request";
    case ErrorKind::authentication:
      return "authentication";
    case ErrorKind::payment_required:
      return "payment_required";
    case ErrorKind::permission_denied:
      return "permission_denied";
    case ErrorKind::not_found:
      return "not_found";
    case ErrorKind::model_not_found:
      return "model_not_found";
    case ErrorKind::wrong_endpoint:
      return "wrong_endpoint";
    case ErrorKind::no_endpoints:
      return "no_endpoints";
    case ErrorKind::gone:
      return "gone";
    case ErrorKind::conflict:
      return "conflict";
    case ErrorKind::payload_too_large:
      return "payload_too_large";
    case ErrorKind::rate_limited:
      return "rate_limited";
    case ErrorKind::overloaded:
      return "overloaded";
    case ErrorKind::content_policy:
      return "content_policy";
    case ErrorKind::refusal:
      return "refusal";
    case ErrorKind::provider_error:
      return "provider_error";
    case ErrorKind::provider_rate_limited:
      return "provider_rate_limited";
    case ErrorKind::provider_overloaded:
      return "provider_overloaded";
    case ErrorKind::timeout:
      return "timeout";
    case ErrorKind::cancelled:
      return "cancelled";
    case ErrorKind::invalid_image:
      return "invalid_image";
    case ErrorKind::image_download_failed:
      return "image_download_failed";
    case ErrorKind::image_too_large:
      return "image_too_large";
    case ErrorKind::unsupported_image_format:
      return "unsupported_image_format";
    case ErrorKind::context_length:
      return "context_length";
    case ErrorKind::unavailable:
      return "unavailable";
    case ErrorKind::internal:
      return "internal";
  }
  return "internal";
}

}  // namespace easel
