#include "store/store.h"

#include <utility>

namespace easel::store {

Task<Result<Key>> Store::create_key(NewKey key, Micros now) {
  return write(
      [key = std::move(key), now](Database& database) { return database.create_key(key, now); });
}

Task<Result<std::optional<Key>>> Store::find_key(std::string hash, Micros now) {
  return read(
      [hash = std::move(hash), now](Database& database) { return database.find_key(hash, now); });
}

Task<Result<Key>> Store::revoke_key(std::string which, Micros now) {
  return write([which = std::move(which), now](Database& database) {
    return database.revoke_key(which, now);
  });
}

Task<Result<std::int64_t>> Store::key_epoch() {
  return read([](Database& database) { return database.key_epoch(); });
}

Task<Result<HoldAnswer>> Store::hold(Hold hold) {
  return write([hold = std::move(hold)](Database& database) { return database.hold(hold); });
}

Task<Status> Store::save_resume(std::string generation_id, std::string token) {
  return write([id = std::move(generation_id), token = std::move(token)](Database& database) {
    return database.save_resume(id, token);
  });
}

Task<Status> Store::add_picture(std::string generation_id, Picture picture) {
  return write([id = std::move(generation_id), picture = std::move(picture)](Database& database) {
    return database.add_picture(id, picture);
  });
}

Task<Result<Generation>> Store::settle(Settlement settlement) {
  return write([settlement = std::move(settlement)](Database& database) {
    return database.settle(settlement);
  });
}

Task<Result<std::optional<Generation>>> Store::find_generation(std::string id) {
  return read([id = std::move(id)](Database& database) { return database.find_generation(id); });
}

Task<Result<std::vector<Picture>>> Store::pictures(std::string generation_id) {
  return read(
      [id = std::move(generation_id)](Database& database) { return database.pictures(id); });
}

Task<Result<std::optional<Picture>>> Store::find_picture(std::string owner, std::string sha256) {
  return read([owner = std::move(owner), sha = std::move(sha256)](Database& database) {
    return database.find_picture(owner, sha);
  });
}

Task<Result<std::string>> Store::secret(std::string name, std::string fresh) {
  return write([name = std::move(name), fresh = std::move(fresh)](Database& database) {
    return database.secret(name, fresh);
  });
}

Task<Result<std::vector<Callback>>> Store::due_callbacks(Micros now, int at_most) {
  return read([now, at_most](Database& database) { return database.due_callbacks(now, at_most); });
}

Task<Status> Store::update_callback(Callback callback) {
  return write([callback = std::move(callback)](Database& database) {
    return database.update_callback(callback);
  });
}

Task<Result<std::vector<Attempt>>> Store::attempts(std::string generation_id) {
  return read(
      [id = std::move(generation_id)](Database& database) { return database.attempts(id); });
}

Task<Status> Store::keep_signatures(std::vector<PictureSignature> signatures) {
  return write([signatures = std::move(signatures)](Database& database) {
    return database.keep_signatures(signatures);
  });
}

Task<Result<std::vector<PictureSignature>>> Store::signatures(std::string key_hash,
                                                              std::vector<std::string> sha256) {
  return read([key = std::move(key_hash), hashes = std::move(sha256)](Database& database) {
    return database.signatures(key, hashes);
  });
}

Task<Status> Store::forget_signatures(Micros before) {
  return write([before](Database& database) { return database.forget_signatures(before); });
}

Task<Result<std::vector<Generation>>> Store::running() {
  return read([](Database& database) { return database.running(); });
}

Task<Result<int>> Store::expire_pictures(Micros now, int at_most, RemoveFile remove) {
  return write([now, at_most, remove = std::move(remove)](Database& database) {
    return database.expire_pictures(now, at_most, remove);
  });
}

Task<Status> Store::forget_idempotency(Micros before) {
  return write([before](Database& database) { return database.forget_idempotency(before); });
}

}  // namespace easel::store
