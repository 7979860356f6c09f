#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/route_parts.h"
#include "base/vault.h"
#include "store/store.h"

// Credentials of the team at providers ("bring your own key"), and their routes: /byok.
namespace easel::api {

// One that can be used, opened.
struct OwnKey {
  std::string id;
  std::string provider;               // slug
  std::string credential;             // never logged, never told
  bool fallback = false;              // only when the house's own has failed
  bool alone = false;                 // the house's own is not used beside it
  bool zdr = false;                   // declared to keep nothing
  std::vector<std::string> models{};  // patterns; empty: all
};

// All rows, read once and after each change: a request asks for them without a look into the store.
// One for the whole process, thread-safe.
class OwnKeys {
 public:
  using Rows = std::shared_ptr<const std::vector<store::OwnKey>>;

  explicit OwnKeys(Vault::KeySource source) : vault_(std::move(source)) {}

  // From the store. A row that does not open is told in the log and never used.
  Task<Status> load(store::Store& store);
  Rows rows() const;
  Result<std::string> seal(const std::string& id, const std::string& credential) {
    return vault_.seal(credential, id);
  }
  // Of these rows, what a key of that team and user may use, in order.
  std::vector<OwnKey> usable(const std::string& team, const std::string& key_hash,
                             const std::string& user) const;

 private:
  Vault vault_;
  mutable std::mutex mutex_;
  Rows rows_ = std::make_shared<const std::vector<store::OwnKey>>();
  std::shared_ptr<const std::vector<OwnKey>> open_ =
      std::make_shared<const std::vector<OwnKey>>();  // beside rows_, in their order
};

// What this key's team brings to a request of that user.
Task<Result<std::vector<OwnKey>>> bring_keys(House& house, store::Key key, std::string user);

void add_own_key_routes(const AddRoute& add, House& house);

}  // namespace easel::api
