#pragma once

#include <memory>
#include <optional>
#include <string>

#include "gateway/request.h"
#include "providers/provider.h"

// What this house does, when asked, to pictures that others made: `"easel": {"finish": {…}}`.
namespace easel::providers {

struct Finishing {
  bool exact = false;                   // the pixels that were asked for, whatever came
  bool fonts = false;                   // the request's letterings over the picture
  bool references = false;              // detail of the request's enhancers in it
  std::string format{};                 // png, jpeg or webp; "" = as it came
  std::optional<gateway::Size> size{};  // that was asked for, where exact
};

// What the request itself asks for. None: nothing. Errors: invalid_request, naming the field.
Result<std::optional<Finishing>> read_finishing(const gateway::GenerationRequest& request);

// The exchange with its pictures finished as the request asks; where it has no `finish`, as the
// model's entry in the catalog says, and what that leaves open, as `configured` does (a format only
// where the request names none). The exchange itself, where nothing is to be done, or the adapter
// draws letterings and keeps sizes by itself. Each picture is held until it is whole
// (at most 64 MiB; a larger one goes on as it is) and worked over on a worker before anything that
// comes after it is told. One that needs nothing keeps its exact bytes. Cut to the ratio around its
// middle, then scaled by at most four, with the detail of enhancers where they match
// (imaging/enlarge.h); what was done stands in `easel.finishing`. A picture that
// cannot be read goes on as it came, and that is told. `request` outlives the exchange.
std::unique_ptr<Exchange> finished(std::unique_ptr<Exchange> exchange, const Adapter& adapter,
                                   const gateway::GenerationRequest& request,
                                   const gateway::Model& model,
                                   const gateway::FinishRule& configured);

}  // namespace easel::providers
