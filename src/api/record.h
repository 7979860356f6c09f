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

// What belongs to a generation's record beside its row.
struct RecordParts {
  std::vector<store::Attempt> attempts;
  std::vector<std::pair<std::string, std::string>> labels;
  std::vector<store::Picture> pictures;
  std::string workspace;  // of the key
};
Result<RecordParts> parts_of_record(store::Database& database, const store::Generation& row);

// What GET /generation and GET /generations tell of one, the object alone.
std::string generation_record(const store::Generation& row, const RecordParts& parts);

}  // namespace easel::api
