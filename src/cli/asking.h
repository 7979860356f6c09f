#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace easel::cli {

struct Question {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers{};
};

struct Answer {
  int status = 0;      // 0: nobody answered
  std::string body{};  // its first 256 KiB
  std::string why{};   // why nobody answered
  int milliseconds = 0;
};

// Asks all addresses side by side, each for at most `patience`, and waits for the last. GET only;
// redirects are not followed.
std::vector<Answer> ask_all(const std::vector<Question>& questions,
                            std::chrono::milliseconds patience, const std::string& proxy = {});

}  // namespace easel::cli
