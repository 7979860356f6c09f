#pragma once

#include <boost/json/object.hpp>

#include "drive/job.h"

// What this house says beside an answer: how it was routed, and what its pictures really are.
namespace easel::api {

// `openrouter_metadata`, for who asked by X-OpenRouter-Metadata: who could serve the request, who
// was tried, and with what status.
boost::json::object router_metadata(const drive::Job& job, const drive::Outcome& outcome);

// Adds `easel.pictures`: for each picture its real media type, size in pixels and bytes, ratio and
// SHA-256, and, where the request asked for a ratio or a size, what was asked and whether the
// picture differs from it (`adjusted`: a ratio off by more than 3 %, an area by more than half, or
// other pixels than those asked for).
void add_facts(const drive::Job& job, drive::Outcome& outcome);

}  // namespace easel::api
