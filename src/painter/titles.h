#pragma once

#include <memory>
#include <vector>

#include "painter/brief.h"
#include "painter/painter.h"

// Texts in the picture: what the prompt has in quotation marks, and what came set in a font.
namespace easel::painter {

// Letters over the finished picture, and the account of them: a text that is drawn is no longer
// among what was not. At most three quoted texts are drawn, the first ones; one that is too long
// stays undrawn.
void add_titles(Painting& painting, const Brief& brief,
                const std::vector<std::shared_ptr<const imaging::Lettering>>& letterings);

// The same for the account alone, before anything is drawn.
void promise_titles(Account& account, const Brief& brief);

}  // namespace easel::painter
