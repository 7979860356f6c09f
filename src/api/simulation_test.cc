#include "api/simulation.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/base64.h"
#include "base/hash.h"
#include "wire/json.h"
#include "wire/json_writer.h"

namespace easel::api::sim {

std::string make_picture(std::uint64_t number, std::size_t bytes) {
  auto be32 = [](std::uint32_t n) {
    return std::string{static_cast<char>(n >> 24), static_cast<char>(n >> 16),
                       static_cast<char>(n >> 8), static_cast<char>(n)};
  };
  std::string header = be32(64) + be32(48) + std::string("\x08\x02\x00\x00\x00", 5);
  std::mt19937_64 random(number);
  std::string noise;
  while (noise.size() < bytes) noise += static_cast<char>(random());
  auto chunk = [&](const char* type, const std::string& data) {
    return be32(static_cast<std::uint32_t>(data.size())) + type + data + be32(0);
  };
  return std::string("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", header) + chunk("IDAT", noise) +
         be32(0) + "IEND" + std::string("\xAE\x42\x60\x82", 4);
}

namespace {

std::string reply_text(const Upstream::Submission& submission, bool stream) {
  std::string images;
  for (std::size_t i = 0; i < submission.pictures.size(); ++i) {
    if (i > 0) images += ",";
    std::string data = base64_encode(submission.pictures[i]);
    if (submission.fate.kind == Fate::Kind::broken_picture) data[data.size() / 2] = '!';
    images += fmt::format(
        R"({{"type":"image_url","image_url":{{"url":"data:image/png;base64,{}"}}}})", data);
  }
  std::string cost = submission.fate.cost.text();
  std::string usage =
      R"({"prompt_tokens":3,"completion_tokens":9,"total_tokens":12,"cost":)" + cost + "}";
  std::string pictures = images.empty() ? "" : R"(,"images":[)" + images + "]";
  if (!stream)
    return R"({"id":"up","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant",)"
           R"("content":"words")" +
           pictures + R"(}}],"usage":)" + usage + "}";
  return ": OPENROUTER PROCESSING\n\n"
         R"(data: {"choices":[{"index":0,"delta":{"content":"words"},"finish_reason":null}]})"
         "\n\n"
         R"(data: {"choices":[{"index":0,"delta":{"content":"")" +
         pictures +
         "},\"finish_reason\":null}]}\n\n"
         R"(data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})"
         "\n\n"
         R"(data: {"choices":[],"usage":)" +
         usage + "}\n\ndata: [DONE]\n\n";
}

class SimIncoming : public http::Incoming {
 public:
  SimIncoming(Clock& clock, Upstream& upstream, std::size_t submission, std::string text, bool cut,
              std::uint64_t seed)
      : clock_(clock),
        upstream_(upstream),
        submission_(submission),
        text_(std::move(text)),
        cut_(cut),
        random_(seed) {}

  Task<Result<std::span<const char>>> read() override {
    co_await clock_.sleep(std::chrono::microseconds(random_() % 20'000));
    if (at_ == text_.size()) {
      if (cut_) co_return fail(ErrorKind::provider_error, "The provider cut the connection.");
      upstream_.submissions[submission_].finished = true;
      co_return std::span<const char>();
    }
    std::size_t size = std::min<std::size_t>(1 + random_() % 40'000, text_.size() - at_);
    std::span<const char> piece(text_.data() + at_, size);
    at_ += size;
    co_return piece;
  }

 private:
  Clock& clock_;
  Upstream& upstream_;
  std::size_t submission_;
  std::string text_;
  bool cut_;
  std::size_t at_ = 0;
  std::mt19937_64 random_;
};

}  // namespace

Task<std::expected<std::unique_ptr<http::Incoming>, http::TransportError>> SimClient::send(
    http::Outgoing request) {
  co_await clock_.sleep(std::chrono::microseconds(random_() % 50'000));
  std::string body;
  for (const auto& piece : request.body) body += piece.bytes;
  auto document = wire::parse_json(body).value();
  std::string mark(document.at("messages").at(0).at("content").as_string());
  bool stream = document.at("stream").as_bool();
  Fate fate;
  if (auto& left = upstream_.fates[mark]; !left.empty()) {
    fate = left.front();
    left.erase(left.begin());
  }
  if (fate.kind == Fate::Kind::refused)
    co_return std::unexpected(http::TransportError{
        .error = {.kind = ErrorKind::provider_error, .message = "Connection refused."}});
  Upstream::Submission submission{.mark = mark, .fate = fate};
  if (fate.kind != Fate::Kind::text_only && fate.kind != Fate::Kind::status)
    for (int i = 0; i < fate.pictures; ++i)
      submission.pictures.push_back(make_picture(random_(), fate.picture_bytes));
  std::string text = fate.kind == Fate::Kind::status ? R"({"error":{"message":"no"}})"
                                                     : reply_text(submission, stream);
  bool cut = fate.kind == Fate::Kind::cut && fate.cut_at < text.size();
  if (cut) text.resize(fate.cut_at);
  upstream_.submissions.push_back(std::move(submission));
  auto incoming = std::make_unique<SimIncoming>(clock_, upstream_, upstream_.submissions.size() - 1,
                                                std::move(text), cut, random_());
  incoming->status = fate.kind == Fate::Kind::status ? fate.status : 200;
  incoming->headers = {{"Content-Type", stream && incoming->status == 200 ? "text/event-stream"
                                                                          : "application/json"}};
  co_await clock_.sleep(std::chrono::microseconds(random_() % 200'000));
  co_return incoming;
}

SimRequest::SimRequest(Clock& clock, std::string key, std::string idempotency_key, std::string body,
                       std::uint64_t seed)
    : clock_(clock),
      authorization_("Bearer " + key),
      idempotency_key_(std::move(idempotency_key)),
      body_(std::move(body)),
      random_(seed) {
  method_ = "POST";
  target_ = path_ = "/api/v1/chat/completions";
  has_body_ = true;
  headers_ = {{"authorization", authorization_}};
  if (!idempotency_key_.empty()) headers_.emplace_back("idempotency-key", idempotency_key_);
}

Task<Result<std::span<const char>>> SimRequest::read_body() {
  co_await clock_.sleep(std::chrono::microseconds(random_() % 5000));
  std::size_t size = std::min<std::size_t>(1 + random_() % 200, body_.size() - sent_);
  std::span<const char> piece(body_.data() + sent_, size);
  sent_ += size;
  co_return piece;
}

void SimRequest::leave() {
  gone_ = true;
  if (auto fn = std::exchange(gone_fn_, nullptr)) fn();
}

void SimResponse::add_header(std::string name, std::string value) {
  headers[std::move(name)] = std::move(value);
}

Task<Status> SimResponse::send(int status, std::string_view, std::string_view text) {
  status_ = status;
  co_await clock_.sleep(std::chrono::microseconds(random_() % 5000));
  if (request_.client_gone()) co_return fail(ErrorKind::cancelled, "gone");
  body += text;
  whole = true;
  co_return Status{};
}

Task<Status> SimResponse::send_raw(std::string_view bytes) {
  return send(200, "", bytes);
}

Task<Status> SimResponse::start(int status, std::string_view, std::int64_t length) {
  status_ = status;
  promised = length;
  co_return Status{};
}

Task<Status> SimResponse::write(std::string_view bytes) {
  co_await clock_.sleep(std::chrono::microseconds(random_() % 30'000));
  if (request_.client_gone()) co_return fail(ErrorKind::cancelled, "gone");
  body += bytes;
  co_return Status{};
}

Task<Status> SimResponse::finish() {
  whole = !request_.client_gone();
  co_return Status{};
}

namespace {

// The painter has no part in these stories.
class NoWorkers : public Workers {
 public:
  Task<Status> run(std::string, StopToken, std::move_only_function<Status(Parallel&)>,
                   std::function<void(int)>) override {
    co_return fail(ErrorKind::overloaded, "no workers here");
  }
};

}  // namespace

struct Life::Parts {
  Parts(Life& life, SimClock& clock, media::SimDisk& disk, Upstream& upstream,
        const gateway::Catalog& known, std::uint64_t seed)
      : runner(*life.database, clock, seed),
        store(runner),
        keys(store, clock),
        client(clock, upstream, seed + 1),
        catalog(known),
        renditions(disk, workers, life.budget, 1 << 20) {}
  store::SimSqlRunner runner;
  store::Store store;
  drive::KeyCache keys;
  SimClient client;
  NoWorkers workers;
  std::unique_ptr<fleet::Limits> limits = fleet::make_limits({});
  MediaRoom room{0};
  fleet::Health health{};
  fleet::RetryBudget retries{};
  Metrics metrics;
  gateway::SharedCatalog catalog;
  Settings settings;
  Renditions renditions;
  std::atomic<bool> draining{false};
};

Life::Life(SimClock& clock, media::SimDisk& disk, const store::SimVfs& vfs, Upstream& upstream,
           const gateway::Catalog& catalog, std::uint64_t seed) {
  database = store::Database::open("easel.db", {.vfs = vfs.name(), .exclusive = true}).value();
  parts_ = std::make_unique<Parts>(*this, clock, disk, upstream, catalog, seed);
  house = std::unique_ptr<House>(new House{.executor = io.get_executor(),
                                           .clock = clock,
                                           .client = parts_->client,
                                           .workers = parts_->workers,
                                           .store = parts_->store,
                                           .disk = disk,
                                           .jobs = jobs,
                                           .keys = parts_->keys,
                                           .limits = *parts_->limits,
                                           .health = parts_->health,
                                           .retries = parts_->retries,
                                           .budget = budget,
                                           .metrics = parts_->metrics,
                                           .renditions = parts_->renditions,
                                           .room = parts_->room,
                                           .catalog = parts_->catalog,
                                           .settings = parts_->settings,
                                           .draining = parts_->draining});
}

Life::~Life() = default;

}  // namespace easel::api::sim
