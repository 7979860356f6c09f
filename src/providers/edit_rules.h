#pragma once

#include "providers/edit_clause.h"
#include "providers/edit_words.h"

namespace easel::providers {

// Fills in the instruction that a clause is, by the first rule that knows it. False: none does, and
// the instruction is what it was.
bool understand(const Clause& clause, Instruction& instruction);

}  // namespace easel::providers
