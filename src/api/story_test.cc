#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include "api/again.h"
#include "api/images.h"
#include "api/responses.h"
#include "api/simulation.h"
#include "base/base64.h"
#include "base/hash.h"
#include "base/log.h"
#include "wire/json.h"

// A thousand stories, each from one seed: clients at three doors, an upstream that fails in every
// way it can, people who leave, a power cut, a second life in which they come again. Whatever
// happens, these hold:
//   no hold is left, and the holds and releases of a generation sum to zero
//   what was charged is what upstream took, once for each idempotency key; a failure costs nothing
//   a picture that a client was told of can still be read after the power cut
//   a job that was accepted can be asked for after the power cut
//   a client that repeats its key gets the same generation, and nothing is submitted again
namespace easel::api::sim {
namespace {

const std::string kSecret = "sk-easel-v1-" + std::string(64, 'a');

struct Client {
  std::string mark;
  std::string idempotency_key{};
  bool stream = false;
  bool later = false;  // asks for a job
  std::unique_ptr<SimRequest> request{};
  std::unique_ptr<SimResponse> response{};

  gateway::Door door = gateway::Door::chat;

  std::string_view path() const {
    if (door == gateway::Door::images) return "/images";
    return door == gateway::Door::responses ? "/responses" : "/chat/completions";
  }

  std::string body() const {
    if (door == gateway::Door::images)
      return fmt::format(R"({{"model":"openai/gpt-image-1","prompt":"{}","stream":{}}})", mark,
                         stream);
    if (door == gateway::Door::responses)
      return fmt::format(R"({{"model":"google/gemini-2.5-flash-image","input":"{}","stream":{}}})",
                         mark, stream);
    return fmt::format(
        R"({{"model":"google/gemini-2.5-flash-image","messages":[{{"role":"user","content":"{}"}}],)"
        R"("modalities":["image","text"],"stream":{},"x_unknown":[1]}})",
        mark, stream);
  }
  // With the whole answer to a generation that was done; a stream may also tell of a failure.
  bool answered() const {
    if (!response || !response->whole || response->status() != 200) return false;
    for (auto failure :
         {R"("finish_reason":"error")", R"("type":"error")", R"("type":"response.failed")"})
      if (response->body.contains(failure)) return false;
    return true;
  }
};

// The hashes of the pictures in an answer, streamed or not.
std::vector<std::string> pictures_in(const std::string& body) {
  std::vector<std::string> found;
  for (std::string_view prefix : {"data:image/png;base64,", R"("b64_json":")"})
    for (auto at = body.find(prefix); at != body.npos; at = body.find(prefix, at)) {
      at += prefix.size();
      auto end = body.find('"', at);
      if (end == body.npos) break;
      found.push_back(to_hex(sha256(base64_decode(body.substr(at, end - at)).value_or("?"))));
    }
  return found;
}

Task<> serve(Life& life, Client& client) {
  static const ChatDoor chat;
  static const ImageDoor images(ImageDialect::openrouter);
  static const ResponsesDoor responses;
  const Door& door = client.door == gateway::Door::images      ? static_cast<const Door&>(images)
                     : client.door == gateway::Door::responses ? static_cast<const Door&>(responses)
                                                               : chat;
  co_await generate(*life.house, door, *client.request, *client.response);
}

Task<> leave_later(Clock& clock, SimRequest& request, Duration after) {
  co_await clock.sleep(after);
  request.leave();
}

Task<> arrive(Clock& clock, Life& life, Client& client, Duration after) {
  co_await clock.sleep(after);
  co_await serve(life, client);
}

Task<> recover_into(Life& life, const gateway::Catalog& catalog, bool& good) {
  auto status =
      co_await recover(life.house->store, life.house->disk, life.house->clock, catalog, {});
  good = status.has_value();
}

Task<> again_into(Life& life, store::Generation row, std::shared_ptr<drive::Job>& job) {
  auto told = co_await tell_again(*life.house, row);
  if (told) job = *told;
}

class World {
 public:
  explicit World(std::uint64_t seed)
      : random_(seed), disk_(clock_, seed + 11), vfs_(seed + 12), catalog_(connected()) {}

  void run() {
    plan();
    first_life();
    second_life();
    check();
  }

 private:
  static gateway::Catalog connected() {
    auto catalog = gateway::Catalog::builtin().value();
    EXPECT_TRUE(catalog.connect("openrouter", "upstream-key", "http://upstream/api/v1"));
    return catalog;
  }

  int dice(int sides) { return static_cast<int>(random_() % static_cast<unsigned>(sides)); }

  Fate any_fate() {
    Fate fate{.pictures = 1 + dice(2),
              .picture_bytes = static_cast<std::size_t>(1 + dice(dice(4) == 0 ? 200'000 : 5000)),
              .cost = Money::nano(1'000'000 + dice(50'000'000))};
    switch (dice(10)) {
      case 0:
        fate.kind = Fate::Kind::refused;
        break;
      case 1:
        fate.kind = Fate::Kind::status;
        fate.status = dice(2) ? 429 : 500;
        break;
      case 2:
        fate.kind = Fate::Kind::cut;
        fate.cut_at = static_cast<std::size_t>(dice(8000));
        break;
      case 3:
        fate.kind = Fate::Kind::broken_picture;
        break;
      case 4:
        fate.kind = Fate::Kind::text_only;
        break;
      default:
        break;
    }
    return fate;
  }

  void plan() {
    int count = 1 + dice(5);
    for (int i = 0; i < count; ++i) {
      Client client{.mark = fmt::format("client {}", i), .stream = dice(2) == 0};
      client.door = std::array{gateway::Door::chat, gateway::Door::images,
                               gateway::Door::responses}[static_cast<std::size_t>(dice(3))];
      client.later = dice(5) == 0;
      if (dice(3) > 0) client.idempotency_key = fmt::format("key {}", i);
      for (int tries = 0; tries < 12; ++tries) upstream_.fates[client.mark].push_back(any_fate());
      clients_.push_back(std::move(client));
    }
  }

  void connect(Client& client) {
    client.request = std::make_unique<SimRequest>(clock_, kSecret, client.idempotency_key,
                                                  client.body(), random_());
    if (client.later) client.request->ask_later();
    client.response = std::make_unique<SimResponse>(clock_, *client.request, random_());
  }

  void first_life() {
    Life life(clock_, disk_, vfs_, upstream_, catalog_, random_());
    ASSERT_TRUE(life.database->create_key({.secret = kSecret, .name = "k"}, now()));
    for (auto& client : clients_) {
      connect(client);
      auto at = std::chrono::milliseconds(dice(500));
      spawn(life.io.get_executor(), "client", arrive(clock_, life, client, at));
      if (dice(4) == 0)
        spawn(life.io.get_executor(), "leaver",
              leave_later(clock_, *client.request, at + std::chrono::milliseconds(dice(800))));
    }
    bool crashes = dice(4) > 0;
    clock_.run(life.io,
               crashes ? clock_.now() + std::chrono::milliseconds(dice(1500)) : Time::max());
    for (auto& client : clients_) {
      remember(client);
      if (client.answered()) told_.push_back({client.mark, pictures_in(client.response->body)});
    }
    for (auto& generation : life.database->running().value()) generations_.push_back(generation.id);
    if (!crashes) {
      EXPECT_EQ(life.jobs.count(), 0u);
      EXPECT_EQ(life.budget.left(), life.budget.size());
    } else {
      vfs_.crash(random_());
      disk_.crash(random_());
    }
  }

  void second_life() {
    Life life(clock_, disk_, vfs_, upstream_, catalog_, random_());
    bool good = false;
    spawn(life.io.get_executor(), "recovery", recover_into(life, catalog_, good));
    clock_.run(life.io);
    ASSERT_TRUE(good);
    EXPECT_TRUE(life.database->running()->empty());
    for (const auto& [path, bytes] : disk_.files())
      EXPECT_FALSE(path.starts_with("parts/")) << path << " is left over";

    for (auto& client : clients_) fetch_job(life, client);
    for (auto& client : clients_) come_again(life, client);
    clock_.run(life.io);
    for (auto& client : clients_) remember(client);
    audit(*life.database);
  }

  // What was accepted can be asked for, whatever became of it.
  void fetch_job(Life& life, Client& client) {
    if (!client.response || client.response->status() != 202 || !client.response->whole) return;
    auto row = life.database->find_generation(client.response->headers["X-Generation-Id"]).value();
    ASSERT_TRUE(row) << "an accepted job is forgotten";
    std::shared_ptr<drive::Job> job;
    spawn(life.io.get_executor(), "again", again_into(life, *row, job));
    clock_.run(life.io);
    ASSERT_TRUE(job) << row->state << " " << row->detail;
    EXPECT_EQ(job->door, client.path());
    EXPECT_EQ(job->outcome->error.has_value(), row->state != "done");
    for (const auto& picture : job->pictures())
      EXPECT_EQ(disk_.files().count(picture.file.path), 1u) << "a job's picture is gone";
  }

  // With a key: the same request again. Without one there is nothing to repeat.
  void come_again(Life& life, Client& client) {
    if (client.idempotency_key.empty()) return;
    bool was_answered = client.answered();
    auto id = was_answered ? client.response->headers["X-Generation-Id"] : "";
    auto pictures = was_answered ? pictures_in(client.response->body) : std::vector<std::string>{};
    auto submissions = upstream_.submissions.size();
    connect(client);
    spawn(life.io.get_executor(), "client", serve(life, client));
    clock_.run(life.io);
    if (!was_answered) return;
    EXPECT_TRUE(client.answered()) << client.response->body.substr(0, 300);
    EXPECT_EQ(client.response->headers["X-Generation-Id"], id);
    EXPECT_EQ(pictures_in(client.response->body), pictures);
    EXPECT_EQ(upstream_.submissions.size(), submissions) << "submitted again";
  }

  void remember(Client& client) {
    if (!client.response) return;
    auto found = client.response->headers.find("X-Generation-Id");
    if (found == client.response->headers.end()) return;
    generations_.push_back(found->second);
    if (!client.idempotency_key.empty()) by_key_[client.idempotency_key].insert(found->second);
  }

  void audit(store::Database& database) {
    auto key = database.find_key(to_hex(sha256(kSecret)), now()).value().value();
    EXPECT_EQ(key.held, Money()) << "a hold is left";
    std::sort(generations_.begin(), generations_.end());
    generations_.erase(std::unique(generations_.begin(), generations_.end()), generations_.end());
    Money charged;
    for (const auto& id : generations_) charged += audit_one(database, id);
    EXPECT_EQ(charged, key.usage.total);
    for (const auto& [name, ids] : by_key_) {
      int paid = 0;
      for (const auto& id : ids) paid += database.find_generation(id)->value().cost > Money();
      EXPECT_LE(paid, 1) << name << " was billed twice";
    }
    for (const auto& [mark, pictures] : told_)
      for (const auto& hash : pictures)
        EXPECT_EQ(disk_.files().count("pictures/" + hash.substr(0, 2) + "/" + hash + ".png"), 1u)
            << "a picture that " << mark << " was told of is gone";
  }

  Money audit_one(store::Database& database, const std::string& id) {
    auto row = database.find_generation(id).value();
    EXPECT_TRUE(row) << id;
    if (!row) return {};
    EXPECT_NE(row->state, "running");
    Money balance, charge;
    for (const auto& entry : database.ledger(id).value()) {
      if (entry.kind == "charge")
        charge += Money() - entry.amount;
      else
        balance += entry.amount;
    }
    EXPECT_EQ(balance, Money()) << "hold and release of " << id;
    EXPECT_EQ(charge, row->cost);
    bool told_its_cost = row->detail.find(R"("completion_tokens":9)") != std::string::npos;
    if (row->state == "done" && told_its_cost) EXPECT_GT(row->cost, Money()) << id << " was free";
    if (row->state != "done") EXPECT_EQ(row->cost, Money()) << row->state << " was billed";
    for (const auto& picture : database.pictures(id).value())
      EXPECT_EQ(disk_.files().count(picture.path), 1u) << picture.path << " has a row but no file";
    return charge;
  }

  // An answer is whole, and what upstream sent is what the client got.
  void check() {
    for (auto& client : clients_) {
      if (!client.answered()) continue;
      if (client.response->promised >= 0)
        EXPECT_EQ(client.response->promised,
                  static_cast<std::int64_t>(client.response->body.size()));
      std::set<std::string> sent;
      for (const auto& submission : upstream_.submissions)
        if (submission.mark == client.mark)
          for (const auto& picture : submission.pictures) sent.insert(to_hex(sha256(picture)));
      for (const auto& hash : pictures_in(client.response->body))
        EXPECT_TRUE(sent.contains(hash)) << client.mark << " got what upstream never sent";
    }
  }

  std::int64_t now() const { return clock_.wall().time_since_epoch().count(); }

  std::mt19937_64 random_;
  SimClock clock_;
  media::SimDisk disk_;
  store::SimVfs vfs_;
  gateway::Catalog catalog_;
  Upstream upstream_;
  std::vector<Client> clients_;
  std::vector<std::string> generations_;
  std::map<std::string, std::set<std::string>> by_key_;
  struct ToldPictures {
    std::string mark;
    std::vector<std::string> pictures;
  };
  std::vector<ToldPictures> told_;
};

}  // namespace

TEST(Story, a_thousand_schedules_keep_every_promise) {
  log::set_level(log::Level::off);
  std::uint64_t rounds = std::getenv("EASEL_SHORT") ? 100 : 1000;
  const char* given = std::getenv("EASEL_SEED");
  std::uint64_t first = given ? std::strtoull(given, nullptr, 10) : 1;
  if (given) rounds = 1;
  for (std::uint64_t seed = first; seed < first + rounds; ++seed) {
    SCOPED_TRACE(fmt::format("replay with EASEL_SEED={}", seed));
    World(seed).run();
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace easel::api::sim
