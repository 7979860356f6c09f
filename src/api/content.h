#pragma once

#include "api/house.h"
#include "drive/job.h"
#include "store/records.h"

namespace easel::api {

// Whether what was asked and answered is kept: the key logs, and neither it nor the request forbids
// it (zero data retention, data_collection: "deny").
bool keeps_content(const drive::Job& job);

// It, as GET /generation/content tells it: the model, the messages and the image_config that were
// asked for, and the seed that was drawn where none was given. Pictures in it are named by their
// size only.
store::Content content_of(const House& house, const drive::Job& job, const drive::Outcome& outcome);

}  // namespace easel::api
