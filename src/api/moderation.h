#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/house.h"
#include "drive/keeper.h"
#include "gateway/request.h"
#include "gateway/routing.h"

// Moderation by an endpoint in OpenAI's shape (POST …/v1/moderations), where the operator names
// one (settings.moderation). Words are shown to it whole, in parts where they are long; pictures
// one at a time, as small JPEGs. It is asked up to three times; whom it does not answer then is
// refused (unavailable), or passes where the operator wants it so.
namespace easel::api {

struct Verdict {
  bool flagged = false;
  std::vector<std::string> reasons{};  // its names of what it found
};

// Pure: what is sent, and what is read of its answer. An answer that does not judge everything that
// was asked is an error (provider_error), never a pass.
std::string moderation_of_words(const std::string& model, std::string_view words);
std::string moderation_of_picture(const std::string& model, std::string_view data_url);
Result<Verdict> read_verdict(std::string_view answer);
// The beginning and the end of a long text, at most 100 bytes of it.
std::string shortened(std::string_view text);

// What is asked, before anything is held or sent to a provider: its words, and its pictures, which
// were gathered before. `taken` grows by what it took. Errors: content_policy as OpenRouter tells
// it; unavailable; no_endpoints for zero data retention that the endpoint is not known to grant.
Task<Status> moderate_request(House& house, store::Key key,
                              const gateway::GenerationRequest& request,
                              const gateway::Candidate& first,
                              std::optional<std::chrono::milliseconds>& taken);

// Judges what this attempt makes; null where nothing is judged. All given outlives it.
std::unique_ptr<drive::Judge> make_judge(House& house, drive::Job& job,
                                         const gateway::Candidate& candidate);

}  // namespace easel::api
