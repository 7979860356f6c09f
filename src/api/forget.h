#pragma once

#include "api/house.h"
#include "store/account_records.h"

namespace easel::api {

// Forgets what ended generations were about, with their pictures and the smaller copies of them,
// some at a time so that nobody waits long. What they cost stays in the accounts. Returns how many.
Task<Result<int>> forget(House& house, store::Forgetting what);

// Takes a picture's file and its smaller copies away, for the store's calls that forget pictures.
store::RemoveFile remover(media::Disk& disk, Renditions& renditions);

}  // namespace easel::api
