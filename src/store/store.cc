#include "store/store.h"

#include <utility>

namespace easel::store {
namespace {

using Work = std::move_only_function<Status(Database&)>;

// The answer lives on the heap: the thread that runs `fn` may outlive the awaiting frame.
template <class T>
using Answer = std::shared_ptr<std::optional<T>>;

template <class T, class F>
Work keeping(Answer<T> answer, F fn) {
  return [answer = std::move(answer), fn = std::move(fn)](Database& database) -> Status {
    auto result = fn(database);
    if (!result) return fail(std::move(result).error());
    answer->emplace(std::move(*result));
    return {};
  };
}

template <class T, class F>
Task<Result<T>> writing(SqlRunner& runner, F fn) {
  auto answer = std::make_shared<std::optional<T>>();
  Status status = co_await runner.write(keeping<T>(answer, std::move(fn)));
  if (!status) co_return fail(std::move(status).error());
  co_return std::move(**answer);
}

template <class T, class F>
Task<Result<T>> reading(SqlRunner& runner, F fn) {
  auto answer = std::make_shared<std::optional<T>>();
  Status status = co_await runner.read(keeping<T>(answer, std::move(fn)));
  if (!status) co_return fail(std::move(status).error());
  co_return std::move(**answer);
}

}  // namespace

Task<Result<Key>> Store::create_key(NewKey key, Micros now) {
  return writing<Key>(runner_, [key = std::move(key), now](Database& database) {
    return database.create_key(key, now);
  });
}

Task<Result<std::optional<Key>>> Store::find_key(std::string hash, Micros now) {
  return reading<std::optional<Key>>(runner_, [hash = std::move(hash), now](Database& database) {
    return database.find_key(hash, now);
  });
}

Task<Result<std::vector<Key>>> Store::list_keys(Micros now) {
  return reading<std::vector<Key>>(runner_,
                                   [now](Database& database) { return database.list_keys(now); });
}

Task<Result<Key>> Store::revoke_key(std::string which, Micros now) {
  return writing<Key>(runner_, [which = std::move(which), now](Database& database) {
    return database.revoke_key(which, now);
  });
}

Task<Result<std::int64_t>> Store::key_epoch() {
  return reading<std::int64_t>(runner_, [](Database& database) { return database.key_epoch(); });
}

Task<Result<HoldAnswer>> Store::hold(Hold hold) {
  return writing<HoldAnswer>(
      runner_, [hold = std::move(hold)](Database& database) { return database.hold(hold); });
}

Task<Status> Store::save_resume(std::string generation_id, std::string token) {
  return runner_.write([id = std::move(generation_id), token = std::move(token)](
                           Database& database) { return database.save_resume(id, token); });
}

Task<Status> Store::add_picture(std::string generation_id, Picture picture) {
  return runner_.write([id = std::move(generation_id), picture = std::move(picture)](
                           Database& database) { return database.add_picture(id, picture); });
}

Task<Result<Generation>> Store::settle(Settlement settlement) {
  return writing<Generation>(runner_, [settlement = std::move(settlement)](Database& database) {
    return database.settle(settlement);
  });
}

Task<Result<std::optional<Generation>>> Store::find_generation(std::string id) {
  return reading<std::optional<Generation>>(
      runner_, [id = std::move(id)](Database& database) { return database.find_generation(id); });
}

Task<Result<std::vector<Picture>>> Store::pictures(std::string generation_id) {
  return reading<std::vector<Picture>>(
      runner_,
      [id = std::move(generation_id)](Database& database) { return database.pictures(id); });
}

Task<Result<std::optional<Picture>>> Store::find_picture(std::string owner, std::string sha256) {
  return reading<std::optional<Picture>>(
      runner_, [owner = std::move(owner), sha = std::move(sha256)](Database& database) {
        return database.find_picture(owner, sha);
      });
}

Task<Result<std::string>> Store::secret(std::string name, std::string fresh) {
  return writing<std::string>(
      runner_, [name = std::move(name), fresh = std::move(fresh)](Database& database) {
        return database.secret(name, fresh);
      });
}

Task<Result<std::vector<Callback>>> Store::due_callbacks(Micros now, int at_most) {
  return reading<std::vector<Callback>>(
      runner_, [now, at_most](Database& database) { return database.due_callbacks(now, at_most); });
}

Task<Status> Store::update_callback(Callback callback) {
  return runner_.write([callback = std::move(callback)](Database& database) {
    return database.update_callback(callback);
  });
}

Task<Result<std::vector<Attempt>>> Store::attempts(std::string generation_id) {
  return reading<std::vector<Attempt>>(
      runner_,
      [id = std::move(generation_id)](Database& database) { return database.attempts(id); });
}

Task<Status> Store::keep_signatures(std::vector<PictureSignature> signatures) {
  return runner_.write([signatures = std::move(signatures)](Database& database) {
    return database.keep_signatures(signatures);
  });
}

Task<Result<std::vector<PictureSignature>>> Store::signatures(std::string key_hash,
                                                              std::vector<std::string> sha256) {
  return reading<std::vector<PictureSignature>>(
      runner_, [key = std::move(key_hash), hashes = std::move(sha256)](Database& database) {
        return database.signatures(key, hashes);
      });
}

Task<Status> Store::forget_signatures(Micros before) {
  return runner_.write([before](Database& database) { return database.forget_signatures(before); });
}

Task<Result<std::vector<Generation>>> Store::running() {
  return reading<std::vector<Generation>>(runner_,
                                          [](Database& database) { return database.running(); });
}

Task<Result<int>> Store::expire_pictures(Micros now, int at_most, RemoveFile remove) {
  return writing<int>(runner_, [now, at_most, remove = std::move(remove)](Database& database) {
    return database.expire_pictures(now, at_most, remove);
  });
}

Task<Status> Store::forget_idempotency(Micros before) {
  return runner_.write(
      [before](Database& database) { return database.forget_idempotency(before); });
}

}  // namespace easel::store
