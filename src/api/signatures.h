#pragma once

#include <string>

#include "api/house.h"
#include "drive/job.h"
#include "gateway/request.h"

// Multi-turn editing that never breaks: some providers sign the pictures they make and refuse, or
// forget, a picture that comes back unsigned; most clients drop the signature. It is kept by the
// picture's hash and put back when the picture returns.
namespace easel::api {

// Fills ImagePart::signatures of pictures in assistant turns. A store that cannot be read only
// costs the signatures.
Task<> recall_signatures(House& house, std::string key_hash, gateway::GenerationRequest& request);

// Keeps what came with the pictures of a finished job: the adapter's Signature events, or, from an
// upstream of our own dialect, reasoning_details that hold something signed or encrypted.
Task<> keep_signatures(House& house, const drive::Job& job, const drive::Outcome& outcome);

}  // namespace easel::api
