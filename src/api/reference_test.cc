#include "api/reference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "api/routes.h"
#include "api/simulation.h"
#include "wire/json.h"

namespace easel::api::sim {
namespace {

using Routes = std::set<std::string>;

Routes documented() {
  Routes out;
  auto document = wire::parse_json(openapi_document()).value();
  for (const auto& [path, methods] : document.at("paths").as_object())
    for (const auto& [method, operation] : methods.as_object()) {
      std::string verb(method);
      std::ranges::transform(verb, verb.begin(), [](unsigned char c) { return std::toupper(c); });
      out.insert(verb + " " + std::string(path));
    }
  return out;
}

// The shorter base has the same routes, by construction.
Routes real() {
  SimClock clock;
  media::SimDisk disk{clock, 1};
  store::SimVfs vfs{2};
  Upstream upstream;
  auto catalog = gateway::Catalog::builtin().value();
  Life life{clock, disk, vfs, upstream, catalog, 3};
  Routes out;
  for (const auto& [method, pattern] : make_routes(*life.house).routes())
    if (!pattern.starts_with("/v1/")) out.insert(method + " " + pattern);
  return out;
}

}  // namespace

TEST(Reference, what_is_documented_is_what_is_there) {
  EXPECT_EQ(documented(), real());
}

TEST(Reference, every_schema_that_is_named_exists) {
  auto document = wire::parse_json(openapi_document()).value();
  std::string_view rest = openapi_document();
  constexpr std::string_view kMark = "#/components/schemas/";
  for (auto at = rest.find(kMark); at != rest.npos; at = rest.find(kMark)) {
    rest.remove_prefix(at + kMark.size());
    auto name = rest.substr(0, rest.find('"'));
    EXPECT_TRUE(document.at("components").at("schemas").as_object().contains(name)) << name;
  }
}

}  // namespace easel::api::sim
