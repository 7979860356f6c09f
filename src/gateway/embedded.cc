#include "gateway/embedded.h"

#include <string_view>

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"

namespace easel::gateway {
namespace {

constexpr char kModels[] = {
#embed "../../catalog/models.toml"
};
constexpr char kProviders[] = {
#embed "../../catalog/providers.toml"
};

}  // namespace

std::string_view embedded_models() {
  return {kModels, sizeof kModels};
}
std::string_view embedded_providers() {
  return {kProviders, sizeof kProviders};
}

}  // namespace easel::gateway

#pragma clang diagnostic pop
