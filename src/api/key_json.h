#pragma once

#include <string>

#include "store/records.h"

namespace easel::api {

// {"data":{…}} of GET /key: what a key may learn about itself.
std::string key_json(const store::Key& key);

}  // namespace easel::api
