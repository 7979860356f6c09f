#include "cli/draw.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/base64.h"
#include "base/ids.h"
#include "cli/picture_files.h"
#include "drive/driver.h"
#include "gateway/catalog.h"
#include "gateway/routing.h"
#include "http/client.h"
#include "imaging/bitmap.h"
#include "media/spool.h"
#include "providers/provider.h"
#include "providers/read_part.h"
#include "runtime/loop.h"

namespace easel::cli {
namespace {

using namespace gateway;

// The request as a client of the API would write it.
GenerationRequest request_of(const Draw& options) {
  GenerationRequest request;
  request.models = {options.model};
  request.messages.push_back({.role = "user", .parts = {{.text = options.prompt}}});
  request.wants_image = true;
  request.wants_text = true;
  request.modalities_given = true;
  request.stream = true;
  const bool edits = !options.images.empty();
  if (!edits || options.aspect_given) request.image.aspect_ratio = options.aspect;
  if (!edits || options.size_given) request.image.image_size = options.size;
  request.image.n = options.count;
  request.image.seed = options.seed;
  json::object image_config;
  if (request.image.aspect_ratio) image_config["aspect_ratio"] = options.aspect;
  if (request.image.image_size) image_config["image_size"] = options.size;
  if (options.count > 1) image_config["n"] = options.count;
  request.body = {
      {"model", options.model},
      {"messages", json::array{json::object{{"role", "user"}, {"content", options.prompt}}}},
      {"modalities", json::array{"image", "text"}},
      {"image_config", std::move(image_config)},
      {"stream", true}};
  if (options.seed) request.body["seed"] = *options.seed;
  return request;
}

Result<std::string> data_url(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  if (!file) return fail(invalid("", "The picture " + path + " cannot be read."));
  auto kind = media::sniff(bytes.view());
  if (!kind) return fail(invalid("", path + " is no picture."));
  return "data:" + kind->media_type + ";base64," + base64_encode(bytes.str());
}

// Pictures to edit, beside the words and as the API would have them.
Status add_pictures(const Draw& options, GenerationRequest& request) {
  if (options.images.empty() && options.references.empty()) return {};
  json::array content{json::object{{"type", "text"}, {"text", options.prompt}}};
  for (const auto& path : options.images) {
    Part part{.kind = Part::Kind::image};
    part.image = {.url = TRY(data_url(path)), .field = path};
    content.push_back(
        json::object{{"type", "image_url"}, {"image_url", {{"url", part.image.url}}}});
    request.messages.front().parts.push_back(std::move(part));
  }
  request.body["messages"] =
      json::array{json::object{{"role", "user"}, {"content", std::move(content)}}};
  json::array references;
  for (const auto& path : options.references) {
    request.references.push_back({.url = TRY(data_url(path)), .field = path});
    references.emplace_back(request.references.back().url);
    if (!options.server.empty()) continue;
    auto picture = TRY(providers::read_part(request.references.back(), 4'000'000));
    request.enhancers.push_back(std::make_shared<const imaging::Bitmap>(std::move(picture)));
  }
  request.image.super_resolution_references = static_cast<int>(references.size());
  if (!references.empty())
    request.body["image_config"].as_object()["super_resolution_references"] = std::move(references);
  return {};
}

std::string from_environment(std::initializer_list<const char*> names) {
  for (auto name : names)
    if (const char* value = std::getenv(name); value && *value) return value;
  return {};
}

std::string api_base(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  bool has_path = url.find('/', url.find("://") + 3) != url.npos;
  return has_path ? url : url + "/api/v1";
}

// A server that was named by hand: nothing of it is known but its address, so it is the one to
// judge the request.
struct Remote {
  Provider provider;
  Endpoint endpoint;
  Model model;

  explicit Remote(const Draw& options)
      : provider{.slug = "server",
                 .name = options.server,
                 .dialect = "openrouter",
                 .base_url = api_base(options.server),
                 .credential = options.key.empty()
                                   ? from_environment({"EASEL_API_KEY", "OPENROUTER_API_KEY"})
                                   : options.key},
        endpoint{.provider = "server", .model_name = options.model},
        model{.id = options.model} {
    endpoint.capabilities.n_max = 10;
  }
  Candidate candidate() const { return {&model, &endpoint, &provider}; }
};

Task<> run(drive::Hands hands, providers::Exchange& exchange, const Provider& provider,
           PictureFiles& files, Loops& loops, Status& result) {
  auto end = co_await drive::drive(hands, exchange, provider, "draw", StopToken(), files);
  files.end();
  if (files.written() > 0 && !files.words().empty())
    fmt::print(stderr, "{}\n", files.words());  // what the painter says it drew, and what not
  if (end.error) {
    if (end.error->kind == ErrorKind::authentication)
      end.error->message = "The server refused the key: " + end.error->message;
    result = fail(std::move(*end.error));
  }
  if (result && files.written() == 0)
    result = fail(ErrorKind::provider_error,
                  files.words().empty() ? "The answer holds no picture."
                                        : "No picture came back; it said: " + files.words());
  loops.stop();
}

}  // namespace

Status draw(const Draw& options) {
  if (options.server.empty() && !options.model.starts_with("easel/"))
    return fail(invalid("", "Without --server only models of easel/ can draw."));
  if (!options.server.empty() && !options.server.starts_with("http://") &&
      !options.server.starts_with("https://"))
    return fail(invalid("",
                        "--server takes an http or https address, such as "
                        "http://127.0.0.1:8080."));
  auto request = request_of(options);
  TRY(add_pictures(options, request));
  auto catalog = TRY(Catalog::builtin());
  TRY(catalog.connect("easel", "", ""));
  Remote remote(options);
  Candidate candidate = remote.candidate();
  if (options.server.empty()) candidate = TRY(route(catalog, request, {})).front();
  auto adapter = providers::adapter(candidate.provider->dialect);
  TRY(adapter->plan(request, candidate));

  PictureFiles files({.prompt = options.prompt,
                      .out = options.out,
                      .count = options.count,
                      .force = options.force,
                      .bar = ::isatty(STDERR_FILENO) != 0});
  TRY(files.check());

  Loops loops(1);
  auto client = http::make_client(loops.at(0));
  auto workers = make_workers(options.threads, options.count + 1);
  auto exchange = adapter->start(request, candidate, static_cast<std::int64_t>(random_u64() >> 33));
  Status result{};
  drive::Hands hands{*client, *workers, loops.at(0).clock()};
  spawn(loops.at(0).executor(), "draw",
        run(hands, *exchange, *candidate.provider, files, loops, result));
  loops.run();
  return result;
}

}  // namespace easel::cli
