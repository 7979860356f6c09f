#include "providers/reply_fields.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <charconv>
#include <ctime>

namespace easel::providers {

namespace json = boost::json;

std::string text_at(const json::object& from, std::string_view key) {
  auto found = from.if_contains(key);
  return found && found->is_string() ? std::string(found->get_string().subview()) : "";
}

std::int64_t count_at(const json::object& from, std::string_view key) {
  constexpr double kMost = 1e15;  // no count is larger, and sums of such do not overflow
  auto found = from.if_contains(key);
  if (!found || !found->is_number()) return -1;
  auto number = found->to_number<double>();
  return number >= 0 && number <= kMost ? static_cast<std::int64_t>(number) : -1;
}

bool flag_at(const json::object& from, std::string_view key) {
  auto found = from.if_contains(key);
  return found && found->is_bool() && found->get_bool();
}

const json::object* object_at(const json::object& from, std::string_view key) {
  auto found = from.if_contains(key);
  return found ? found->if_object() : nullptr;
}

const json::array* array_at(const json::object& from, std::string_view key) {
  auto found = from.if_contains(key);
  return found ? found->if_array() : nullptr;
}

ErrorKind kind_of_status(int status) {
  switch (status) {
    case 400:
    case 413:
    case 422:
      return ErrorKind::invalid_request;
    case 401:
    case 403:
      return ErrorKind::authentication;
    case 402:
      return ErrorKind::payment_required;
    case 404:
      return ErrorKind::not_found;
    case 408:
    case 504:
    case 524:
      return ErrorKind::timeout;
    case 429:
      return ErrorKind::provider_rate_limited;
    case 503:
    case 529:
      return ErrorKind::provider_overloaded;
    default:
      return ErrorKind::provider_error;
  }
}

namespace {

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, IMF-fixdate) as unix seconds.
std::optional<std::int64_t> unix_seconds(std::string_view date) {
  std::tm parts{};
  std::string text(date);
  auto end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (!end || *end) return {};
  return ::timegm(&parts);
}

}  // namespace

std::optional<int> seconds_to_wait(std::string_view retry_after, std::string_view date) {
  constexpr std::int64_t kLongestWait = 24 * 3600;
  std::int64_t seconds = 0;
  if (auto until = unix_seconds(retry_after)) {
    auto sent = unix_seconds(date);
    seconds = sent ? *until - *sent : 0;
  } else {
    std::from_chars(retry_after.data(), retry_after.data() + retry_after.size(), seconds);
  }
  if (seconds <= 0) return {};
  return static_cast<int>(std::min(seconds, kLongestWait));
}

Error after_submission(Error error) {
  switch (error.kind) {
    case ErrorKind::provider_rate_limited:
    case ErrorKind::provider_overloaded:
    case ErrorKind::payment_required:
    case ErrorKind::authentication:
    case ErrorKind::not_found:
    case ErrorKind::context_length:
      error.kind = ErrorKind::provider_error;
      return error;
    default:
      return error;
  }
}

}  // namespace easel::providers
