#pragma once

#include <string>

#include "base/result.h"
#include "drive/job.h"
#include "http/server.h"
#include "media/disk.h"

namespace easel::api {

// Writes `before`, the picture's file as base64, and `after`, in pieces of 64 KiB. Errors:
// cancelled (the client has gone), or the file cannot be read.
Task<Status> write_picture(media::Disk& disk, drive::KeptPicture picture, std::string before,
                           std::string after, http::Response& out);

}  // namespace easel::api
