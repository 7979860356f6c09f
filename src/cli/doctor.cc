#include "cli/doctor.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <memory>

#include "cli/asking.h"
#include "cli/discovery.h"
#include "cli/providers.h"
#include "providers/provider.h"
#include "store/database.h"
#include "wire/json.h"
#include "wire/json_writer.h"

namespace easel::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using Milliseconds = std::chrono::duration<double, std::milli>;

struct Finding {
  enum class Kind { ok, warn, fail } kind = Kind::ok;
  std::string what;
  std::string says;
  std::string remedy{};  // what to do, "" when nothing is
};

Finding ok(std::string what, std::string says) {
  return {Finding::Kind::ok, std::move(what), std::move(says)};
}
Finding warn(std::string what, std::string says, std::string remedy) {
  return {Finding::Kind::warn, std::move(what), std::move(says), std::move(remedy)};
}
Finding bad(std::string what, std::string says, std::string remedy) {
  return {Finding::Kind::fail, std::move(what), std::move(says), std::move(remedy)};
}

Milliseconds since(std::chrono::steady_clock::time_point start) {
  return std::chrono::steady_clock::now() - start;
}

Finding folder(const std::string& data) {
  struct stat facts{};
  if (::stat(data.c_str(), &facts) != 0)
    return warn("data folder", data + " is not there yet.",
                "The first `easel serve` makes it; --data names another one.");
  if (!S_ISDIR(facts.st_mode))
    return bad("data folder", data + " is no folder.", "Name a folder with --data.");
  if (::access(data.c_str(), W_OK | X_OK) != 0)
    return bad(
        "data folder",
        fmt::format("{} belongs to user {} and cannot be written by user {}.", data, facts.st_uid,
                    ::geteuid()),
        fmt::format("chown -R {} {}, or run Easel as user {}.", ::geteuid(), data, facts.st_uid));
  if ((facts.st_mode & 077) != 0)
    return warn("data folder", data + " can be read by other users of this machine.",
                "chmod 700 " + data);
  return ok("data folder",
            fmt::format("{} can be written, and by nobody but user {}.", data, facts.st_uid));
}

Finding configuration(const Result<Setup>& setup, const std::string& data) {
  if (!setup)
    return bad("configuration", setup.error().message, "docs/configuration.md lists all.");
  bool there = fs::exists(data + "/easel.toml");
  return ok("configuration", there ? data + "/easel.toml is read." : "Everything as it comes.");
}

Finding room(const std::string& data) {
  std::error_code none;
  auto space = fs::space(fs::exists(data) ? data : ".", none);
  if (none) return warn("disk space", "It cannot be told.", "");
  auto megabytes = space.available >> 20;
  std::string says = fmt::format("{} MB are free.", megabytes);
  if (megabytes < 200) return bad("disk space", says, "Make room, or keep pictures less long.");
  if (megabytes < 2000)
    return warn("disk space", says, "Pictures are kept for media.keep_hours; less needs less.");
  return ok("disk space", says);
}

// What one small durable write takes: every settled generation waits for one.
Finding speed(const std::string& data) {
  constexpr int kWrites = 8;
  if (!fs::is_directory(data)) return ok("disk speed", "Not measured: there is no folder yet.");
  std::string path = data + "/doctor.tmp", page(4096, 'x');
  int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0)
    return bad("disk speed", path + " cannot be written: " + std::strerror(errno) + ".",
               "See the data folder's line.");
  auto start = std::chrono::steady_clock::now();
  bool written = true;
  for (int i = 0; i < kWrites; ++i)
    written = written && ::write(file, page.data(), page.size()) == std::ssize(page) &&
              ::fsync(file) == 0;
  auto each = since(start).count() / kWrites;
  ::close(file);
  ::unlink(path.c_str());
  if (!written) return bad("disk speed", "A write did not reach the disk.", "Look at the disk.");
  std::string says = fmt::format("A durable write takes {:.1f} ms.", each);
  if (each < 50) return ok("disk speed", says);
  return warn("disk speed", says, "A local disk that is not shared makes answers come sooner.");
}

Finding database(const std::string& data, const std::string& uri) {
  if (store::is_postgresql(uri)) {
    auto reached = store::Database::reach(uri);
    if (reached) return ok("database", "PostgreSQL answers.");
    return bad("database", reached.error().message, "Look at [store] url, and at that server.");
  }
  std::string path = data + "/easel.db";
  if (!fs::exists(path)) return ok("database", "There is none yet.");
  sqlite3* opened = nullptr;
  int code = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> file(opened, sqlite3_close);
  std::string said;
  auto keep = [](void* into, int, char** columns, char**) {
    *static_cast<std::string*>(into) = columns[0] ? columns[0] : "";
    return 0;
  };
  if (code == SQLITE_OK) {
    sqlite3_busy_timeout(opened, 2000);
    code = sqlite3_exec(opened, "PRAGMA quick_check(1)", keep, &said, nullptr);
  }
  if (code == SQLITE_OK && said == "ok") return ok("database", path + " is whole.");
  return bad("database",
             path + " is damaged: " + (said.empty() ? sqlite3_errstr(code) : said) + ".",
             "Stop Easel, keep a copy of the folder, and bring back the last good easel.db.");
}

Finding address(const std::string& listen) {
  auto answer = ask_all({{"http://" + listen + "/readyz"}}, std::chrono::seconds(2)).front();
  if (answer.status == 0) return ok("address", "http://" + listen + " is free.");
  bool is_easel = answer.status == 200 && answer.body.size() < 200;
  if (is_easel) return ok("address", "An Easel answers at http://" + listen + ".");
  return warn("address", "Something else answers at http://" + listen + ".",
              "Serve on another port: easel serve --listen 127.0.0.1:8081");
}

// Through the whole of the painter, to bytes that go nowhere.
Finding painting() {
  gateway::GenerationRequest request{.wants_image = true,
                                     .image = {.pixels = gateway::Size{256, 256}}};
  request.messages.push_back({.role = "user", .parts = {{.text = "a lighthouse at dusk"}}});
  gateway::Provider provider{.slug = "easel", .name = "Easel", .dialect = "painter"};
  gateway::Endpoint endpoint{.provider = "easel"};
  gateway::Model model{.id = "easel/painter-1"};
  gateway::Candidate candidate{&model, &endpoint, &provider};
  auto exchange = providers::adapter("painter")->start(request, candidate, 1);
  auto step = exchange->next();
  auto work = std::get_if<providers::Compute>(&step);
  if (!work) return bad("painter", "It does not draw.", "Build Easel anew.");
  auto threads = make_threads(0);
  Job job{.parallel = *threads};
  std::size_t bytes = 0;
  auto start = std::chrono::steady_clock::now();
  auto drawn = work->work(job, [&](gateway::Event event) -> Status {
    if (auto data = std::get_if<gateway::PictureData>(&event)) bytes += data->bytes.size();
    return {};
  });
  if (!drawn || bytes == 0)
    return bad("painter", drawn ? "It draws nothing." : drawn.error().message, "Build Easel anew.");
  return ok("painter",
            fmt::format("A picture of 256 pixels takes {:.0f} ms.", since(start).count()));
}

void providers(const Setup& setup, std::vector<Finding>& findings) {
  std::vector<const gateway::Provider*> live;
  std::string missing;
  for (const auto& provider : setup.catalog.providers()) {
    if (provider.connected && provider.dialect != "painter") live.push_back(&provider);
    if (!provider.connected) missing += (missing.empty() ? "" : ", ") + provider.slug;
  }
  auto tested = test_providers(live, setup.proxy);
  for (std::size_t i = 0; i < live.size(); ++i) {
    std::string what = "provider " + live[i]->slug;
    bool good = tested[i].result == Tested::Result::ok || tested[i].result == Tested::Result::none;
    if (good)
      findings.push_back(ok(what, tested[i].words + "."));
    else if (tested[i].result == Tested::Result::refused)
      findings.push_back(bad(what, tested[i].words + ".",
                             "Put the right key into " + live[i]->key_variable + "."));
    else
      findings.push_back(warn(what, tested[i].words + ".", "Is it running, and is the way free?"));
  }
  if (live.empty())
    findings.push_back(ok("providers",
                          "The painter alone; `easel providers` says what else could "
                          "be."));
  else if (!missing.empty())
    findings.push_back(ok("providers", "Not connected: " + missing + "."));
}

void engines(const Result<Setup>& setup, const std::vector<int>& ports,
             std::vector<Finding>& findings) {
  for (const auto& engine : find_engines(ports)) {
    bool connected = false;
    if (setup)
      for (const auto& provider : setup->catalog.providers())
        connected = connected || (provider.connected && provider.base_url.starts_with(engine.url));
    std::string says = engine.kind + " answers at " + engine.url + ".";
    if (connected || engine.lines.empty())
      findings.push_back(ok("engine", says));
    else
      findings.push_back(warn("engine", says + " It is not connected.",
                              "`easel providers` prints the lines that connect it."));
  }
}

std::string_view word(Finding::Kind kind) {
  if (kind == Finding::Kind::ok) return "ok";
  return kind == Finding::Kind::warn ? "warn" : "fail";
}

void print(const std::vector<Finding>& findings, bool as_json) {
  json::array list;
  for (const auto& finding : findings) {
    if (as_json)
      list.push_back(json::object{{"result", word(finding.kind)},
                                  {"what", finding.what},
                                  {"says", finding.says},
                                  {"remedy", finding.remedy}});
    else
      fmt::print("{:<5} {:<24} {}{}{}\n", word(finding.kind), finding.what, finding.says,
                 finding.remedy.empty() ? "" : " → ", finding.remedy);
  }
  if (as_json) fmt::print("{}\n", wire::to_json(list));
}

}  // namespace

Status examine(const Doctor& options, const Result<Setup>& setup) {
  std::vector<Finding> findings{folder(options.data),
                                configuration(setup, options.data),
                                room(options.data),
                                speed(options.data),
                                database(options.data, setup ? setup->store : ""),
                                address(options.listen),
                                painting()};
  if (setup) providers(*setup, findings);
  engines(setup, options.ports, findings);
  print(findings, options.json);
  int failed = 0;
  for (const auto& finding : findings) failed += finding.kind == Finding::Kind::fail;
  if (failed == 0) return {};
  return fail(ErrorKind::unavailable,
              fmt::format("{} of {} things are not well.", failed, findings.size()));
}

}  // namespace easel::cli
