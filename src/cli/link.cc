#include "cli/link.h"

#include <fmt/core.h>

#include "cli/moment.h"
#include "pages/links.h"

namespace easel::cli {

Status print_link(const Link& options, store::Database& database) {
  auto origin = options.origin;
  while (origin.ends_with('/')) origin.pop_back();
  if (!origin.starts_with("http://") && !origin.starts_with("https://"))
    return fail(invalid("", "--origin begins with http:// or https://."));
  auto link = TRY(pages::owner_link(database, origin, now()));
  fmt::print("{}\n", link);
  return {};
}

}  // namespace easel::cli
