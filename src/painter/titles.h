#pragma once

#include <memory>
#include <string>
#include <vector>

#include "painter/brief.h"
#include "painter/engine.h"
#include "painter/painter.h"

// Texts in the picture: what the prompt has in quotation marks, and what came set in a font. They
// stand on what the scene has for words where the prompt names such a thing, else over the picture.
namespace easel::painter {

class Texts {
 public:
  // Of quoted texts at most three, the first ones; one that is too long stays undrawn.
  Texts(const Brief& brief,
        const std::vector<std::shared_ptr<const imaging::Lettering>>& letterings);

  // What `Brief::writings` has of them.
  std::vector<float> shapes() const;

  // Puts those that are no titles on the surfaces of a picture, one each, before its style.
  void write(Rendering& rendering);

  // After the style, in blocks of `block` pixels: sees to it that those can be read, sets the
  // others as titles, and tells all in the account. A text that is drawn is no longer among what
  // was not.
  void finish(Painting& painting, int block);

  // The account alone, before anything is drawn.
  void promise(Account& account) const;

 private:
  struct Text {
    std::string words;                                // as the prompt has it; empty: it has not
    std::string text;                                 // without its marks
    bool title = false;                               // asked for as one
    std::shared_ptr<const imaging::Lettering> set{};  // in a font of the client's
    std::optional<imaging::Inscription> inscription{};
    std::string on{};
  };
  static void tell(Account& account, const Text& text);

  std::vector<Text> texts_;
  bool sought_ = false;  // the prompt names something for words
};

}  // namespace easel::painter
