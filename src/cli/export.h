#pragma once

#include "cli/command_line.h"
#include "store/database.h"

namespace easel::cli {

// `media` is the folder of kept pictures.

// Everything of a user or a key in one zip: generations.json (what each was, said and cost, as
// GET /generations tells it, with prompts where they were kept) and pictures/<sha256>.<ext>.
Status export_zip(const Export& options, const std::string& media, store::Database& database);

// Forgets prompts, pictures and who asked; what was spent stays in the accounts.
Status forget(const Forget& options, const std::string& media, store::Database& database);

}  // namespace easel::cli
