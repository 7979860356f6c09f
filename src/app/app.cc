#include "app/app.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <malloc.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "api/callbacks.h"
#include "api/generate.h"
#include "api/house.h"
#include "api/resume.h"
#include "api/routes.h"
#include "app/address.h"
#include "base/ids.h"
#include "base/log.h"
#include "http/server.h"
#include "runtime/loop.h"

namespace easel::app {
namespace {

constexpr int kQueuedComputations = 1000;

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

// A server of the operator's own: its models are "slug/name" here.
Status add_server(gateway::Catalog& catalog, const std::string& slug,
                  const Config::Provider& settings) {
  bool pictures = settings.dialect == "openai_images";
  bool known = pictures || settings.dialect == "openai_chat";
  if (!known || settings.base_url.empty() || settings.models.empty())
    return fail(invalid("", fmt::format("easel.toml: [providers.{}] needs dialect = "
                                        "\"openai_chat\" or \"openai_images\", a base_url and a "
                                        "list of models.",
                                        slug)));
  auto switches = settings.switches;
  if (pictures) switches.insert({{"ask_b64", "yes"}, {"seed", "yes"}});
  catalog.add(gateway::Provider{.slug = slug,
                                .name = slug,
                                .dialect = settings.dialect,
                                .base_url = settings.base_url,
                                .key_variable = settings.key_variable,
                                .switches = std::move(switches)});
  for (const auto& name : settings.models) {
    gateway::Model model{
        .id = slug + "/" + name,
        .name = slug + ": " + name,
        .description = "Served by " + slug + ".",
        .input_modalities = {"text", "image"},
        .output_modalities = {"text"},
        .supported_parameters = {"max_tokens", "temperature", "top_p", "stop", "seed", "tools",
                                 "tool_choice", "response_format"},
        .pricing = {{"prompt", "0"}, {"completion", "0"}}};
    gateway::Endpoint endpoint{.provider = slug, .model_name = name};
    if (pictures) {
      model.output_modalities = {"image"};
      model.supported_parameters = {"seed"};
      endpoint.capabilities = {
          .pixels = true, .max_pixels_side = 4096, .n_max = 8, .references_max = 16, .seed = true};
      for (auto ratio : gateway::known_ratios())
        endpoint.capabilities.aspect_ratios.emplace_back(ratio);
      for (auto tier : gateway::known_tiers()) endpoint.capabilities.sizes.emplace_back(tier);
    }
    model.endpoints.push_back(std::move(endpoint));
    catalog.add(std::move(model));
  }
  return {};
}

// The catalog with every provider connected that has what it needs.
Result<gateway::Catalog> connected_catalog(const Config& config) {
  auto catalog = TRY(gateway::Catalog::builtin());
  for (const auto& [slug, settings] : config.providers) {
    if (catalog.provider(slug)) continue;
    if (settings.dialect.empty()) TRY(catalog.connect(slug, "", ""));  // says which are known
    TRY(add_server(catalog, slug, settings));
  }
  auto providers = catalog.providers();
  for (const auto& provider : providers) {
    auto settings = config.providers.find(provider.slug);
    bool configured = settings != config.providers.end();
    if (configured && !settings->second.enabled) continue;
    std::string variable = configured && !settings->second.key_variable.empty()
                               ? settings->second.key_variable
                               : provider.key_variable;
    const char* credential = variable.empty() ? "" : std::getenv(variable.c_str());
    if (!credential || (!variable.empty() && !*credential)) continue;
    TRY(catalog.connect(provider.slug, credential, configured ? settings->second.base_url : ""));
  }
  if (!config.fallback_image_model.empty() && !catalog.find(config.fallback_image_model))
    return fail(invalid("", fmt::format("easel.toml: fallback.image_model \"{}\" is not a model; "
                                        "the built-in one is easel/painter-1.",
                                        config.fallback_image_model)));
  return catalog;
}

// What all loops share. Built first, destroyed last.
struct Shared {
  FolderLock lock;
  Config config;
  gateway::Catalog catalog;
  std::unique_ptr<store::SqlRunner> sql;
  std::unique_ptr<IoThreads> io_threads;
  std::unique_ptr<Workers> workers;
  std::unique_ptr<media::Disk> disk;
  api::Settings settings;
  store::Store store{*sql};
  drive::Jobs jobs{};
  std::shared_ptr<drive::KeyVersions> key_versions = std::make_shared<drive::KeyVersions>();
  fleet::Limits limits{config.limits};
  fleet::Health health{};
  ByteBudget budget{memory_budget(config)};
  Metrics metrics{};
  api::Renditions renditions{*disk, *workers, budget, std::uint64_t(config.renditions_mb) << 20};
  std::atomic<bool> draining{false};

  static Result<std::unique_ptr<Shared>> open(const std::string& data);
};

Result<std::unique_ptr<Shared>> Shared::open(const std::string& data) {
  auto lock = TRY(FolderLock::take(data));
  auto config = TRY(read_config(data));
  auto catalog = TRY(connected_catalog(config));
  auto sql = TRY(store::make_sql_threads(data + "/easel.db", 2));
  auto io_threads = make_io_threads(4);
  auto disk = TRY(media::make_disk(data + "/media", *io_threads));
  auto workers = make_workers(config.workers, kQueuedComputations);
  api::Settings settings{
      .fallback_image_model = config.fallback_image_model,
      .keeping = {.max_picture_bytes = std::uint64_t(config.max_picture_mb) << 20,
                  .keep_pictures = std::chrono::hours(config.keep_pictures_hours)},
      .fetch = {.allow_private = config.fetch_private,
                .most_bytes = std::uint64_t(config.fetch_max_mb) << 20},
      .public_url = config.public_url};
  return std::unique_ptr<Shared>(new Shared{.lock = std::move(lock),
                                            .config = config,
                                            .catalog = std::move(catalog),
                                            .sql = std::move(sql),
                                            .io_threads = std::move(io_threads),
                                            .workers = std::move(workers),
                                            .disk = std::move(disk),
                                            .settings = settings});
}

// What belongs to one loop.
struct Unit {
  Loop& loop;
  std::unique_ptr<http::Client> client;
  drive::KeyCache keys;
  api::House house;
  http::Router router;
  std::unique_ptr<http::Server> server;

  Unit(Loop& l, Shared& shared)
      : loop(l),
        client(http::make_client(l, shared.config.proxy)),
        keys(shared.store, l.clock(), shared.key_versions),
        house{.executor = l.executor(),
              .clock = l.clock(),
              .client = *client,
              .workers = *shared.workers,
              .store = shared.store,
              .disk = *shared.disk,
              .jobs = shared.jobs,
              .keys = keys,
              .limits = shared.limits,
              .health = shared.health,
              .budget = shared.budget,
              .metrics = shared.metrics,
              .renditions = shared.renditions,
              .catalog = shared.catalog,
              .settings = shared.settings,
              .draining = shared.draining},
        router(api::make_routes(house)) {}
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
  auto remove = [&shared](const std::string& path) -> Status {
    TRY(shared.disk->remove_now(path));
    auto hash = std::filesystem::path(path).stem().string();  // pictures are named by it
    return shared.renditions.remove_now(hash);
  };
  for (;;) {
    auto now = clock.wall().time_since_epoch().count();
    auto gone = co_await shared.store.expire_pictures(now, kAtOnce, remove);
    if (!gone) log::error("old pictures could not be removed: {}", gone.error().message);
    auto forgotten = co_await shared.store.forget_idempotency(now - idempotency.count());
    if (!forgotten) log::error("old idempotency keys stay: {}", forgotten.error().message);
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
    unit->server = TRY(http::Server::listen(unit->loop, endpoint, limits, unit->router.handler()));
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
  co_return Status{};
}

Task<> start(Shared& shared, Loops& loops, std::vector<std::unique_ptr<Unit>>& units,
             boost::asio::ip::tcp::endpoint endpoint, Status& result) {
  auto recovered = co_await api::recover(shared.store, *shared.disk, loops.at(0).clock(),
                                         shared.catalog, shared.settings.keeping);
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
  for (auto& unit : units)
    unit->loop.post(
        [unit = unit.get()] { spawn(unit->loop.executor(), "keys", refresh_keys(*unit)); });
  for (auto& generation : *recovered)
    spawn(loops.at(0).executor(), "resume",
          api::resume(units.front()->house, std::move(generation)));
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

  Status result{};
  on_termination_signal(loops.at(0), [&] { begin_drain(*shared, loops, units); });
  spawn(loops.at(0).executor(), "start", start(*shared, loops, units, endpoint, result));
  loops.run();
  log::flush();
  if (!result) return result;
  // What is still suspended on the loops refers to the units and they to the loops, so there is no
  // order in which to take them down; everything that must survive is on the disk already.
  std::_Exit(0);
}

}  // namespace easel::app
