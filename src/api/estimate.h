#pragma once

#include "api/json_body.h"
#include "api/planning.h"

namespace easel::api {

// Reads the body of any door. Which one it is meant for is said by "door" (chat, images, responses,
// completions, messages), or told by its fields: messages → chat, input → responses, prompt →
// images, or completions when it has a field that only those have.
class AnyBody : public JsonBody {
 public:
  AnyBody(const House& house, ByteBudget& budget) : JsonBody(budget), house_(house) {}
  Result<gateway::GenerationRequest> finish();

 private:
  const House& house_;
};

// {"data":{…}}: the most a request can cost, who could serve it in which order, and who could not
// and why. `key` as of now: whether its limit covers it. Calls nobody and holds nothing.
std::string estimate_json(const House& house, const store::Key& key,
                          gateway::GenerationRequest request, const Bringing& bringing = {});

}  // namespace easel::api
