#include <filesystem>

#include "api/management.h"
#include "gateway/probe.h"
#include "pages/routes.h"
#include "pages/sessions.h"
#include "wire/json_writer.h"

// Who may serve what: every provider of the catalog with its models, whether it is connected, and
// for an engine that is run here what it has loaded. POST …/{slug}/test, by an owner, asks the
// provider's probe: a call that costs nothing and that only an accepted credential gets an answer
// to. Credentials and addresses beyond this machine are never told.
namespace easel::pages {
namespace {

using gateway::Provider;
using gateway::Verdict;
using http::PathParams;
using http::Request;
using http::Response;
using wire::JsonWriter;

void write_engine(JsonWriter& out, const drive::LocalEngine& engine) {
  auto loaded = std::filesystem::path(engine.loaded()).filename().string();
  out.key("engine").begin_object().field_or_null("loaded", loaded);
  out.field("wanted_by", static_cast<std::uint64_t>(engine.wanted_by()));
  out.field_or_null("ended", engine.obituary()).end_object();
}

const drive::LocalEngine* engine_of(const api::House& house, const std::string& slug) {
  if (!house.engines) return nullptr;
  auto found = house.engines->find(slug);
  return found == house.engines->end() ? nullptr : found->second.get();
}

void write_models(JsonWriter& out, const gateway::Catalog& catalog, const Provider& provider) {
  out.key("models").begin_array();
  for (const auto& model : catalog.models())
    for (const auto& endpoint : model.endpoints)
      if (endpoint.provider == provider.slug) {
        out.value(model.id);
        break;
      }
  out.end_array();
}

void write_provider(JsonWriter& out, const api::House& house, const gateway::Catalog& catalog,
                    const Provider& provider) {
  bool here = provider.base_url.starts_with("engine:") || http::is_local_url(provider.base_url);
  out.begin_object().field("slug", provider.slug).field("name", provider.name);
  out.field("dialect", provider.dialect).field("connected", provider.connected);
  out.field("enabled", provider.enabled).field_or_null("variable", provider.key_variable);
  out.field_or_null("address", here ? provider.base_url : "");
  out.field("inside", provider.base_url.empty()).field("has_probe", !provider.probe.path.empty());
  out.field("proof", provider.proof).field("keeps_nothing", provider.zdr);
  out.field("may_train", provider.collects);
  out.field_or_null("status_url", provider.status_url);
  out.field_or_null("terms_url", provider.terms_url);
  out.field_or_null("privacy_url", provider.privacy_url);
  write_models(out, catalog, provider);
  if (auto engine = engine_of(house, provider.slug)) write_engine(out, *engine);
  out.end_object();
}

Task<Result<std::string>> list(api::House& house, Request& in) {
  auto found = co_await signed_in(house, in);
  CO_TRY(std::move(found));
  auto catalog = house.catalog.get();
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("providers").begin_array();
  for (const auto& provider : catalog->providers()) write_provider(out, house, *catalog, provider);
  out.end_array().end_object();
  co_return body;
}

http::Outgoing question(const Provider& provider) {
  using namespace std::chrono_literals;
  const auto& [path, header, scheme] = provider.probe;
  http::Outgoing ask{.url = provider.base_url + path,
                     .connect_timeout = 5s,
                     .first_byte_timeout = 10s,
                     .idle_timeout = 10s};
  if (!provider.credential.empty())
    ask.headers.emplace_back(
        header, scheme.empty() ? provider.credential : scheme + " " + provider.credential);
  return ask;
}

struct Heard {
  int status = 0;
  std::string body{};  // its beginning
};

Task<Result<Heard>> ask(api::House& house, http::Outgoing request) {
  constexpr std::size_t kEnough = 64 * 1024;
  auto reply = co_await house.client.send(std::move(request));
  if (!reply) co_return fail(std::move(reply.error().error));
  Heard heard{.status = (*reply)->status};
  while (heard.body.size() < kEnough) {
    auto piece = co_await (*reply)->read();
    if (!piece || piece->empty()) break;
    heard.body.append(piece->data(), piece->size());
  }
  co_return heard;
}

std::string verdict_json(std::string_view result, const std::string& words, std::int64_t ms) {
  std::string body;
  JsonWriter(body)
      .begin_object()
      .field("result", result)
      .field("words", words)
      .field("milliseconds", ms)
      .end_object();
  return body;
}

Task<Result<std::string>> test(api::House& house, Request& in, std::string slug) {
  auto who = co_await owner(house, in);
  CO_TRY(std::move(who));
  auto catalog = house.catalog.get();
  auto provider = catalog->provider(slug);
  if (!provider) co_return fail(ErrorKind::not_found, "There is no such provider.");
  if (!provider->connected) co_return verdict_json("none", "It is not connected here.", 0);
  if (provider->probe.path.empty() || provider->base_url.starts_with("engine:"))
    co_return verdict_json("none", "There is nothing to ask it that costs nothing.", 0);
  auto began = house.clock.now();
  auto heard = co_await ask(house, question(*provider));
  auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(house.clock.now() - began);
  if (!heard) co_return verdict_json("unreachable", heard.error().message, ms.count());
  auto status = std::to_string(heard->status);
  auto verdict = gateway::verdict_of(heard->status, heard->body);
  if (verdict == Verdict::accepted)
    co_return verdict_json("ok", "It answers, and takes the credential.", ms.count());
  if (verdict == Verdict::refused)
    co_return verdict_json("refused", "It refuses the credential (" + status + ").", ms.count());
  co_return verdict_json("unreachable", "It answered " + status + ".", ms.count());
}

}  // namespace

void add_provider_routes(http::Router& router, api::House& house) {
  auto path = std::string(kBase) + "/providers";
  router.add("GET", path, [&house](Request& in, Response& out, const PathParams&) {
    return answer(out, list(house, in));
  });
  router.add("POST", path + "/{slug}/test",
             [&house](Request& in, Response& out, const PathParams& params) {
               return answer(out, test(house, in, std::string(params["slug"])));
             });
}

}  // namespace easel::pages
