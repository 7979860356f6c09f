#pragma once

#include "api/house.h"
#include "api/telling.h"
#include "drive/job.h"

// Generations that are asked for now and fetched later.
namespace easel::api {

// 202 for a job that was just admitted: {id, object, status, created, polling_url, events_url}.
Task<> send_accepted(House& house, const drive::Job& job, http::Request& in, http::Response& out);

// A job that has ended, as GET /jobs/{id} and callbacks tell it: how it ended and, under "result",
// the whole body of its door, or "error". `origin`: what addresses begin with.
Pieces ended_job(House& house, const drive::Job& job, const std::string& origin);

}  // namespace easel::api
