#include "drive/gauge.h"

#include <algorithm>
#include <charconv>

namespace easel::drive {
namespace {

struct Bar {
  int step = 0, steps = 0;
  bool loading = false;
};

// "…| 3/20 - 1.52it/s"
std::optional<Bar> bar_in(std::string_view line) {
  auto from = line.rfind('|');
  if (from == line.npos) return {};
  auto rest = line.substr(from + 1);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  Bar bar;
  auto end = rest.data() + rest.size();
  auto [slash, wrong] = std::from_chars(rest.data(), end, bar.step);
  if (wrong != std::errc() || slash == end || *slash != '/') return {};
  auto [dash, wrong_too] = std::from_chars(slash + 1, end, bar.steps);
  std::string_view unit(dash, static_cast<std::size_t>(end - dash));
  bool is_bar = wrong_too == std::errc() && unit.starts_with(" - ") && bar.step >= 0 &&
                bar.steps > 0 && bar.step <= bar.steps;
  bar.loading = unit.contains("B/s");
  if (!is_bar || (!bar.loading && !unit.contains("it/s") && !unit.contains("s/it"))) return {};
  return bar;
}

}  // namespace

void Gauge::reset(int pictures) {
  std::lock_guard lock(mutex_);
  pictures_ = std::max(1, pictures);
  whole_ = step_ = 0;
  progress_ = {};
  fresh_ = false;
}

void Gauge::hear(std::string_view line) {
  auto bar = bar_in(line);
  if (!bar) return;
  std::lock_guard lock(mutex_);
  fresh_ = true;
  progress_.stage = bar->loading ? "loading the model" : "drawing";
  if (bar->loading) return;
  // A bar that begins again is the next picture's.
  if (bar->step < step_) whole_ = std::min(whole_ + 1, pictures_ - 1);
  step_ = bar->step;
  double fraction = (whole_ + 1.0 * bar->step / bar->steps) / pictures_;
  progress_.fraction = std::max(progress_.fraction, fraction);
}

std::optional<gateway::Progress> Gauge::news() {
  std::lock_guard lock(mutex_);
  if (!fresh_) return {};
  fresh_ = false;
  return progress_;
}

}  // namespace easel::drive
