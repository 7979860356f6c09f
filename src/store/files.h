#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

// Files: pictures that a key keeps here to name them in its requests. Calls of a Database, in a
// header of their own. Inside a Store's read() or write(), as every other. What is past its
// keep_until is no longer there, whether or not it was removed yet.
namespace easel::store {

struct File {
  std::string id;  // sorts by when it was made
  std::string filename;
  Micros created_at = 0;
  Picture picture;
};

// With its upload. invalid_request: the key has ten thousand.
Status add_file(Database& database, const std::string& key_hash, const File& file);
// None: there is none of that id, or it is another key's.
Result<std::optional<File>> find_file(Database& database, const std::string& key_hash,
                                      const std::string& id, Micros now);
// Oldest first, those after that id ("" = from the first).
Result<std::vector<File>> files(Database& database, const std::string& key_hash,
                                const std::string& after, std::int64_t at_most, Micros now);
// False: none, as above. `remove` is called with the path of its bytes, when no other row of
// anybody names them.
Result<bool> delete_file(Database& database, const std::string& key_hash, const std::string& id,
                         const RemoveFile& remove);

}  // namespace easel::store
