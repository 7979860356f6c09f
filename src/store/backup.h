#pragma once

#include <string>
#include <vector>

#include "base/result.h"

// Copies of a SQLite store, for `easel backup` and `restore`. Blocking.
namespace easel::store {

// A copy of the database as it is at one moment, into a file that is not there yet (mode 0600).
// Others may read and write meanwhile: SQLite's online backup. Errors: not_found (there is none),
// unavailable.
Status copy_database(const std::string& from, const std::string& to);

struct KeptFile {
  std::string path;    // relative to the media folder
  std::string sha256;  // hex
};
// The pictures that a copy's rows name, each once.
Result<std::vector<KeptFile>> kept_files(const std::string& copy);

// Whether the copy is whole: SQLite's own check, its references, and that what accounts and keys
// hold is what the ledger says. Error: invalid_request, with the first thing that is not.
Status check_copy(const std::string& copy);

}  // namespace easel::store
