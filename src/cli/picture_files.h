#pragma once

#include <map>
#include <string>

#include "base/base64.h"
#include "drive/driver.h"

namespace easel::cli {

struct FileOptions {
  std::string prompt;
  std::string out{};  // "" = named after the prompt
  int count = 1;
  bool force = false;
  bool bar = false;  // standard error is a terminal: a progress bar
};

// Writes an attempt's pictures to files as they arrive, each complete under its name or not at all,
// and says so in one line each.
class PictureFiles : public drive::EventTaker {
 public:
  explicit PictureFiles(FileOptions options);
  ~PictureFiles() override;

  // Before anything is drawn: whether the names are free. invalid_request names the first that is
  // not.
  Status check() const;

  Task<Status> take(gateway::Event event) override;
  Task<Status> persist(std::string) override { co_return Status{}; }
  void end();  // clears the bar, prints what is left to say

  int written() const { return written_; }
  const std::string& words() const { return words_; }

 private:
  struct Arriving {
    int fd = -1;
    std::string temporary;
    std::string head{};  // the first bytes, to tell what it is
    std::uint64_t size = 0;
    Base64Decoder decoder{};
  };

  std::string path(int index, std::string_view extension) const;
  Status begin(int index);
  Status data(const gateway::PictureData& data);
  Status finish(int index);
  void show_bar(double fraction, std::string_view stage);
  void clear_bar();

  FileOptions options_;
  std::map<int, Arriving> arriving_;
  std::string words_, seed_;
  int written_ = 0;
  bool bar_shown_ = false;
};

}  // namespace easel::cli
