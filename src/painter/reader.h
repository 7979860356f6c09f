#pragma once

#include <string>

#include "painter/brief.h"

// Reads a prompt: any bytes at all give a brief. Longest phrases win; plurals are undone by rule;
// "no", "without" and "-free" turn what they stand by around. Bytes that are not UTF-8 separate
// words and are otherwise passed over.
namespace easel::painter {

Brief read(const std::string& prompt);

}  // namespace easel::painter
