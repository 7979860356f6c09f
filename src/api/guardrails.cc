#include "api/guardrails.h"

#include <algorithm>

#include "gateway/pattern.h"
#include "gateway/variant.h"
#include "store/guardrails.h"
#include "wire/fields.h"
#include "wire/json.h"

namespace easel::api {
namespace {

namespace json = boost::json;
using gateway::Candidate;
using gateway::GenerationRequest;

Guard guard_of(const store::Guardrail& row) {
  Guard guard{.id = row.id};
  guard.counts_own_keys = row.limit && row.include_byok;
  auto rules = wire::parse_json(row.rules);
  if (!rules || !rules->is_object()) return guard;
  wire::Fields fields(rules->get_object(), "");
  guard.allowed_models = fields.texts("allowed_models");
  guard.ignored_models = fields.texts("ignored_models");
  guard.allowed_providers = fields.texts("allowed_providers");
  guard.ignored_providers = fields.texts("ignored_providers");
  guard.filters = filters_of(rules->get_object());
  guard.deny_collection = !fields.flag("enable_paid_model_training").value_or(true) ||
                          !fields.flag("enable_free_model_training").value_or(true);
  constexpr std::pair<const char*, const char*> kAuthors[] = {
      {"enforce_zdr_anthropic", "anthropic"},
      {"enforce_zdr_google", "google"},
      {"enforce_zdr_openai", "openai"},
      {"enforce_zdr_xai", "x-ai"},
      {"enforce_zdr_other", "other"}};
  for (auto [name, author] : kAuthors)
    if (fields.flag(name).value_or(false)) guard.zdr_authors.emplace_back(author);
  return guard;
}

bool fits_any(const std::string& id, const std::vector<std::string>& patterns) {
  return std::ranges::any_of(patterns,
                             [&](const auto& pattern) { return gateway::matches(id, pattern); });
}

std::string author_of(const std::string& model) {
  auto id = model.starts_with('~') ? model.substr(1) : model;
  auto author = id.substr(0, id.find('/'));
  for (auto known : {"anthropic", "google", "openai", "x-ai"})
    if (author == known) return author;
  return "other";
}

json::object& provider_wish(GenerationRequest& request) {
  auto& preferences = request.body["provider"];
  if (!preferences.is_object()) preferences.emplace_object();
  return preferences.get_object();
}

}  // namespace

bool Guard::allows(const Candidate& candidate) const {
  const auto& model = candidate.model->id;
  const auto& provider = candidate.provider->slug;
  auto names = [&](const std::vector<std::string>& list) {
    return std::ranges::find(list, provider) != list.end();
  };
  return (allowed_models.empty() || fits_any(model, allowed_models)) &&
         !fits_any(model, ignored_models) &&
         (allowed_providers.empty() || names(allowed_providers)) && !names(ignored_providers);
}

Task<Result<std::vector<Guard>>> guards_of(House& house, std::string key_hash) {
  auto read = co_await house.store.read(
      [key_hash](store::Database& database) { return store::guardrails_of(database, key_hash); });
  auto rows = CO_TRY(std::move(read));
  std::vector<Guard> guards;
  for (const auto& row : rows) guards.push_back(guard_of(row));
  co_return guards;
}

Status filter_content(GenerationRequest& request, const std::vector<Guard>& guards) {
  for (const auto& guard : guards) TRY(filter_content(request, guard.filters));
  return {};
}

void demand_zdr(GenerationRequest& request) {
  request.provider.zdr = true;
  provider_wish(request)["zdr"] = true;
}

// Which model will answer is not known yet: one that may is enough.
void tighten(GenerationRequest& request, const std::vector<Guard>& guards) {
  for (const auto& guard : guards) {
    bool zdr = std::ranges::any_of(request.models, [&](const std::string& model) {
      bool any = gateway::split_variant(model).id == gateway::kAutoModel;
      return any ? !guard.zdr_authors.empty()
                 : std::ranges::count(guard.zdr_authors, author_of(model)) > 0;
    });
    if (zdr) demand_zdr(request);
    if (!guard.deny_collection) continue;
    request.provider.deny_collection = true;
    provider_wish(request)["data_collection"] = "deny";
  }
}

Status keep_allowed(std::vector<Candidate>& candidates, const std::vector<Guard>& guards,
                    const std::string& asked) {
  auto before = candidates.size();
  std::erase_if(candidates, [&](const Candidate& candidate) {
    return std::ranges::any_of(guards,
                               [&](const Guard& guard) { return !guard.allows(candidate); });
  });
  if (before == 0 || !candidates.empty()) return {};
  auto count = std::to_string(before);
  return fail({.kind = ErrorKind::no_endpoints,
               .message = "No endpoints found for " + asked.substr(0, 120) +
                          ": a guardrail of this key allows none of its models or providers.",
               .metadata = R"({"routing_funnel":[{"step":"Initial Endpoints","endpoint_count":)" +
                           count +
                           R"(},{"step":"Filter by Guardrails","endpoint_count":0}],)"
                           R"("failed_routing_step":"Filter by Guardrails"})"});
}

}  // namespace easel::api
