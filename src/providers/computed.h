#pragma once

#include <functional>
#include <utility>

#include "providers/provider.h"

namespace easel::providers {

// An attempt that asks nobody: one piece of work on a worker, and then what closes its answer.
class Computed : public Exchange {
 public:
  using Work = std::function<Status(Job&, const Emit&)>;
  Computed(Work work, gateway::Events closing)
      : work_(std::move(work)), closing_(std::move(closing)) {}

  Step next() override {
    if (!work_) return Done{};
    return Compute{std::exchange(work_, nullptr)};
  }
  void head(int, const std::vector<std::pair<std::string, std::string>>&) override {}
  void feed(std::string_view, gateway::Events&) override {}
  void end(gateway::Events& out) override {
    for (auto& event : closing_) out.push_back(std::move(event));
  }

 private:
  Work work_;
  gateway::Events closing_;
};

// What closes a picture of this program: tokens as Gemini counts a picture, so that sums exist;
// free.
inline gateway::Events closing_of(std::int64_t prompt_tokens, std::string_view model) {
  constexpr std::int64_t kPicture = 1290;
  gateway::Events out;
  out.push_back(gateway::Usage{.prompt_tokens = prompt_tokens,
                               .completion_tokens = kPicture,
                               .image_tokens = kPicture,
                               .reasoning_tokens = 0,
                               .cached_tokens = 0,
                               .cost = Money()});
  out.push_back(
      gateway::Finish{.reason = "stop", .native_reason = "STOP", .model = std::string(model)});
  return out;
}

}  // namespace easel::providers
