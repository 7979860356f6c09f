#pragma once

#include <optional>
#include <string>

#include "base/money.h"

namespace easel::api {

// What keys are like that are made without saying so.
struct KeySettings {
  std::string prefix = "sk-easel-v1-";
  std::optional<Money> default_limit = Money::dollars(5);  // on models that cost something
  std::string default_reset = "daily";
};

}  // namespace easel::api
