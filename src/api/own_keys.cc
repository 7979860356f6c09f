#include "api/own_keys.h"

#include <algorithm>

#include "api/management.h"
#include "base/log.h"
#include "wire/json.h"

namespace easel::api {
namespace {

std::vector<std::string> texts(const std::string& json) {
  std::vector<std::string> list;
  auto parsed = wire::parse_json(json);
  if (!parsed || !parsed->is_array()) return list;
  for (const auto& item : parsed->get_array())
    if (item.is_string()) list.emplace_back(item.get_string().subview());
  return list;
}

bool allows(const std::string& json, const std::string& one) {
  return json.empty() || std::ranges::count(texts(json), one) > 0;
}

OwnKey opened(const store::OwnKey& row, std::string credential) {
  return {.id = row.id,
          .provider = row.provider,
          .credential = std::move(credential),
          .fallback = row.fallback,
          .alone = row.required || row.only,
          .zdr = row.declared_zdr.value_or(false),
          .models = texts(row.allowed_models)};
}

}  // namespace

Task<Status> OwnKeys::load(store::Store& store) {
  auto read = co_await store.read([](store::Database& database) { return database.own_keys(); });
  auto rows = CO_TRY(std::move(read));
  std::vector<OwnKey> open;
  for (const auto& row : rows) {
    auto credential = vault_.open(row.sealed, row.id);
    if (!credential)
      log::error("the key {} for {} cannot be used: {} {}", row.label, row.provider,
                 credential.error().message, credential.error().detail);
    open.push_back(opened(row, credential.value_or("")));
  }
  std::lock_guard lock(mutex_);
  rows_ = std::make_shared<const std::vector<store::OwnKey>>(std::move(rows));
  open_ = std::make_shared<const std::vector<OwnKey>>(std::move(open));
  co_return Status{};
}

OwnKeys::Rows OwnKeys::rows() const {
  std::lock_guard lock(mutex_);
  return rows_;
}

std::vector<OwnKey> OwnKeys::usable(const std::string& team, const std::string& key_hash,
                                    const std::string& user) const {
  std::unique_lock lock(mutex_);
  auto rows = rows_;
  auto open = open_;
  lock.unlock();
  std::vector<OwnKey> found;
  for (std::size_t at = 0; at < rows->size(); ++at) {
    const auto& row = rows->at(at);
    bool theirs = row.owner_hash.empty() || row.owner_hash == team;
    if (!theirs || row.disabled || open->at(at).credential.empty()) continue;
    if (allows(row.allowed_keys, key_hash) && allows(row.allowed_users, user))
      found.push_back(open->at(at));
  }
  return found;
}

Task<Result<std::vector<OwnKey>>> bring_keys(House& house, store::Key key, std::string user) {
  if (!house.own_keys || house.own_keys->rows()->empty()) co_return std::vector<OwnKey>{};
  auto hash = key.hash;
  auto whose = co_await team_of(house.store, std::move(key), house.micros());
  auto team = CO_TRY(std::move(whose));
  co_return house.own_keys->usable(team, hash, user);
}

}  // namespace easel::api
