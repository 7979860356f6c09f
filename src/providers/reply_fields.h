#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "gateway/event.h"

// Small readings of what an upstream wrote: whatever is absent or of another type is nothing.
namespace easel::providers {

std::string text_at(const boost::json::object& from, std::string_view key);
// A count that can be true (0 … 1e15), else −1.
std::int64_t count_at(const boost::json::object& from, std::string_view key);
bool flag_at(const boost::json::object& from, std::string_view key);
const boost::json::object* object_at(const boost::json::object& from, std::string_view key);
const boost::json::array* array_at(const boost::json::object& from, std::string_view key);

// An HTTP status as the kind of an upstream's failure, where its body does not say more.
ErrorKind kind_of_status(int status);

// Seconds of a Retry-After header in its number form, at most a day; none otherwise.
// A date is read where the reply also says when it was sent (its Date header): no clock is asked.
std::optional<int> seconds_to_wait(std::string_view retry_after, std::string_view date = {});

// After upstream took the work, no failure may say that it did nothing: another provider's try
// would be paid for beside this one.
Error after_submission(Error error);

}  // namespace easel::providers
