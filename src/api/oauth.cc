#include "api/oauth.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cctype>
#include <cmath>

#include "api/errors.h"
#include "api/management.h"
#include "api/moments.h"
#include "base/base64.h"
#include "base/hash.h"
#include "base/ids.h"
#include "http/url.h"
#include "store/guardrails.h"
#include "wire/fields.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

namespace json = boost::json;
using http::PathParams;
using http::Request;
using http::Response;
using store::Database;
using store::OauthCode;

constexpr std::size_t kLongestUrl = 2048, kLongestLabel = 100;

// RFC 7636, 4.1 and 4.2: both have these letters.
bool is_token(std::string_view text) {
  return text.size() >= 43 && text.size() <= 128 && std::ranges::all_of(text, [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_' ||
                  c == '~';
         });
}

std::string hash_of(const std::string& code) {
  return to_hex(sha256(code));
}

Status check_challenge(const OauthCode& code) {
  if (code.challenge_method != "" && code.challenge_method != "S256" &&
      code.challenge_method != "plain")
    return fail(invalid("code_challenge_method", "code_challenge_method must be S256 or plain.",
                        "S256 or plain"));
  if (code.challenge.empty() && code.challenge_method.empty()) return {};
  if (is_token(code.challenge)) return {};
  return fail(invalid("code_challenge",
                      "code_challenge must be 43 to 128 letters, digits, '-', '.', '_' or '~'.",
                      "43 to 128 letters, digits, '-', '.', '_' or '~'"));
}

// The key that a code becomes: as narrow as one that its maker makes without saying more.
store::NewKey key_of(const House& house, const OauthCode& code, const store::Key& maker) {
  store::NewKey key{.name = code.key_label,
                    .parent_hash = maker.hash,
                    .limit = code.limit,
                    .limit_reset = code.limit_reset,
                    .expires_at = code.key_expires_at};
  if (!code.limit) {
    key.limit = house.settings.keys.default_limit;
    if (key.limit && key.limit_reset.empty()) key.limit_reset = house.settings.keys.default_reset;
  }
  if (maker.limit) key.limit = std::min(key.limit.value_or(*maker.limit), *maker.limit);
  if (maker.expires_at)
    key.expires_at = std::min(key.expires_at.value_or(*maker.expires_at), *maker.expires_at);
  key.policy.zdr = maker.policy.zdr;
  return key;
}

// The code itself, told once; what is kept is its hash.
Task<Result<std::string>> make_code(House& house, OauthCode wanted) {
  auto code = "auth_code_" + random_alphanumeric(43);
  wanted.id = hash_of(code);
  wanted.created_at = house.micros();
  auto saved = co_await house.store.write(
      [wanted](Database& database) { return store::save_code(database, wanted); });
  CO_TRY(std::move(saved));
  co_return code;
}

Result<OauthCode> read_wanted(const json::object& body, std::int64_t now) {
  wire::Fields fields(body, "");
  OauthCode code;
  auto callback = fields.text("callback_url");
  if (!callback) fields.complain("callback_url", "an https address, or one of this machine");
  code.callback_url = callback.value_or("");
  code.challenge = fields.text("code_challenge").value_or("");
  code.challenge_method = fields.text("code_challenge_method").value_or("");
  code.key_label = fields.text("key_label").value_or("");
  if (code.key_label.size() > kLongestLabel) fields.complain("key_label", "at most 100 bytes");
  if (auto limit = fields.value("limit")) {
    double dollars = limit->is_number() ? limit->to_number<double>() : -1;
    if (std::isfinite(dollars) && dollars >= 0 && dollars <= 1e9)
      code.limit = Money::from_dollars(dollars);
    else
      fields.complain("limit", "an amount in dollars, from 0 to a billion");
  }
  code.limit_reset = fields.choice("usage_limit_type", {"daily", "weekly", "monthly"}).value_or("");
  if (auto text = fields.text("expires_at")) {
    code.key_expires_at = read_iso(*text);
    if (!code.key_expires_at || *code.key_expires_at <= now)
      fields.complain("expires_at", "a moment to come, like 2027-12-31T23:59:59Z");
  }
  TRY(fields.status());
  TRY(check_callback(code.callback_url));
  TRY(check_challenge(code));
  if (!code.challenge.empty() && code.challenge_method.empty()) code.challenge_method = "plain";
  return code;
}

Task<Result<std::string>> create(House& house, Request& in) {
  auto who = co_await manager(house, in);
  auto maker = CO_TRY(std::move(who));
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  auto wanted = CO_TRY(read_wanted(body, house.micros()));
  wanted.made_by = maker.hash;
  if (wanted.key_label.empty()) wanted.key_label = http::host_of(wanted.callback_url);
  auto made = co_await make_code(house, std::move(wanted));
  auto code = CO_TRY(std::move(made));
  std::string answer;
  wire::JsonWriter out(answer);
  out.begin_object().key("data").begin_object();
  out.field("id", code).field("app_id", 1).field("created_at", iso(house.micros()));
  out.end_object().end_object();
  co_return answer;
}

Task<> post_code(House& house, Request& in, Response& out) {
  auto body = co_await create(house, in);
  out.add_header("Cache-Control", "no-store");
  co_await send_result(out, std::move(body));
}

Error wrong_code() {
  return {.kind = ErrorKind::permission_denied, .message = "Invalid code or code_verifier"};
}

Task<Result<std::string>> exchange(House& house, Request& in) {
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  wire::Fields fields(body, "");
  auto given = fields.text("code").value_or("");
  if (given.empty()) fields.complain("code", "the code that the redirect brought");
  auto verifier = fields.text("code_verifier").value_or("");
  auto method = fields.choice("code_challenge_method", {"S256", "plain"});
  CO_TRY(fields.status());
  auto taken =
      co_await house.store.write([id = hash_of(given), now = house.micros()](Database& database) {
        return store::take_code(database, id, now);
      });
  auto code = CO_TRY(std::move(taken));
  if (!code) co_return fail(wrong_code());
  if (!code->challenge.empty()) {
    if (method && *method != code->challenge_method)
      co_return fail(invalid("code_challenge_method",
                             "code_challenge_method is not the one that the code was asked with.",
                             code->challenge_method));
    if (!fits_challenge(verifier, code->challenge, code->challenge_method))
      co_return fail(wrong_code());
  }
  auto found = co_await house.store.find_key(code->made_by, house.micros());
  auto maker = CO_TRY(std::move(found));
  bool usable = maker && !maker->disabled && maker->management &&
                (!maker->expires_at || *maker->expires_at > house.micros());
  if (!usable) co_return fail(wrong_code());
  auto key = key_of(house, *code, *maker);
  key.secret = new_api_key(house.settings.keys.prefix);
  auto secret = key.secret;
  auto made = co_await house.store.create_key(std::move(key), house.micros());
  CO_TRY(std::move(made));
  std::string answer;
  wire::JsonWriter out(answer);
  out.begin_object().field("key", secret).field_null("user_id").end_object();
  co_return answer;
}

Task<> post_exchange(House& house, Request& in, Response& out) {
  auto body = co_await exchange(house, in);
  out.add_header("Cache-Control", "no-store");
  co_await send_result(out, std::move(body));
}

}  // namespace

Status check_callback(const std::string& url) {
  auto refuse = [](std::string why) -> Status {
    return fail(invalid("callback_url", "callback_url " + why + ".",
                        "an https address, or one of http://localhost, without a fragment"));
  };
  if (url.size() > kLongestUrl) return refuse("is longer than 2048 bytes");
  auto parsed = boost::urls::parse_uri(url);
  if (!parsed || parsed->host().empty()) return refuse("is no address");
  if (parsed->has_fragment()) return refuse("must have no fragment");
  if (parsed->has_userinfo()) return refuse("must name no user");
  auto host = std::string(parsed->host());
  std::ranges::transform(host, host.begin(), [](unsigned char c) { return std::tolower(c); });
  bool here = host == "localhost" || host == "127.0.0.1" || host == "[::1]";
  auto scheme = parsed->scheme_id();
  if (scheme == boost::urls::scheme::https) return {};
  if (scheme == boost::urls::scheme::http && here) return {};
  return refuse("must be https, or http to localhost");
}

bool fits_challenge(const std::string& verifier, const std::string& challenge,
                    const std::string& method) {
  if (!is_token(verifier)) return false;
  if (method == "plain") return same_secret(verifier, challenge);
  auto digest = sha256(verifier);
  auto made = base64_encode({reinterpret_cast<const char*>(digest.data()), digest.size()});
  std::erase(made, '=');
  std::ranges::replace(made, '+', '-');
  std::ranges::replace(made, '/', '_');
  return same_secret(made, challenge);
}

void add_oauth_routes(const AddRoute& add, House& house) {
  add("POST", "/auth/keys", [&house](Request& in, Response& out, const PathParams&) {
    return post_exchange(house, in, out);
  });
  add("POST", "/auth/keys/code", [&house](Request& in, Response& out, const PathParams&) {
    return post_code(house, in, out);
  });
}

}  // namespace easel::api
