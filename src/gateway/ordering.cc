#include "gateway/ordering.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <span>
#include <utility>

#include "gateway/pricing.h"

namespace easel::gateway {
namespace {

struct Entry {
  Candidate candidate;
  Standing standing;
  double price = 0;  // USD that this request is expected to cost
};

double dollars(const Candidate& candidate, const GenerationRequest& request) {
  return expected_cost(request, *candidate.model, *candidate.endpoint).to_dollars();
}

// What nobody has seen yet is taken for the worst, so that figures decide where there are some.
double median(const std::optional<Percentiles>& seen) {
  return seen ? seen->p50 : std::numeric_limits<double>::infinity();
}

bool meets(const std::optional<Percentiles>& seen, const Cutoffs& cutoffs, double unit, bool most) {
  if (!seen) return true;
  auto keeps = [&](std::optional<double> cutoff, double value) {
    return !cutoff || (most ? value <= *cutoff * unit : value >= *cutoff * unit);
  };
  return keeps(cutoffs.p50, seen->p50) && keeps(cutoffs.p75, seen->p75) &&
         keeps(cutoffs.p90, seen->p90) && keeps(cutoffs.p99, seen->p99);
}

bool preferred(const Entry& entry, const ProviderPreferences& wish) {
  return meets(entry.standing.latency_ms, wish.max_latency, 1000, true) &&
         meets(entry.standing.throughput, wish.min_throughput, 1, false);
}

// A generator of our own with fixed bits: the standard's distributions differ between libraries.
double unit_interval(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1p-53;
}

// Draws one after the other, each by the inverse square of its price among those that are left.
void share(std::span<Entry> entries, std::mt19937_64& random) {
  for (; entries.size() > 1; entries = entries.subspan(1)) {
    double sum = 0;
    // Nothing to pay is taken as a price so small that it goes before every other.
    auto weight = [](const Entry& entry) {
      constexpr double kLeast = 1e-9;
      double price = std::max(entry.price, kLeast);
      return 1 / (price * price);
    };
    for (const auto& entry : entries) sum += weight(entry);
    double drawn = unit_interval(random) * sum;
    auto chosen = entries.begin();
    while (chosen + 1 != entries.end() && (drawn -= weight(*chosen)) >= 0) ++chosen;
    std::rotate(entries.begin(), chosen, chosen + 1);
  }
}

Sort sort_of(const Entry& entry, const ProviderPreferences& wish) {
  if (wish.sort != Sort::none) return wish.sort;
  if (entry.candidate.automatic) return Sort::price;
  switch (entry.candidate.variant) {
    case Variant::nitro:
      return Sort::throughput;
    case Variant::floor:
      return Sort::price;
    case Variant::exacto:
      return Sort::exacto;
    default:
      return Sort::none;
  }
}

void sort_by(std::span<Entry> entries, Sort sort) {
  auto key = [sort](const Entry& entry) -> std::pair<double, double> {
    if (sort == Sort::throughput) {
      const auto& seen = entry.standing.throughput;
      return {seen ? -seen->p50 : 0, entry.price};
    }
    if (sort == Sort::latency) return {median(entry.standing.latency_ms), entry.price};
    if (sort == Sort::price) return {entry.price, 0};
    return {0, 0};  // exacto: as the catalog has them, which is by quality
  };
  std::ranges::stable_sort(entries, {}, key);
}

// Those of one model, or of all where they are sorted together.
void order_group(std::span<Entry> entries, const GenerationRequest& request,
                 std::mt19937_64& random) {
  const auto& wish = request.provider;
  auto sort = sort_of(entries.front(), wish);
  if (!wish.order.empty()) {
    sort_by(entries, sort == Sort::none ? Sort::price : sort);
    std::ranges::stable_sort(entries, {}, [](const Entry& entry) { return entry.candidate.place; });
  } else if (sort != Sort::none) {
    sort_by(entries, sort);
  } else {
    auto failed = std::ranges::stable_partition(
        entries, [](const Entry& entry) { return !entry.standing.failed_lately; });
    share(std::span(entries.begin(), failed.begin()), random);
    share(std::span(failed.begin(), failed.end()), random);
  }
  std::ranges::stable_sort(entries, {},
                           [](const Entry& entry) { return std::popcount(entry.candidate.lost); });
}

}  // namespace

void put_in_order(std::vector<Candidate>& candidates, const GenerationRequest& request,
                  const RoutingOptions& options) {
  std::vector<Entry> entries;
  for (auto& candidate : candidates) {
    auto standing = options.standing ? options.standing(candidate) : Standing{};
    double price = dollars(candidate, request);
    entries.push_back({std::move(candidate), std::move(standing), price});
  }
  std::mt19937_64 random(options.seed);
  auto group_of = [&](const Entry& entry) {
    return request.provider.across_models ? 0 : entry.candidate.rank;
  };
  std::ranges::stable_sort(entries, {}, group_of);
  for (auto first = entries.begin(); first != entries.end();) {
    auto last = std::find_if(first, entries.end(),
                             [&](const Entry& e) { return group_of(e) != group_of(*first); });
    order_group(std::span(first, last), request, random);
    first = last;
  }
  std::ranges::stable_partition(
      entries, [&](const Entry& entry) { return preferred(entry, request.provider); });
  unsigned first_loses = entries.empty() ? 0 : entries.front().candidate.lost;
  std::erase_if(entries,
                [&](const Entry& entry) { return (entry.candidate.lost & ~first_loses) != 0; });
  std::ranges::stable_partition(entries, [](const Entry& entry) { return !entry.standing.out; });
  candidates.clear();
  for (auto& entry : entries) candidates.push_back(std::move(entry.candidate));
}

}  // namespace easel::gateway
