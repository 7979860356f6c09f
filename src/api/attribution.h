#pragma once

#include "gateway/request.h"
#include "http/server.h"

namespace easel::api {

// Notes who asks: HTTP-Referer, X-OpenRouter-Title or X-Title, User-Agent, X-Session-Id where the
// body has none, and the texts and numbers of the body's `trace` and `metadata`. What is too long
// is cut; nothing is refused.
void note_attribution(const http::Request& in, gateway::GenerationRequest& request);

}  // namespace easel::api
