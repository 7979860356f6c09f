#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/job.h"
#include "base/result.h"
#include "imaging/bitmap.h"
#include "imaging/lettering.h"
#include "providers/edit_words.h"

// What a prompt asks to be done to a picture, done: one instruction after the other.
namespace easel::providers {

enum class How { done, approximated, refused };

struct Told {
  std::string words{};  // as the prompt has them
  How how = How::done;
  std::string said{};  // what was done, or why not, in a few words
};

struct Edited {
  imaging::Bitmap picture{};
  std::string svg{};  // the picture as shapes instead, where that was asked for last
  std::vector<Told> told{};

  bool changed() const;  // at least one instruction was not refused
  // Two or three plain sentences.
  std::string text() const;
};

// `pictures`: the one that is edited, then others that instructions may need (to match, a mask, a
// collage). `letterings`: texts in fonts of the client's; a text of the prompt that is one of them
// is set in it. Errors: cancelled. An instruction that cannot be done is refused and told, and
// changes nothing. The same pictures and instructions give the same bytes. No result has more than
// about 16 megapixels.
Result<Edited> edit(const std::vector<imaging::Bitmap>& pictures,
                    const std::vector<Instruction>& instructions,
                    const std::vector<std::shared_ptr<const imaging::Lettering>>& letterings,
                    Job& job);

}  // namespace easel::providers
