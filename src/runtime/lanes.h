#pragma once

#include <deque>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace easel {

// A queue of several lanes that are served in turn: what one lane has queued never delays another
// by more than one item. First in, first out within a lane. Not thread-safe.
template <class T>
class Lanes {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  void push(const std::string& lane, T item) {
    auto [place, fresh] = lanes_.try_emplace(lane);
    if (fresh) turns_.push_back(lane);
    place->second.push_back(std::move(item));
    ++size_;
  }

  // Not empty.
  T pop() {
    auto place = lanes_.find(turns_.front());
    T item = std::move(place->second.front());
    place->second.pop_front();
    --size_;
    if (place->second.empty()) {
      lanes_.erase(place);
      turns_.pop_front();
    } else {
      turns_.splice(turns_.end(), turns_, turns_.begin());
    }
    return item;
  }

  // Takes out every item that `unwanted` says yes to.
  template <class Predicate>
  std::vector<T> remove_if(Predicate unwanted) {
    std::vector<T> removed;
    for (auto turn = turns_.begin(); turn != turns_.end();) {
      auto place = lanes_.find(*turn);
      auto& items = place->second;
      for (auto item = items.begin(); item != items.end();) {
        if (unwanted(*item)) {
          removed.push_back(std::move(*item));
          item = items.erase(item);
          --size_;
        } else {
          ++item;
        }
      }
      if (items.empty()) {
        lanes_.erase(place);
        turn = turns_.erase(turn);
      } else {
        ++turn;
      }
    }
    return removed;
  }

  // fn(item, position) for each, in the order in which pop() would give them; positions from 1.
  template <class Function>
  void for_each_in_turn(Function fn) {
    int position = 0;
    for (std::size_t round = 0; position < static_cast<int>(size_); ++round) {
      for (const auto& lane : turns_) {
        auto& items = lanes_.find(lane)->second;
        if (round < items.size()) fn(items[round], ++position);
      }
    }
  }

 private:
  std::unordered_map<std::string, std::deque<T>> lanes_;
  std::list<std::string> turns_;  // lanes that have something, the next one first
  std::size_t size_ = 0;
};

}  // namespace easel
