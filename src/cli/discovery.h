#pragma once

#include <string>
#include <vector>

namespace easel::cli {

// An engine that answers on this machine.
struct FoundEngine {
  std::string kind;  // "ComfyUI", "sd-server", "Ollama" …
  std::string url;   // http://127.0.0.1:PORT
  std::vector<std::string> models{};
  std::string lines{};  // of easel.toml, that connect it; "" = Easel has no dialect for it
  std::string note{};   // what to know beside, one sentence or ""
};

// Looks on the loopback ports that image and chat engines usually have, and on those of `more`, all
// side by side, for half a second. What an engine is follows from its answers, not from its port.
std::vector<FoundEngine> find_engines(const std::vector<int>& more = {});

}  // namespace easel::cli
