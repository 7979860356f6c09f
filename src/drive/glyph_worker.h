#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

#include "base/job.h"
#include "base/result.h"
#include "imaging/lettering.h"

namespace easel::drive {

// Sets a text in a font that a stranger gave, in a process of its own that can do nothing else and
// lives for this one question (glyph_jail.h): whatever the font does to it, only this question is
// lost. Blocks, for at most ten seconds: to be called on a worker. `program` is run as
// `program glyphs`: this one, if not said otherwise. Errors: those of imaging::set_text;
// invalid_request too, when the process was ended for what it did or took; cancelled; unavailable,
// when it cannot be started. `started` hears its process id, for tests.
Result<imaging::Lettering> set_text_apart(std::string font, std::string text,
                                          const imaging::LetteringRoom& room, StopToken stop,
                                          const std::string& program = "/proc/self/exe",
                                          const std::function<void(pid_t)>& started = {});

}  // namespace easel::drive
