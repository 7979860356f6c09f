#pragma once

#include <string>

#include "api/route_parts.h"
#include "store/files.h"

// Files: pictures that a key keeps here, to name them in its requests instead of sending them
// again. /files, in OpenRouter's shape.
namespace easel::api {

// not_found: there is none of that id, it is another key's, or no longer kept.
Task<Result<store::File>> kept_file(House& house, std::string key_hash, std::string id);

void add_file_routes(const AddRoute& add, House& house);

}  // namespace easel::api
