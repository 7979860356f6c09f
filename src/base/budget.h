#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace easel {

// One number of bytes for everything large that requests hold at once (bodies, bitmaps). Taking
// more than is left fails, and the request gets a 503 with Retry-After instead of the machine
// killing the process. Thread-safe.
class ByteBudget {
 public:
  explicit ByteBudget(std::int64_t bytes) : left_(bytes), size_(bytes) {}
  ByteBudget(const ByteBudget&) = delete;

  // Gives back what it holds when it goes. The budget outlives its leases.
  class Lease {
   public:
    Lease() = default;
    explicit Lease(ByteBudget& budget) : budget_(&budget) {}
    Lease(Lease&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
    Lease& operator=(Lease&& other) noexcept {
      std::swap(budget_, other.budget_);
      std::swap(bytes_, other.bytes_);
      return *this;
    }
    ~Lease() {
      if (budget_) budget_->left_.fetch_add(bytes_, std::memory_order_relaxed);
    }
    // False: not that much is left; what was held before stays held.
    bool grow(std::int64_t bytes) {
      if (!budget_) return true;
      if (budget_->left_.fetch_sub(bytes, std::memory_order_relaxed) < bytes) {
        budget_->left_.fetch_add(bytes, std::memory_order_relaxed);
        return false;
      }
      bytes_ += bytes;
      return true;
    }

   private:
    ByteBudget* budget_ = nullptr;
    std::int64_t bytes_ = 0;
  };

  std::int64_t left() const { return left_.load(std::memory_order_relaxed); }
  std::int64_t size() const { return size_; }

 private:
  std::atomic<std::int64_t> left_;
  std::int64_t size_;
};

}  // namespace easel
