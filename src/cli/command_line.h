#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/result.h"

// What can be typed after `easel`.
namespace easel::cli {

struct Done {};  // help or version was printed

struct Serve {
  std::string listen = "127.0.0.1:8080";
  std::string data = "data";
};

struct Draw {
  std::string prompt;
  std::string out{};  // "" = named after the prompt
  std::string aspect = "1:1";
  std::string size = "1K";
  std::optional<std::int64_t> seed{};
  int count = 1;
  bool force = false;
  std::string server{};  // "" = in this process
  std::string key{};     // or EASEL_API_KEY, OPENROUTER_API_KEY
  std::string model = "easel/painter-1";
  int threads = 0;
};

struct KeysCreate {
  std::string data = "data", name;
  std::string limit{};  // dollars, "" = none
  std::string limit_reset{};
};
struct KeysList {
  std::string data = "data";
};
struct KeysRevoke {
  std::string data = "data", which;
};

struct Models {
  std::string output{};  // only models with this output modality
  bool all = false;      // also those whose provider is not connected
};

struct Mcp {
  std::string server = "http://127.0.0.1:8080";
  std::string key{};  // or EASEL_API_KEY
};

using Command = std::variant<Done, Serve, Draw, KeysCreate, KeysList, KeysRevoke, Models, Mcp>;

// Prints help and version itself. Errors are one line.
Result<Command> read_command_line(int argc, char** argv);

int report_wrong_use(const Error& error);  // prints it; returns 2
// 0; or prints the error and returns 1, or 2 when it is the command line that was wrong.
int exit_code(const Status& status);

}  // namespace easel::cli
