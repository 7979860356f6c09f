#include "cli/providers.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

#include "cli/asking.h"
#include "gateway/probe.h"
#include "wire/json_writer.h"

namespace easel::cli {
namespace {

namespace json = boost::json;
using gateway::Provider;

std::string proof_in_words(std::string_view proof) {
  if (proof == "live") return "seen live";
  if (proof == "client") return "accepted by the vendor's client";
  if (proof == "users") return "accepted by a client of its users";
  return proof == "documents" ? "from documents only" : "-";
}

std::string_view name_of(Tested::Result result) {
  if (result == Tested::Result::ok) return "ok";
  if (result == Tested::Result::refused) return "refused";
  return result == Tested::Result::unreachable ? "unreachable" : "not tested";
}

int models_of(const Setup& setup, const Provider& provider) {
  int count = 0;
  for (const auto& model : setup.catalog.models())
    count += std::ranges::any_of(model.endpoints, [&](const gateway::Endpoint& endpoint) {
      return endpoint.provider == provider.slug;
    });
  return count;
}

bool is_connected_at(const Setup& setup, const std::string& url) {
  return std::ranges::any_of(setup.catalog.providers(), [&](const Provider& provider) {
    return provider.connected && provider.base_url.starts_with(url);
  });
}

Tested judged(const Answer& answer) {
  using gateway::Verdict;
  if (answer.status == 0) return {Tested::Result::unreachable, "unreachable: " + answer.why};
  auto verdict = gateway::verdict_of(answer.status, answer.body);
  if (verdict == Verdict::refused)
    return {Tested::Result::refused,
            fmt::format("refused: the credential is wrong ({})", answer.status)};
  if (verdict == Verdict::accepted)
    return {Tested::Result::ok, fmt::format("ok, {} ms", answer.milliseconds)};
  return {Tested::Result::unreachable, fmt::format("unreachable: it answered {}", answer.status)};
}

struct Row {
  const Provider* provider;
  int models;
  std::string missing;
  Tested tested{};
};

void print_rows(const std::vector<Row>& rows, bool tested) {
  fmt::print("{:<20} {:<14} {:>6}  {:<34} {}\n", "PROVIDER", "STATE", "MODELS", "ADAPTER",
             tested ? "TEST" : "TO CONNECT IT");
  for (const auto& row : rows)
    fmt::print("{:<20} {:<14} {:>6}  {:<34} {}\n", row.provider->slug,
               row.provider->connected ? "live" : "not connected", row.models,
               proof_in_words(row.provider->proof),
               tested && row.provider->connected ? row.tested.words : row.missing);
}

void print_engines(const std::vector<FoundEngine>& engines) {
  for (const auto& engine : engines) {
    fmt::print("\n{} answers at {}.{}\n", engine.kind, engine.url,
               engine.lines.empty() ? "" : " These lines of easel.toml connect it:");
    if (!engine.lines.empty()) fmt::print("\n{}", engine.lines);
    if (!engine.note.empty()) fmt::print("{}{}\n", engine.lines.empty() ? "" : "\n", engine.note);
  }
}

void print_json(const std::vector<Row>& rows, const std::vector<FoundEngine>& engines,
                bool tested) {
  json::array providers, found;
  for (const auto& row : rows) {
    json::object entry{{"slug", row.provider->slug},
                       {"name", row.provider->name},
                       {"dialect", row.provider->dialect},
                       {"live", row.provider->connected},
                       {"models", row.models},
                       {"proof", row.provider->proof},
                       {"missing", row.missing}};
    if (tested)
      entry["test"] =
          json::object{{"result", name_of(row.tested.result)}, {"detail", row.tested.words}};
    providers.push_back(std::move(entry));
  }
  for (const auto& engine : engines)
    found.push_back(
        json::object{{"kind", engine.kind},
                     {"url", engine.url},
                     {"models", json::array(engine.models.begin(), engine.models.end())},
                     {"config", engine.lines},
                     {"note", engine.note}});
  fmt::print("{}\n", wire::to_json(json::object{{"providers", std::move(providers)},
                                                {"engines", std::move(found)}}));
}

}  // namespace

std::string what_is_missing(const Provider& provider) {
  if (provider.connected) return "";
  const char* key = provider.key_variable.empty() ? "" : std::getenv(provider.key_variable.c_str());
  if (!key || (!provider.key_variable.empty() && !*key))
    return "set " + provider.key_variable + " where Easel runs";
  return "easel.toml switches it off or names another variable: [providers." + provider.slug + "]";
}

std::vector<Tested> test_providers(const std::vector<const Provider*>& providers,
                                   const std::string& proxy) {
  constexpr std::chrono::seconds kPatience{10};
  std::vector<Question> questions;
  std::vector<std::size_t> asked;
  std::vector<Tested> tested(providers.size());
  for (std::size_t i = 0; i < providers.size(); ++i) {
    const auto& [path, header, scheme] = providers[i]->probe;
    bool run_here = providers[i]->base_url.starts_with("engine:");
    tested[i].words = run_here ? "run here when it is needed" : "nothing to ask";
    if (path.empty()) continue;
    Question question{.url = providers[i]->base_url + path};
    const auto& credential = providers[i]->credential;
    if (!credential.empty())
      question.headers.emplace_back(header,
                                    scheme.empty() ? credential : scheme + " " + credential);
    questions.push_back(std::move(question));
    asked.push_back(i);
  }
  auto answers = ask_all(questions, kPatience, proxy);
  for (std::size_t i = 0; i < asked.size(); ++i) tested[asked[i]] = judged(answers[i]);
  return tested;
}

Status list_providers(const Providers& options, const Setup& setup) {
  std::vector<Row> rows;
  std::vector<const Provider*> to_test;
  for (const auto& provider : setup.catalog.providers()) {
    if (!options.name.empty() && provider.slug != options.name) continue;
    rows.push_back({&provider, models_of(setup, provider), what_is_missing(provider)});
    if (options.test && provider.connected) to_test.push_back(&provider);
  }
  if (rows.empty())
    return fail(invalid(
        "", "There is no provider \"" + options.name + "\"; `easel providers` lists them."));
  auto tested = test_providers(to_test, setup.proxy);
  bool good = true;
  std::size_t nth = 0;
  for (auto& row : rows) {
    if (!options.test || !row.provider->connected) continue;
    row.tested = tested[nth++];
    bool failed = row.tested.result == Tested::Result::refused ||
                  row.tested.result == Tested::Result::unreachable;
    good = good && !failed;
  }
  std::vector<FoundEngine> engines;
  if (options.name.empty()) engines = find_engines(options.ports);
  std::erase_if(engines, [&](const auto& engine) { return is_connected_at(setup, engine.url); });
  if (options.json) {
    print_json(rows, engines, options.test);
  } else {
    print_rows(rows, options.test);
    print_engines(engines);
  }
  if (good) return {};
  return fail(ErrorKind::unavailable, "Not every provider that is live answered well.");
}

}  // namespace easel::cli
