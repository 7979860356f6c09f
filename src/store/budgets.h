#pragma once

#include <string>

#include "base/result.h"
#include "store/records.h"

namespace easel::store {

// What a key may spend in a running window; `whose` begins the sentence that refuses, such as "This
// key's". Errors: payment_required, permission_denied where the limit comes back by itself.
Status check_limit(const Key& key, const std::string& whose, Money amount, Micros now,
                   const std::string& source = "openrouter_key_limit");

}  // namespace easel::store
