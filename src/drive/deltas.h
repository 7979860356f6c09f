#pragma once

#include <boost/json/object.hpp>

namespace easel::drive {

// Every field of `from` takes the place of the one before it.
void add_fields(boost::json::object& into, const boost::json::object& from);

// Adds one delta of a streamed message to what came before, so that the sum is the message that the
// same upstream would have answered unstreamed: tool calls and reasoning details join by their
// `index` (their texts are put together), other lists grow, texts inside `audio` are put together,
// everything else is replaced.
void add_delta(boost::json::object& message, const boost::json::object& delta);

}  // namespace easel::drive
