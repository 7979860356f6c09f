#include "api/wishes.h"

#include <algorithm>

#include "wire/fields.h"

namespace easel::api {
namespace {

using namespace gateway;
using wire::Fields;

constexpr std::size_t kLongestAddress = 2048;

bool is_web_address(std::string_view url) {
  auto scheme = url.starts_with("https://") ? 8u : url.starts_with("http://") ? 7u : 0u;
  if (scheme == 0 || url.size() > kLongestAddress || url.size() == scheme) return false;
  auto host = url.substr(scheme, url.find_first_of("/?#", scheme) - scheme);
  bool printable = std::ranges::all_of(url, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
  return printable && !host.empty() && !host.contains('@');
}

void take_callback(const GenerationRequest& request, Fields& fields, Wishes& wishes) {
  auto url = fields.text("callback_url");
  if (!url) return;
  wishes.callback_url = *url;
  if (request.blob_index(*url) >= 0 || !is_web_address(*url))
    fields.complain("callback_url", "an http or https address without a user name");
}

void take_delivery(Fields& fields, Wishes& wishes) {
  if (auto delivery = fields.choice("delivery", {"url", "base64"}))
    wishes.by_address = *delivery == "url";
}

void erase(json::object& from, std::initializer_list<std::string_view> names) {
  for (auto name : names) from.erase(name);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// One preference of a Prefer header (RFC 7240): a name among others, case ignored.
bool prefers(std::string_view header, std::string_view name) {
  auto list = lower(header);
  std::string_view rest = list;
  while (!rest.empty()) {
    auto end = rest.find(',');
    auto entry = rest.substr(0, std::min(end, rest.find(';')));
    while (entry.starts_with(' ')) entry.remove_prefix(1);
    while (entry.ends_with(' ')) entry.remove_suffix(1);
    if (entry == name) return true;
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  }
  return false;
}

}  // namespace

Status take_wishes(GenerationRequest& request) {
  json::object& body = request.body;
  Wishes& wishes = request.wishes;
  if (body.contains("callback_url")) {
    Fields fields(body, "");
    take_callback(request, fields, wishes);
    TRY(fields.status());
    erase(body, {"callback_url"});
  }
  if (auto easel = body.if_contains("easel"); easel && easel->is_object()) {
    Fields fields(easel->get_object(), "easel");
    take_callback(request, fields, wishes);
    take_delivery(fields, wishes);
    wishes.keep_alive = fields.flag("keep_alive").value_or(false);
    TRY(fields.status());
    erase(easel->get_object(), {"callback_url", "delivery", "keep_alive"});
  }
  if (auto config = body.if_contains("image_config"); config && config->is_object()) {
    Fields fields(config->get_object(), "image_config");
    take_delivery(fields, wishes);
    TRY(fields.status());
    erase(config->get_object(), {"delivery"});
  }
  return {};
}

Status hear_wishes(const http::Request& in, std::string origin, Wishes& wishes) {
  wishes.origin = std::move(origin);
  wishes.respond_async = prefers(in.header("prefer"), "respond-async");
  if (in.header("x-easel-keep-alive") == "whitespace") wishes.keep_alive = true;
  auto delivery = in.header("x-easel-delivery");
  if (delivery.empty()) return {};
  if (delivery != "url" && delivery != "base64")
    return fail(invalid("X-Easel-Delivery", "X-Easel-Delivery must be url or base64.",
                        "\"url\" or \"base64\""));
  wishes.by_address = delivery == "url";
  return {};
}

}  // namespace easel::api
