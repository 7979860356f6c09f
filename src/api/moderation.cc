#include "api/moderation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "base/base64.h"
#include "base/log.h"
#include "imaging/decode.h"
#include "imaging/jpeg.h"
#include "imaging/scale.h"
#include "providers/picture_in.h"
#include "wire/json.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

namespace json = boost::json;
using namespace gateway;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr std::size_t kMostAnswer = 1 << 20;
constexpr std::size_t kLongestPart = 16 * 1024;  // of words, in bytes
constexpr int kLongestSide = 1024;               // of a picture that is shown, in pixels
constexpr std::array kPauses{250ms, 1000ms};     // before the second and the third try

struct Failure {
  Error error;
  bool passing = false;  // worth another try
};

Failure unanswered(std::string why, bool passing) {
  return {{.kind = ErrorKind::provider_error, .message = std::move(why)}, passing};
}

Task<std::expected<Verdict, Failure>> ask_once(House& house, std::string body) {
  const auto& rules = house.settings.moderation;
  http::Outgoing request{.method = "POST",
                         .url = rules.url,
                         .headers = {{"Content-Type", "application/json"},
                                     {"Accept", "application/json"},
                                     {"User-Agent", "Easel"}},
                         .first_byte_timeout = 30s,
                         .idle_timeout = 30s};
  // Redirects are not followed, so it goes nowhere else.
  if (!rules.credential.empty())
    request.headers.emplace_back("Authorization", "Bearer " + rules.credential);
  request.body.push_back(http::Piece::owned(std::move(body)));
  auto reply = co_await house.client.send(std::move(request));
  if (!reply) co_return std::unexpected(unanswered(reply.error().error.message, true));
  std::string answer;
  for (;;) {
    auto piece = co_await (*reply)->read();
    if (!piece) co_return std::unexpected(unanswered(piece.error().message, true));
    if (piece->empty()) break;
    answer.append(piece->data(), piece->size());
    if (answer.size() > kMostAnswer)
      co_return std::unexpected(unanswered("its answer is without end", false));
  }
  int status = (*reply)->status;
  if (status != 200)
    co_return std::unexpected(
        unanswered(fmt::format("it answers {}", status), status == 429 || status >= 500));
  auto verdict = read_verdict(answer);
  if (!verdict) co_return std::unexpected(Failure{std::move(verdict.error()), false});
  co_return std::move(*verdict);
}

// A verdict, however it comes about: without an answer, what the operator wants then.
Task<Result<Verdict>> judge(House& house, std::string body) {
  for (std::size_t tries = 0;; ++tries) {
    auto verdict = co_await ask_once(house, body);
    if (verdict) co_return std::move(*verdict);
    if (verdict.error().passing && tries < kPauses.size()) {
      co_await house.clock.sleep(kPauses[tries]);
      continue;
    }
    auto why = verdict.error().error.message;
    if (house.settings.moderation.open) {
      log::warn("not moderated, the endpoint cannot be asked: {}", why);
      co_return Verdict{};
    }
    co_return fail(Error{.kind = ErrorKind::unavailable,
                         .message = "What is asked here is moderated, and the endpoint that does "
                                    "so cannot be asked just now.",
                         .detail = why,
                         .retry_after = 10});
  }
}

// A file that the endpoint's model may read, no larger than it needs to be. One that is of no kind
// that is read here goes as it is.
Result<std::string> shown(std::string_view file, std::string type, ByteBudget& budget, Job& job) {
  auto as_it_is = [&] { return "data:" + type + ";base64," + base64_encode(file); };
  auto opened = imaging::open_rows(file, budget);
  if (!opened && opened.error().kind == ErrorKind::invalid_image) return as_it_is();
  auto rows = TRY(std::move(opened));
  double shrink = std::min(1.0, 1.0 * kLongestSide / std::max(rows->width, rows->height));
  int width = std::max(1, static_cast<int>(std::lround(rows->width * shrink)));
  int height = std::max(1, static_cast<int>(std::lround(rows->height * shrink)));
  imaging::AreaScaler scaler(rows->width, rows->height, rows->channels, width, height);
  std::vector<std::uint8_t> row(static_cast<std::size_t>(rows->width) * rows->channels);
  for (int y = 0; y < rows->height; ++y) {
    if (job.stop.requested()) return fail(ErrorKind::cancelled, "Nobody waits for it any more.");
    auto read = rows->read(row);
    if (!read && read.error().kind == ErrorKind::invalid_image) return as_it_is();
    TRY(std::move(read));
    scaler.push(row);
  }
  auto jpeg = TRY(imaging::encode_jpeg(scaler.take(), {}, job));
  return "data:image/jpeg;base64," +
         base64_encode({reinterpret_cast<const char*>(jpeg.data()), jpeg.size()});
}

// `read` gives the file's bytes, on a worker.
Task<Result<Verdict>> judge_picture(House& house, std::string lane, std::string type,
                                    std::function<Result<std::string>()> read) {
  auto made = std::make_shared<std::string>();
  StopToken stop;
  auto done = co_await house.workers.run(
      std::move(lane), stop, [made, read, type, stop, &house](Parallel& parallel) -> Status {
        Job job{.parallel = parallel, .stop = stop};
        auto file = TRY(read());
        *made = TRY(shown(file, type, house.budget, job));
        return {};
      });
  CO_TRY(std::move(done));
  co_return co_await judge(house, moderation_of_picture(house.settings.moderation.model, *made));
}

// Every text that a model may read of a request, each once.
class Words {
 public:
  explicit Words(const GenerationRequest& request) : request_(request) {
    for (const auto& message : request.messages)
      for (const auto& part : message.parts)
        if (part.kind == Part::Kind::text) add(part.text);
    for (const auto& font : request.fonts) add(font.text);
    for (const char* place : {"negative_prompt", "image_config", "tools"})
      if (auto found = request.body.if_contains(place)) walk(*found);
    if (auto provider = request.body.if_contains("provider"); provider && provider->is_object())
      if (auto options = provider->get_object().if_contains("options")) walk(*options);
  }
  std::string take() { return std::move(all_); }

 private:
  void add(std::string text) {
    if (text.empty() || text.starts_with("data:") || !seen_.insert(text).second) return;
    all_ += text;
    all_ += '\n';
  }

  void walk(const json::value& value) {
    if (auto text = value.if_string()) {
      int blob = request_.blob_index(*text);
      if (blob < 0) return add(std::string(*text));
      std::string whole;  // one so long that it is kept beside the document
      for (const auto& block : request_.blobs[static_cast<std::size_t>(blob)]->blocks())
        if (whole += block; whole.starts_with("data:")) return;
      return add(std::move(whole));
    }
    if (auto list = value.if_array())
      for (const auto& one : *list) walk(one);
    if (auto object = value.if_object())
      for (const auto& member : *object) walk(member.value());
  }

  const GenerationRequest& request_;
  std::set<std::string> seen_;
  std::string all_;
};

// OpenRouter's, for what is asked; what was made is told by its kind alone.
Error flagged(const Verdict& verdict, const Candidate& candidate, std::string_view what,
              std::string_view excerpt) {
  std::string metadata;
  wire::JsonWriter out(metadata);
  out.begin_object().key("reasons").begin_array();
  for (const auto& reason : verdict.reasons) out.value(reason);
  out.end_array().field("flagged_input", excerpt).field("model_slug", candidate.model->id);
  out.end_object();
  return {.kind = ErrorKind::content_policy,
          .message =
              fmt::format("{} is moderated here. {} flagged for \"{}\". No credits were charged.",
                          candidate.model->id, what, fmt::join(verdict.reasons, ", ")),
          .provider = candidate.provider->name,
          .unlogged = true,
          .metadata = std::move(metadata)};
}

std::vector<const ImagePart*> pictures_asked(const GenerationRequest& request) {
  auto pictures = providers::pictures_of(request);
  for (const auto& reference : request.references) pictures.push_back(&reference);
  return pictures;
}

// A picture that is still an address is one that nobody here could fetch for the endpoint.
Task<Result<Verdict>> judge_part(House& house, std::string lane, const ImagePart& part) {
  auto inside = providers::picture_in(part);
  if (!inside)
    co_return co_await judge(house,
                             moderation_of_picture(house.settings.moderation.model, part.url));
  co_return co_await judge_picture(house, std::move(lane), inside->media_type,
                                   [&part]() -> Result<std::string> {
                                     std::string file;
                                     for (const auto& piece : TRY(providers::decoded(part)))
                                       file += piece.bytes;
                                     return file;
                                   });
}

Task<Status> moderate(House& house, store::Key key, const GenerationRequest& request,
                      const Candidate& first) {
  const auto& rules = house.settings.moderation;
  auto refusal = [&](const Verdict& verdict) {
    return fail(flagged(verdict, first, "What was asked was", shortened(request.prompt())));
  };
  auto words = Words(request).take();
  if (!words.empty()) {
    auto judged = co_await judge(house, moderation_of_words(rules.model, words));
    auto verdict = CO_TRY(std::move(judged));
    if (verdict.flagged) co_return refusal(verdict);
  }
  if (!rules.pictures) co_return Status{};
  for (auto part : pictures_asked(request)) {
    auto judged = co_await judge_part(house, key.hash, *part);
    auto verdict = CO_TRY(std::move(judged));
    if (verdict.flagged) co_return refusal(verdict);
  }
  co_return Status{};
}

class Moderator final : public drive::Judge {
 public:
  Moderator(House& house, drive::Job& job, const Candidate& candidate)
      : house_(house), job_(job), candidate_(candidate) {}

  Task<Status> words(std::string text) override {
    auto started = house_.clock.now();
    auto judged = co_await judge(house_, moderation_of_words(rules().model, text));
    co_return conclude(std::move(judged), started, "The answer's words were");
  }

  Task<Status> picture(media::Finished picture, std::string path) override {
    if (!rules().pictures) co_return Status{};
    auto started = house_.clock.now();
    auto judged = co_await look(std::move(picture), std::move(path));
    co_return conclude(std::move(judged), started, "The picture that was made was");
  }

 private:
  const ModerationRules& rules() const { return house_.settings.moderation; }

  Task<Result<Verdict>> look(media::Finished picture, std::string path) {
    ByteBudget::Lease lease(house_.budget);
    if (!lease.grow(static_cast<std::int64_t>(picture.bytes)))
      co_return fail(ErrorKind::overloaded, "This server has no memory left just now.");
    auto& disk = house_.disk_of(job_);
    auto opened = co_await disk.open(std::move(path));
    auto file = CO_TRY(std::move(opened));
    auto read = co_await disk.read(file, 0, picture.bytes);
    auto bytes = std::make_shared<const std::string>(CO_TRY(std::move(read)));
    co_return co_await judge_picture(house_, job_.key.hash, picture.media_type,
                                     [bytes]() -> Result<std::string> { return *bytes; });
  }

  Status conclude(Result<Verdict> judged, Time started, std::string_view what) {
    auto took = std::chrono::duration_cast<milliseconds>(house_.clock.now() - started);
    job_.moderated = job_.moderated.value_or(milliseconds()) + took;
    auto verdict = TRY(std::move(judged));
    if (!verdict.flagged) return {};
    return fail(flagged(verdict, candidate_, what, ""));
  }

  House& house_;
  drive::Job& job_;
  const Candidate& candidate_;
};

}  // namespace

std::string shortened(std::string_view text) {
  constexpr std::size_t kMost = 100, kHalf = 48;
  if (text.size() <= kMost) return std::string(text);
  auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  auto head = kHalf, tail = text.size() - kHalf;
  while (head > 0 && continues(head)) --head;
  while (tail < text.size() && continues(tail)) ++tail;
  return std::string(text.substr(0, head)) + "..." + std::string(text.substr(tail));
}

std::string moderation_of_words(const std::string& model, std::string_view words) {
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object();
  if (!model.empty()) out.field("model", model);
  out.key("input");
  if (words.size() <= kLongestPart) {
    out.value(words);
  } else {
    out.begin_array();
    while (!words.empty()) {
      auto size = std::min(words.size(), kLongestPart);
      while (size < words.size() && (static_cast<unsigned char>(words[size]) & 0xC0) == 0x80)
        ++size;
      out.value(words.substr(0, size));
      words.remove_prefix(size);
    }
    out.end_array();
  }
  out.end_object();
  return body;
}

std::string moderation_of_picture(const std::string& model, std::string_view data_url) {
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object();
  if (!model.empty()) out.field("model", model);
  out.key("input").begin_array().begin_object().field("type", "image_url");
  out.key("image_url").begin_object().field("url", data_url).end_object();
  out.end_object().end_array().end_object();
  return body;
}

Result<Verdict> read_verdict(std::string_view answer) {
  auto broken = [] {
    return fail(ErrorKind::provider_error, "its answer is not one of a moderation endpoint");
  };
  auto parsed = wire::parse_json(answer);
  if (!parsed || !parsed->is_object()) return broken();
  auto results = parsed->get_object().if_contains("results");
  if (!results || !results->is_array() || results->get_array().empty()) return broken();
  Verdict verdict;
  std::set<std::string> reasons;
  for (const auto& result : results->get_array()) {
    auto flag = result.is_object() ? result.get_object().if_contains("flagged") : nullptr;
    if (!flag || !flag->is_bool()) return broken();
    if (!flag->get_bool()) continue;
    verdict.flagged = true;
    auto categories = result.get_object().if_contains("categories");
    if (!categories || !categories->is_object()) continue;
    for (const auto& [name, found] : categories->get_object())
      if (found.is_bool() && found.get_bool()) reasons.emplace(name);
  }
  verdict.reasons.assign(reasons.begin(), reasons.end());
  return verdict;
}

Task<Status> moderate_request(House& house, store::Key key, const GenerationRequest& request,
                              const Candidate& first, std::optional<milliseconds>& taken) {
  const auto& rules = house.settings.moderation;
  if (!rules.any()) co_return Status{};
  if (request.provider.zdr && !rules.keeps_nothing && !http::is_local_url(rules.url))
    co_return fail(ErrorKind::no_endpoints,
                   "What is asked here is shown to a moderation endpoint that is not known to keep "
                   "nothing, so zero data retention cannot be had.");
  if (!rules.before) co_return Status{};
  auto started = house.clock.now();
  auto status = co_await moderate(house, std::move(key), request, first);
  taken = std::chrono::duration_cast<milliseconds>(house.clock.now() - started);
  co_return status;
}

std::unique_ptr<drive::Judge> make_judge(House& house, drive::Job& job,
                                         const Candidate& candidate) {
  const auto& rules = house.settings.moderation;
  if (rules.url.empty() || !rules.after) return nullptr;
  return std::make_unique<Moderator>(house, job, candidate);
}

}  // namespace easel::api
