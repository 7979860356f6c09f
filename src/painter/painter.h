#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/job.h"
#include "base/result.h"
#include "imaging/bitmap.h"
#include "imaging/lettering.h"
#include "imaging/title.h"

// The painter: words → a scene → pixels. Procedural, no neural network, no files, no network, no
// clock: the same order gives the same bytes on any number of threads and any x86-64.
namespace easel::painter {

struct Order {
  std::string prompt;  // UTF-8, any length; anything it says that is not drawn is accounted for
  int width = 1024;    // pixels, 64 … 16384, and at most 40 000 000 in all
  int height = 1024;
  std::uint64_t seed = 0;    // which of the many pictures of these words
  int index = 0;             // several pictures of one order: 0, 1, 2 … vary the composition too
  bool transparent = false;  // the things alone, on nothing
  bool strict = false;       // no picture where not one word of the prompt could be drawn
  // Texts in fonts of the client's, set for this size of picture; they are drawn in this order, and
  // what the prompt has in quotation marks is set in a built-in font, unless it is one of them.
  std::vector<std::shared_ptr<const imaging::Lettering>> letterings{};
};

// What became of the words. Every content word of the prompt is in exactly one of the lists, in the
// order of the prompt.
struct Account {
  struct Approximation {
    std::string word;  // as the prompt has it
    std::string as;    // what stands in the picture instead
  };
  std::vector<std::string> drawn;           // concepts that are visibly there ("mountains", "lake")
  std::vector<Approximation> approximated;  // drawn as something simpler
  std::vector<std::string> not_drawn;       // words that left no trace in the picture
  std::vector<imaging::PlacedTitle> texts;  // letters in the picture: where, and how readable
  // Some text is a title although the prompt names something for it: that cannot be seen well
  // enough to bear words.
  bool no_surface = false;
  // The account in two or three plain sentences; begins by saying that this is procedural.
  std::string text() const;
};

struct Painting {
  imaging::Bitmap bitmap;  // RGB; RGBA when transparent
  Account account;
};

// Called on the computing thread with a smaller picture of the same scene while it develops.
using PreviewSink = std::function<void(const imaging::Bitmap&)>;

// Draws. Errors: invalid_request (field "prompt", "width", "height", or "background", when it must
// be transparent and the words name no thing to cut out), cancelled (within 0.2 s of job.stop).
// Memory: at most about 60 bytes a pixel. `preview` may be empty: then none are made.
Result<Painting> paint(const Order& order, Job& job, const PreviewSink& preview = {});

// What the words would give, without drawing: for estimates, tests and the pages.
Account understand(const std::string& prompt);

}  // namespace easel::painter
