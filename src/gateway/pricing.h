#pragma once

#include "gateway/catalog.h"
#include "gateway/event.h"
#include "gateway/request.h"

// What a request costs by the price lines of the catalog: before it runs (the hold), and after it,
// where upstream does not say itself what it took. Pure.
namespace easel::gateway {

// The most it can cost at one endpoint: `most_per_image` for each picture asked for, fonts and
// references by their lines, and the words by the model's token prices. A token is taken as two
// bytes of the prompt; the answer as long as max_tokens allows, else 8192.
Money most_cost(const GenerationRequest& request, const Model& model, const Endpoint& endpoint,
                int pictures);

// What it is expected to cost there, to compare endpoints by: the pictures asked for, at the size
// asked for, by the price lines; where there are none for them, as many tokens as a picture of 1K
// takes, or, where those have no price either, half of `most_per_image`.
Money expected_cost(const GenerationRequest& request, const Model& model, const Endpoint& endpoint);
// The same for one of its pictures alone, and what a request costs beside everything else.
Money picture_price(const GenerationRequest& request, const Model& model, const Endpoint& endpoint);
Money request_price(const Endpoint& endpoint);

// What was made: the counts that upstream told, the pictures that came, and their size together.
struct Made {
  Usage usage{};
  int pictures = 0;
  double megapixels = 0;
};

// Price lines for pictures come first ("image", of the tier asked for where there is one, then
// "megapixel" rounded up to a whole one for each order); pictures without such a line are charged
// by their tokens, as words are.
Money listed_cost(const GenerationRequest& request, const Model& model, const Endpoint& endpoint,
                  const Made& made);

}  // namespace easel::gateway
