#pragma once

#include <string>
#include <vector>

#include "cli/command_line.h"
#include "cli/discovery.h"
#include "cli/setup.h"

namespace easel::cli {

// Lists who could serve models: whether it is live, what is missing, how far its adapter was tried;
// with --test asks each that is live something that costs nothing. Then the engines that answer on
// this machine and are not connected, with the lines that connect them. Errors: --test names nobody
// that is known, or one that was tested did not answer well.
Status list_providers(const Providers& options, const Setup& setup);

// What a provider answered to its probe.
struct Tested {
  enum class Result { ok, refused, unreachable, none } result = Result::none;
  std::string words;  // "ok, 120 ms", "refused: the credential is wrong (401)" …
};
// For each of these, all side by side. The credential goes to the provider's own address alone.
std::vector<Tested> test_providers(const std::vector<const gateway::Provider*>& providers,
                                   const std::string& proxy);

// Why it is not live and what would make it so; "" when it is.
std::string what_is_missing(const gateway::Provider& provider);

}  // namespace easel::cli
