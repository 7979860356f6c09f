#pragma once

#include <memory>

#include "api/guardrails.h"
#include "api/house.h"
#include "api/own_keys.h"
#include "gateway/request.h"
#include "gateway/routing.h"

// Step 5 of the story, without its consequences: who can serve a request and what it can cost.
namespace easel::api {

struct Refusal {
  std::string model;
  std::string provider;  // slug, "" when none was reached
  Error error;
};

struct Planned {
  std::shared_ptr<const gateway::Catalog> catalog;  // what the candidates point into
  std::vector<gateway::Candidate> candidates;       // at least one, in the order to try them
  std::vector<Money> most_of;                       // what each can cost at most
  Money most;                                       // the largest that the house pays: the hold
  int pictures = 0;                                 // how many the first is asked for
  std::vector<Refusal> refusals;                    // whose dialect has no words for this request
};

// What the team that asks brings: credentials of its own at providers, in the order of their use,
// and what it may not have.
struct Bringing {
  std::vector<OwnKey> keys{};
  bool counts = false;          // what they cost counts against the key's limit
  std::vector<Guard> guards{};  // what holds for the key that asks
};

// Absent modalities are what the model puts out. The first known model decides, as it is the one
// that is tried first.
void derive_modalities(const gateway::Catalog& catalog, gateway::GenerationRequest& request);

// Each candidate's adapter must be able to put the request into words. Errors: those of route(), or
// the first refusal when no candidate is left.
Result<Planned> plan(const House& house, std::shared_ptr<const gateway::Catalog> catalog,
                     const gateway::GenerationRequest& request, const Bringing& bringing = {});

}  // namespace easel::api
