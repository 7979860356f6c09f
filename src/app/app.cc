#include "app/app.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <malloc.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "api/callbacks.h"
#include "api/font_shelf.h"
#include "api/forget.h"
#include "api/generate.h"
#include "api/house.h"
#include "api/own_keys.h"
#include "api/resume.h"
#include "api/routes.h"
#include "api/stored_presets.h"
#include "app/address.h"
#include "app/catalog.h"
#include "app/imports.h"
#include "app/reload.h"
#include "app/servers.h"
#include "base/ids.h"
#include "base/log.h"
#include "fleet/redis_limits.h"
#include "http/server.h"
#include "pages/door.h"
#include "pages/links.h"
#include "pages/routes.h"
#include "runtime/loop.h"

namespace easel::app {
namespace {

constexpr int kQueuedComputations = 1000;
constexpr int kReaders = 2;  // connections that only read

// One process serves a data folder; the command line may write beside it.
class FolderLock {
 public:
  static Result<FolderLock> take(const std::string& folder) {
    std::string path = folder + "/serve.lock";
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
      return fail(ErrorKind::unavailable,
                  fmt::format("The data folder {} cannot be made: {}.", folder, strerror(errno)));
    int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
      return fail(ErrorKind::unavailable,
                  fmt::format("{} cannot be written: {}.", path, strerror(errno)));
    FolderLock lock(fd);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0)
      return fail(ErrorKind::unavailable, fmt::format("Another Easel already serves {}.", folder));
    return lock;
  }
  FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  ~FolderLock() {
    if (fd_ >= 0) ::close(fd_);
  }

 private:
  explicit FolderLock(int fd) : fd_(fd) {}
  int fd_;
};

std::int64_t memory_budget(const Config& config) {
  if (config.memory_budget_mb > 0) return std::int64_t{config.memory_budget_mb} << 20;
  auto pages = ::sysconf(_SC_PHYS_PAGES), page = ::sysconf(_SC_PAGE_SIZE);
  return pages > 0 && page > 0 ? std::int64_t{pages} * page / 2 : std::int64_t{1} << 30;
}

// What seals the credentials of teams.
Vault::KeySource byok_key(const Config& config) {
  const char* given = std::getenv("EASEL_BYOK_KEY");
  return {
      .given = given ? given : "",
      .file = config.byok_key_file.empty() ? config.folder + "/byok.key" : config.byok_key_file};
}

// Which of several servers on one database this is: told by its data folder, for there lies what it
// began.
Result<std::string> node_of(const std::string& data) {
  auto path = data + "/node";
  std::string name;
  std::ifstream(path) >> name;
  if (!name.empty()) return name;
  name = "node-" + random_alphanumeric(16);
  std::ofstream file(path);
  file << name << std::endl;
  if (!file) return fail(ErrorKind::unavailable, path + " cannot be written.");
  return name;
}

// What all loops share. Built first, destroyed last.
struct Shared {
  FolderLock lock;
  Config config;
  gateway::SharedCatalog catalog;
  std::unique_ptr<store::SqlRunner> sql;
  std::unique_ptr<IoThreads> io_threads;
  std::unique_ptr<Workers> workers;
  std::unique_ptr<media::Disk> disk;
  api::Settings settings;
  store::Store store{*sql};
  drive::Jobs jobs{};
  api::FontShelf fonts{};
  std::shared_ptr<drive::KeyVersions> key_versions = std::make_shared<drive::KeyVersions>();
  std::unique_ptr<fleet::Limits> limits;
  Reload reload{config, catalog, *limits};
  fleet::Health health{};
  fleet::RetryBudget retries{};
  ByteBudget budget{memory_budget(config)};
  Metrics metrics{};
  api::Renditions renditions{*disk, *workers, budget, std::uint64_t(config.renditions_mb) << 20};
  api::MediaRoom room{config.max_media_bytes};
  pages::Guard guard{};
  api::OwnKeys own_keys{byok_key(config)};
  std::atomic<bool> draining{false};

  static Result<std::unique_ptr<Shared>> open(const std::string& data);
};

Result<std::unique_ptr<Shared>> Shared::open(const std::string& data) {
  auto lock = TRY(FolderLock::take(data));
  auto config = TRY(read_config(data));
  auto catalog = TRY(connected_catalog(config));
  auto uri = store_uri(config);
  store::OpenOptions opening;
  if (store::is_postgresql(uri)) opening.node = TRY(node_of(data));
  auto sql = TRY(store::make_sql_threads(uri, kReaders, opening));
  auto io_threads = make_io_threads(4);
  auto parts = opening.node.empty() ? std::string("parts") : "parts-" + opening.node;
  auto disk = TRY(media::make_disk(media_folder(config), *io_threads, parts));
  auto workers = make_workers(config.workers, kQueuedComputations);
  auto redis = TRY(limits_uri(config));
  auto limits = redis.empty() ? fleet::make_limits(config.limits)
                              : fleet::make_redis_limits(redis, config.limits);
  auto moderation = TRY(moderation_rules(config));
  api::Settings settings{
      .keeping = {.max_picture_bytes = std::uint64_t(config.max_picture_mb) << 20,
                  .keep_pictures = std::chrono::hours(config.keep_pictures_hours)},
      .fetch = {.allow_private = config.fetch_private,
                .most_bytes = std::uint64_t(config.fetch_max_mb) << 20},
      .moderation = std::move(moderation),
      .public_url = config.public_url,
      .keys = key_settings(config),
      .enforce_credits = config.enforce_credits,
      .implicit_replay = config.implicit_replay,
      .finish_exact = config.finish_exact,
      .finish_format = config.finish_format};
  return std::unique_ptr<Shared>(new Shared{.lock = std::move(lock),
                                            .config = config,
                                            .catalog = gateway::SharedCatalog(std::move(catalog)),
                                            .sql = std::move(sql),
                                            .io_threads = std::move(io_threads),
                                            .workers = std::move(workers),
                                            .disk = std::move(disk),
                                            .settings = settings,
                                            .limits = std::move(limits)});
}

// What belongs to one loop.
struct Unit {
  Loop& loop;
  std::unique_ptr<http::Client> client;
  drive::KeyCache keys;
  api::StoredPresets presets;
  api::House house;
  http::Router router;
  std::unique_ptr<http::Server> server;

  Unit(Loop& l, Shared& shared)
      : loop(l),
        client(http::make_client(l, shared.config.proxy)),
        keys(shared.store, l.clock(), shared.key_versions),
        presets(shared.store, l.clock()),
        house{.executor = l.executor(),
              .clock = l.clock(),
              .client = *client,
              .workers = *shared.workers,
              .store = shared.store,
              .disk = *shared.disk,
              .jobs = shared.jobs,
              .keys = keys,
              .limits = *shared.limits,
              .health = shared.health,
              .retries = shared.retries,
              .budget = shared.budget,
              .metrics = shared.metrics,
              .renditions = shared.renditions,
              .room = shared.room,
              .catalog = shared.catalog,
              .settings = shared.settings,
              .draining = shared.draining,
              .presets = &presets,
              .own_keys = &shared.own_keys,
              .fonts = &shared.fonts},
        router(api::make_routes(house)) {
    pages::add_routes(router, house, shared.guard);
  }
};

Task<> refresh_keys(Unit& unit) {
  for (;;) {
    co_await unit.keys.refresh();
    co_await unit.loop.clock().sleep(std::chrono::milliseconds(500));
  }
}

// Pictures past their time, what was signed long ago, and the idempotency keys that could still ask
// for them.
Task<> forget_what_is_old(Shared& shared, Clock& clock) {
  constexpr int kAtOnce = 100;
  constexpr std::chrono::microseconds kSignatures = std::chrono::days(30);
  auto idempotency = std::max<std::chrono::microseconds>(std::chrono::days(7),
                                                         shared.settings.keeping.keep_pictures);
  auto remove = api::remover(*shared.disk, shared.renditions);
  for (;;) {
    auto now = clock.wall().time_since_epoch().count();
    auto gone = co_await shared.store.expire_pictures(now, kAtOnce, remove);
    if (!gone) log::error("old pictures could not be removed: {}", gone.error().message);
    auto forgotten = co_await shared.store.forget_idempotency(now - idempotency.count());
    if (!forgotten) log::error("old idempotency keys stay: {}", forgotten.error().message);
    auto words = co_await shared.store.write(
        [now](store::Database& database) { return database.forget_contents(now); });
    if (!words) log::error("old prompts stay: {}", words.error().message);
    auto dropped = co_await shared.store.forget_signatures(now - kSignatures.count());
    if (!dropped) log::error("old signatures stay: {}", dropped.error().message);
    bool more = gone && *gone == kAtOnce;
    co_await clock.sleep(more ? std::chrono::milliseconds(100) : std::chrono::hours(1));
  }
}

// Lets what runs finish, up to the drain limit, then stops everything.
Task<> drain(Shared& shared, Loops& loops, std::vector<std::unique_ptr<Unit>>& units) {
  Clock& clock = loops.at(0).clock();
  auto deadline = clock.now() + std::chrono::seconds(shared.config.drain_seconds);
  auto busy = [&] { return shared.jobs.count() > 0; };
  while (busy() && clock.now() < deadline) co_await clock.sleep(std::chrono::milliseconds(50));
  if (busy()) log::warn("{} generations had to be stopped", shared.jobs.count());
  shared.jobs.stop_all();
  auto last = clock.now() + std::chrono::seconds(2);
  while (busy() && clock.now() < last) co_await clock.sleep(std::chrono::milliseconds(20));
  // The answers of what has just ended still have to leave.
  auto told = std::max(deadline, clock.now() + std::chrono::seconds(5));
  for (;;) {
    int open = 0;
    for (auto& unit : units) open += unit->server->connections();
    if (open == 0 || clock.now() > told) break;
    co_await clock.sleep(std::chrono::milliseconds(20));
  }
  loops.stop();
}

void begin_drain(Shared& shared, Loops& loops, std::vector<std::unique_ptr<Unit>>& units) {
  if (shared.draining.exchange(true)) {  // asked twice: at once
    loops.stop();
    return;
  }
  if (!units.front()->server) {  // still recovering: nothing runs, and the next start goes on
    loops.stop();
    return;
  }
  log::info("draining: {} generations are running", shared.jobs.count());
  for (auto& unit : units) unit->loop.post([unit = unit.get()] { unit->server->drain(); });
  spawn(loops.at(0).executor(), "drain", drain(shared, loops, units));
}

// One server a loop, on one address.
Status listen_all(std::vector<std::unique_ptr<Unit>>& units,
                  boost::asio::ip::tcp::endpoint endpoint, int max_body_mb) {
  http::ServerLimits limits{.max_body_bytes = std::uint64_t(max_body_mb) << 20};
  for (auto& unit : units) {
    unit->server = TRY(
        http::Server::listen(unit->loop, endpoint, limits, pages::door(unit->house, unit->router)));
    endpoint = unit->server->endpoint();  // the first one settles which port 0 means
  }
  return {};
}

// Before anybody can ask: from then on they do not change.
Task<Status> read_secrets(Shared& shared) {
  auto pictures = co_await shared.store.secret("pictures", random_alphanumeric(48));
  shared.settings.picture_secret = CO_TRY(std::move(pictures));
  auto callbacks = co_await shared.store.secret("callbacks", random_alphanumeric(48));
  shared.settings.callback_secret = CO_TRY(std::move(callbacks));
  auto members = co_await shared.store.secret("members", random_alphanumeric(48));
  shared.settings.member_secret = CO_TRY(std::move(members));
  co_return co_await shared.own_keys.load(shared.store);
}

// An Easel that nobody has signed in to yet says how.
Task<> print_first_link(Shared& shared, Clock& clock, std::string origin) {
  if (!shared.config.public_url.empty()) origin = shared.config.public_url;
  auto now = clock.wall().time_since_epoch().count();
  auto made =
      co_await shared.store.write([origin, now](store::Database& database) -> Result<std::string> {
        auto members = TRY(database.members());
        return members.empty() ? pages::owner_link(database, origin, now) : std::string();
      });
  if (made && !made->empty())
    fmt::print(stderr, "The pages, for you to open once within 15 minutes: {}\n", *made);
}

Task<> reload_now(Shared& shared) {
  (void)co_await shared.io_threads->run([&shared]() -> Status {
    shared.reload.now();
    return {};
  });
}

// At the first start, when nobody has a key yet: what will be kept of what they ask.
Task<> tell_defaults(Shared& shared, Clock& clock) {
  auto now = clock.wall().time_since_epoch().count();
  auto keys = co_await shared.store.read(
      [now](store::Database& database) { return database.list_keys(now); });
  if (!keys || !keys->empty()) co_return;
  auto hours = shared.config.keep_pictures_hours;
  fmt::print(stderr,
             "What is kept: no prompts, unless a key logs; pictures {}; what was spent, for ever.\n"
             "New keys may spend {} on models that cost something; the painter costs nothing.\n"
             "easel.toml and `easel keys set` change that (docs/accounts.md).\n",
             hours == 0 ? std::string("until deleted") : fmt::format("for {} hours", hours),
             shared.config.key_limit == "none" ? std::string("without limit")
                                               : fmt::format("${} {}", shared.config.key_limit,
                                                             shared.config.key_limit_reset.empty()
                                                                 ? "in all"
                                                                 : shared.config.key_limit_reset));
}

Task<> start(Shared& shared, Loops& loops, std::vector<std::unique_ptr<Unit>>& units,
             boost::asio::ip::tcp::endpoint endpoint, Status& result) {
  auto catalog = shared.catalog.get();
  auto recovered = co_await api::recover(shared.store, *shared.disk, loops.at(0).clock(), *catalog,
                                         shared.settings.keeping, shared.settings.moderation.after);
  Status ready = recovered ? Status{} : Status(std::unexpected(recovered.error()));
  if (ready) ready = co_await read_secrets(shared);
  if (ready) result = listen_all(units, endpoint, shared.config.max_body_mb);
  if (!ready) result = ready;
  if (!result) {
    loops.stop();
    co_return;
  }
  auto at = units.front()->server->endpoint();
  auto host =
      at.address().is_v6() ? "[" + at.address().to_string() + "]" : at.address().to_string();
  fmt::print("Easel {} listening on http://{}:{}\n", EASEL_VERSION, host, at.port());
  std::fflush(stdout);
  spawn(
      loops.at(0).executor(), "link",
      print_first_link(shared, loops.at(0).clock(), fmt::format("http://{}:{}", host, at.port())));
  spawn(loops.at(0).executor(), "defaults", tell_defaults(shared, loops.at(0).clock()));
  for (auto& unit : units)
    unit->loop.post(
        [unit = unit.get()] { spawn(unit->loop.executor(), "keys", refresh_keys(*unit)); });
  for (auto& generation : *recovered)
    spawn(loops.at(0).executor(), "resume",
          api::resume(units.front()->house, std::move(generation)));
  spawn(loops.at(0).executor(), "files",
        watch_files(shared.reload, *shared.io_threads, loops.at(0).clock()));
  spawn(loops.at(0).executor(), "imports",
        keep_importing({.folder = shared.config.folder,
                        .client = *units.front()->client,
                        .threads = *shared.io_threads,
                        .clock = loops.at(0).clock(),
                        .catalog = shared.catalog},
                       [&shared] { return shared.reload.config(); }));
  spawn(loops.at(0).executor(), "callbacks", api::post_callbacks(units.front()->house));
  spawn(loops.at(0).executor(), "retention", forget_what_is_old(shared, loops.at(0).clock()));
}

}  // namespace

Status serve(const ServeOptions& options) {
  // What a picture holds on its way comes and goes in pieces of 16 to 64 KiB. Taken from the heap
  // they fragment it, and hundreds of slow readers would keep it all; as mappings of their own they
  // go back to the machine at once. Measured: 390 KiB a reader became 110.
  mallopt(M_MMAP_THRESHOLD, 16 * 1024);
  auto endpoint = TRY(parse_listen(options.listen));
  auto shared = TRY(Shared::open(options.data));
  int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  Loops loops(shared->config.loops > 0 ? shared->config.loops : cores);
  std::vector<std::unique_ptr<Unit>> units;
  for (int i = 0; i < loops.size(); ++i)
    units.push_back(std::make_unique<Unit>(loops.at(i), *shared));

  auto engines = make_engines(loops.at(0), shared->config);
  for (auto& unit : units) unit->house.engines = &engines;

  Status result{};
  on_signals(loops.at(0), {SIGTERM, SIGINT}, [&] { begin_drain(*shared, loops, units); });
  on_signals(loops.at(0), {SIGHUP},
             [&] { spawn(loops.at(0).executor(), "reload", reload_now(*shared)); });
  spawn(loops.at(0).executor(), "start", start(*shared, loops, units, endpoint, result));
  loops.run();
  log::flush();
  if (!result) return result;
  // What is still suspended on the loops refers to the units and they to the loops, so there is no
  // order in which to take them down; everything that must survive is on the disk already.
  std::_Exit(0);
}

Result<std::unique_ptr<store::Database>> open_store(const std::string& data) {
  return store::Database::open(store_uri(TRY(read_config(data))));
}

Result<std::string> find_media(const std::string& data) {
  return media_folder(TRY(read_config(data)));
}

Status check_is_file(const std::string& data) {
  auto config = TRY(read_config(data));
  if (!store::is_postgresql(store_uri(config))) return {};
  return fail(ErrorKind::unavailable,
              "These accounts are in PostgreSQL: back them up with pg_dump, and then copy " +
                  media_folder(config) + ".");
}

Result<cli::Setup> read_setup(const std::string& data) {
  auto config = TRY(read_config(data));
  auto catalog = TRY(connected_catalog(config));
  return cli::Setup{.data = data,
                    .catalog = std::move(catalog),
                    .proxy = config.proxy,
                    .store = store_uri(config)};
}

}  // namespace easel::app
