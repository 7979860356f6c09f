#pragma once

#include <optional>
#include <string>

#include "api/house.h"
#include "gateway/routing.h"
#include "store/records.h"

// Jobs that were submitted to an upstream before a restart, and are asked about again after it:
// what was paid for is fetched, kept under its generation's id, and charged.
namespace easel::api {

struct Submitted {
  gateway::Candidate candidate{};  // points into the catalog
  std::string token{};
};

// From what Keeper::persist stored. None: nothing was, its provider is no longer connected, its
// dialect has no job to ask about, or the pictures that are kept are all there is to it.
std::optional<Submitted> submitted_job(const gateway::Catalog& catalog,
                                       const store::Generation& row, int kept_pictures);

// Goes on with it to its settled end, on this house's loop.
Task<> resume(House& house, store::Generation row);

}  // namespace easel::api
