#pragma once

#include "api/house.h"
#include "drive/job.h"
#include "store/records.h"

// A generation that has ended, told again to whoever asks for it later, also after a restart. For
// that the store keeps what its door has to know of the request; prompts and pictures that came
// with it are not kept.
namespace easel::api {

// Whether the whole answer is kept: a job was asked for, a callback, or an idempotency key given,
// or the answer did not reach whoever asked. Never with zero data retention.
bool keeps_answer(const drive::Job& job);

// What a door has to know of a request to tell its answer.
boost::json::object ask_of(const drive::Job& job);

// A request that says no more than ask_of() did.
std::shared_ptr<gateway::GenerationRequest> request_from(const boost::json::object& ask);

// How it failed, and back.
boost::json::object failure_of(const Error& error);
Error failure_from(const boost::json::object& failure);

// The job of this row, which has ended: told, and with its outcome. Its request says no more than
// ask_of() did. Errors: not_found (the whole answer was not kept), gone (its pictures are no longer
// kept).
Task<Result<std::shared_ptr<drive::Job>>> tell_again(House& house, store::Generation row);

}  // namespace easel::api
