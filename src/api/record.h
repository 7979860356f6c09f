#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "api/house.h"
#include "drive/job.h"

// A generation as the store keeps it: written when it ends, read again by GET /generation and by a
// request that repeats an idempotency key.
namespace easel::api {

// The row that closes the account. The texts of the answer are kept only for a request that will be
// answered again (again.h), for that is what a repetition must be answered from; prompts never are.
store::Settlement settlement_of(const drive::Job& job, const drive::Outcome& outcome,
                                std::chrono::milliseconds taken, std::int64_t now);

// Makes `job` tell what the finished generation `id` told. Errors: conflict-free by construction;
// not_found when its pictures are no longer kept.
Task<Status> replay(House& house, std::shared_ptr<drive::Job> job, std::string id);

// {"data":{…}} of GET /generation.
std::string generation_json(const store::Generation& row,
                            const std::vector<store::Attempt>& attempts);

}  // namespace easel::api
