#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

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
  bool aspect_given = false, size_given = false;  // an edited picture keeps its own else
  std::vector<std::string> images{};              // to edit, the first; others that it needs
  std::vector<std::string> references{};          // to enhance it by
  std::optional<std::int64_t> seed{};
  int count = 1;
  bool force = false;
  std::string server{};  // "" = in this process
  std::string key{};     // or EASEL_API_KEY, OPENROUTER_API_KEY
  std::string model = "easel/painter-1";
  int threads = 0;
};

// What may be said of a key when it is made or changed; absent = the default, or stays.
struct KeyWishes {
  std::optional<std::string> name{};
  std::optional<std::string> limit{};        // dollars, or "none"
  std::optional<std::string> limit_reset{};  // "daily", "weekly", "monthly" or "never"
  std::optional<std::string> expires{};      // a date, a moment, or "never"
  std::optional<bool> logging{}, zdr{};
  std::optional<std::int64_t> keep_hours{}, per_minute{}, pictures_per_minute{}, pictures_at_once{};
  bool enable = false, disable = false;
};
struct KeysCreate {
  std::string data = "data";
  KeyWishes wishes{};
  bool management = false;
  bool json = false;
};
struct KeysList {
  std::string data = "data";
  bool json = false;
};
struct KeysShow {
  std::string data = "data", which;
  bool json = false;
};
struct KeysSet {
  std::string data = "data", which;
  KeyWishes wishes{};
  bool json = false;
};
struct KeysRevoke {
  std::string data = "data", which;
};
struct KeysRotate {
  std::string data = "data", which;
  bool json = false;
};

struct CreditsAdd {
  std::string data = "data", amount, note{};
};
struct CreditsShow {
  std::string data = "data";
  bool json = false;
};

struct Export {
  std::string data = "data", out;
  std::string user{}, key{};  // one of them
};
struct Forget {
  std::string data = "data";
  std::string user{}, key{};  // one of them
};

struct Backup {
  std::string data = "data", out;
};
struct Restore {
  std::string data = "data", file;
};

struct Models {
  std::string data = "data";
  std::string output{};  // only models with this output modality
  bool all = false;      // also those whose provider is not connected
};

struct Mcp {
  std::string server = "http://127.0.0.1:8080";
  std::string key{};  // or EASEL_API_KEY
};

// What a picture's file says of where it comes from.
struct Inspect {
  std::string file{};
  bool json = false;
};

// The process that sets texts in strangers' fonts; no user runs it.
struct Glyphs {};

struct Link {
  std::string data = "data";
  std::string origin = "http://127.0.0.1:8080";
};

struct Providers {
  std::string data = "data";
  std::string name{};  // only this one
  bool test = false;   // ask each that is live something that costs nothing
  bool json = false;
  std::vector<int> ports{};  // where to look for engines too
};

struct Doctor {
  std::string data = "data";
  std::string listen = "127.0.0.1:8080";
  bool json = false;
  std::vector<int> ports{};
};

using Command = std::variant<Done, Serve, Draw, KeysCreate, KeysList, KeysShow, KeysSet, KeysRevoke,
                             KeysRotate, CreditsAdd, CreditsShow, Export, Forget, Backup, Restore,
                             Models, Inspect, Glyphs, Mcp, Link, Providers, Doctor>;

// Prints help and version itself. Errors are one line.
Result<Command> read_command_line(int argc, char** argv);

int report_wrong_use(const Error& error);  // prints it; returns 2
// 0; or prints the error and returns 1, or 2 when it is the command line that was wrong.
int exit_code(const Status& status);

}  // namespace easel::cli
