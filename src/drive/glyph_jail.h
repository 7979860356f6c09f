#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "imaging/lettering.h"

// Both ends of the process in which strangers' fonts are read: what they say to each other, and the
// walls around it. `easel glyphs` is that process; glyph_worker.h starts it.
namespace easel::drive {

// What is asked and answered, one of each over a stream socket, as the machine lays numbers out:
// it is the same program on both ends.
struct GlyphQuestion {
  std::string font{}, text{};
  imaging::LetteringRoom room{};
};
std::string to_bytes(const GlyphQuestion& question);
std::string to_bytes(const Result<imaging::Lettering>& answer);
// An answer is believed in nothing: sizes that do not fit the room of the question are an error.
Result<imaging::Lettering> read_answer(const std::string& bytes, const GlyphQuestion& question);

// The life of `easel glyphs`: takes one question from standard input, a socket, answers it and
// ends. Before it looks at the font it gives up all it does not need: two seconds of the processor,
// half a gigabyte of memory, no file can be opened, no program started, no socket made (rlimits and
// a list of allowed system calls, by libseccomp); whatever else it does, the kernel ends it. Where
// `ots-sanitize` is installed, that looks at the font first, under the same limits. Returns the
// exit code.
int run_glyph_jail();

}  // namespace easel::drive
