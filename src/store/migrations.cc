#include "store/migrations.h"

#include <array>

namespace easel::store {
namespace {

// #embed is C23; clang has it in C++ too and only says so.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
constexpr char kFirst[] = {
#embed "migrations/0001_first.sql"
};
constexpr char kDoors[] = {
#embed "migrations/0002_doors.sql"
};
#pragma clang diagnostic pop

constexpr std::array kAll{
    std::string_view(kFirst, sizeof kFirst),
    std::string_view(kDoors, sizeof kDoors),
};

}  // namespace

std::span<const std::string_view> migrations() {
  return kAll;
}

}  // namespace easel::store
