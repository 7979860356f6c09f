#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "gateway/catalog.h"

namespace easel::gateway {

// The catalog in force. A request takes the snapshot once, at its start, and holds it to its end:
// what it points to in it stays, whatever is put in force meanwhile. Thread-safe.
class SharedCatalog {
 public:
  explicit SharedCatalog(Catalog first) { set(std::move(first)); }

  std::shared_ptr<const Catalog> get() const {
    std::lock_guard lock(mutex_);
    return current_;
  }
  void set(Catalog next) {
    auto made = std::make_shared<const Catalog>(std::move(next));
    std::lock_guard lock(mutex_);
    current_.swap(made);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Catalog> current_;
};

}  // namespace easel::gateway
