#pragma once

#include <string>
#include <vector>

#include "api/content_filters.h"
#include "api/route_parts.h"
#include "gateway/request.h"
#include "gateway/routing.h"

// Guardrails: what a key may ask for beyond its own limits, and their routes: /guardrails.
namespace easel::api {

// What one guardrail says of models and providers. Patterns of models may hold "*".
struct Guard {
  std::string id;
  std::vector<std::string> allowed_models{}, ignored_models{};        // first empty: all
  std::vector<std::string> allowed_providers{}, ignored_providers{};  // slugs; first empty: all
  bool deny_collection = false;
  bool counts_own_keys = false;  // its budget counts what goes to the team's own accounts too
  // Of whose models nothing is kept: "anthropic", "google", "openai", "x-ai", "other".
  std::vector<std::string> zdr_authors{};

  std::vector<ContentFilter> filters{};

  bool allows(const gateway::Candidate& candidate) const;
};

// Those that hold for this key, read each time: a key that was given one is held to it at once.
// Budgets are the store's to hold (Database::hold).
Task<Result<std::vector<Guard>>> guards_of(House& house, std::string key_hash);

// What their content filters find in the request, redacted, flagged, or refused (content_policy).
Status filter_content(gateway::GenerationRequest& request, const std::vector<Guard>& guards);

// What they say of data becomes the request's own wish: it can only be tightened.
void tighten(gateway::GenerationRequest& request, const std::vector<Guard>& guards);

// As if the request itself had asked for it: upstream is told too, where it understands that.
void demand_zdr(gateway::GenerationRequest& request);

// Drops the candidates that one of them forbids. Error: no_endpoints, when none is left.
Status keep_allowed(std::vector<gateway::Candidate>& candidates, const std::vector<Guard>& guards,
                    const std::string& asked);

void add_guardrail_routes(const AddRoute& add, House& house);

}  // namespace easel::api
