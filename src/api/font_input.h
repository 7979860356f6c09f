#pragma once

#include <string>
#include <string_view>

#include "gateway/request.h"

namespace easel::api {

// One of a request's font_inputs: `url` as the document has it (https, http, or a data URL, short
// or long), `at` its path in the request. Errors, naming the field: the text cannot be set
// (imaging/text_runs.h), or the address is none of these.
Result<gateway::FontInput> font_of(const gateway::GenerationRequest& request, std::string_view url,
                                   std::string text, const std::string& at);

// The bytes of a font that came as a data URL; empty where it came by address. Errors:
// invalid_request, naming the field.
Result<std::string> font_bytes(const gateway::FontInput& font);

}  // namespace easel::api
