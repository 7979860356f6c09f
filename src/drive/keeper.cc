#include "drive/keeper.h"

#include <fmt/format.h>

#include <utility>

#include "drive/deltas.h"
#include "wire/json.h"
#include "wire/json_writer.h"

namespace easel::drive {
namespace {

using namespace gateway;

// What one answer may leave in memory: its words and the small things beside them.
constexpr std::size_t kMostTold = 32u << 20;
constexpr std::size_t kWeightOfOne = 128;  // an entry of `told`, beside its bytes
constexpr int kMostPictures = 64;          // no request asks for more than ten

// The body that goes upstream, for a person to read: pictures in it are too long to be shown.
boost::json::value shown_body(const providers::Send& send) {
  constexpr std::size_t kLongest = 4096, kMost = 256 * 1024;
  std::string text;
  for (const auto& piece : send.body) {
    if (text.size() > kMost) break;
    if (piece.bytes.size() <= kLongest || !text.ends_with('"'))
      text += piece.bytes;
    else
      text += fmt::format("… {} bytes …", piece.bytes.size());
  }
  auto parsed = wire::parse_json(text);
  return parsed ? *parsed : boost::json::value(text.substr(0, kMost));
}

// What went wrong with a picture that an upstream sent is the upstream's failure, not the client's.
Error of_upstream(Error error) {
  if (error.kind != ErrorKind::invalid_image && error.kind != ErrorKind::payload_too_large)
    return error;
  return {.kind = ErrorKind::provider_error,
          .message = error.kind == ErrorKind::invalid_image
                         ? "The provider sent a picture that cannot be read."
                         : "The provider sent a picture that is too large.",
          .detail = error.message};
}

}  // namespace

KeeperRules KeeperRules::of(const store::KeyPolicy& policy) const {
  auto rules = *this;
  if (policy.keep_hours) rules.keep_pictures = std::chrono::hours(*policy.keep_hours);
  return rules;
}

std::optional<std::int64_t> KeeperRules::keep_until(std::int64_t now) const {
  if (keep_pictures.count() == 0) return std::nullopt;
  return now + std::chrono::microseconds(keep_pictures).count();
}

Keeper::Keeper(Job& job, media::Disk& disk, store::Store& store, Clock& clock, Metrics& metrics,
               KeeperRules rules, int first_index)
    : job_(job),
      disk_(disk),
      store_(store),
      clock_(clock),
      metrics_(metrics),
      rules_(rules),
      first_index_(first_index) {}

Task<Status> Keeper::persist(std::string token) {
  job_.paid = job_.paid || costs;
  if (!resumable) co_return Status{};
  if (job_.keeps_nothing) co_return Status{};  // taken up again it would need a disk
  boost::json::object stored{{"provider", provider}, {"model", model}, {"token", token}};
  co_return co_await store_.save_resume(job_.id, wire::to_json(stored));
}

Task<Status> Keeper::take(gateway::Event event) {
  if (!first_at && !std::holds_alternative<Progress>(event)) first_at = clock_.now();
  if (auto data = std::get_if<PictureData>(&event))
    co_return co_await picture_data(std::move(*data));
  if (auto end = std::get_if<PictureEnd>(&event)) co_return co_await picture_end(*end);
  if (auto start = std::get_if<PictureStart>(&event)) {
    int index = first_index_ + start->index;
    if (index >= kMostPictures)
      co_return fail(ErrorKind::provider_error, "The provider sends pictures without end.");
    if (auto given_up = arriving_.find(start->index); given_up != arriving_.end()) {
      // Its part has the name that the new one takes.
      co_await given_up->second.spool.discard();
      arriving_.erase(given_up);
    }
    arriving_.try_emplace(start->index,
                          media::Spool(disk_, job_.id, index, rules_.max_picture_bytes));
  } else if (auto text = std::get_if<Text>(&event)) {
    CO_TRY(weigh(text->delta.size()));
    told_text_ = true;
    tell(std::move(*text));
  } else if (auto progress = std::get_if<Progress>(&event)) {
    job_.tell(std::move(*progress));
  } else if (auto preview = std::get_if<Preview>(&event)) {
    preview->index += first_index_;
    if (!judge_) job_.tell(std::move(*preview));
  } else if (auto used = std::get_if<Usage>(&event)) {
    usage = std::move(*used);
  } else if (auto signature = std::get_if<Signature>(&event)) {
    CO_TRY(weigh(signature->json.size()));
    signatures.push_back(std::move(signature->json));
  } else if (auto extra = std::get_if<Extra>(&event)) {
    CO_TRY(weigh(wire::to_json(extra->fields).size()));
    merge(std::move(*extra));
  }
  co_return Status{};
}

void Keeper::sending(const providers::Send& send) {
  if (job_.request->echo_upstream_body && job_.request->stream)
    job_.tell(Extra{.where = "debug", .fields = {{"echo_upstream_body", shown_body(send)}}});
}

Status Keeper::weigh(std::size_t bytes) {
  told_bytes_ += bytes + kWeightOfOne;
  if (told_bytes_ <= kMostTold) return {};
  return fail(ErrorKind::provider_error, "The provider's answer is a text without end.");
}

void Keeper::merge(Extra extra) {
  if (extra.where == "easel") {
    add_fields(easel, extra.fields);
  } else if (extra.where == "body") {
    add_fields(body_fields, extra.fields);
  } else {
    add_delta(extra.where == "choice" ? choice_fields : message_fields, extra.fields);
    if (job_.request->stream) tell(std::move(extra));
  }
}

Task<Status> Keeper::picture_data(PictureData data) {
  auto found = arriving_.find(data.index);
  if (found == arriving_.end()) co_return fail(internal("picture data without a start"));
  Arriving& picture = found->second;
  std::string bytes;
  if (!data.base64) bytes = std::move(data.bytes);
  if (data.base64) {
    bytes.reserve(data.bytes.size() / 4 * 3 + 3);
    auto decoded = picture.decoder.decode(data.bytes, bytes);
    if (!decoded) co_return fail(of_upstream(decoded.error()));
  }
  auto appended = co_await picture.spool.append(bytes);
  if (!appended) co_return fail(of_upstream(appended.error()));
  co_return Status{};
}

Task<Status> Keeper::picture_end(PictureEnd end) {
  auto found = arriving_.find(end.index);
  if (found == arriving_.end()) co_return fail(internal("a picture ended without a start"));
  auto decoded = found->second.decoder.finish();
  if (!decoded) co_return fail(of_upstream(decoded.error()));
  auto sealed = co_await found->second.spool.seal();
  if (!sealed) co_return fail(of_upstream(sealed.error()));

  // The row is written between the two steps: whenever the power goes, either the part or the
  // picture is there, and the row names it.
  KeptPicture kept{.index = first_index_ + end.index, .file = std::move(*sealed)};
  if (judge_) {
    made_.push_back(kept);
    if (!refused_) {
      auto judged = co_await judge_->picture(kept.file, found->second.spool.part());
      if (!judged) refused_ = std::move(judged.error());
    }
    if (refused_) {  // what is still to come is not kept either
      co_await found->second.spool.discard();
      arriving_.erase(found);
      co_return Status{};
    }
  }
  if (job_.keeps_nothing) {
    auto placed = co_await found->second.spool.place();
    CO_TRY(std::move(placed));
    tell_whole(found, std::move(kept));
    co_return Status{};
  }
  auto now = clock_.wall().time_since_epoch().count();
  store::Picture row{.index = kept.index,
                     .sha256 = kept.file.sha256,
                     .media_type = kept.file.media_type,
                     .bytes = static_cast<std::int64_t>(kept.file.bytes),
                     .width = kept.file.width,
                     .height = kept.file.height,
                     .path = kept.file.path,
                     .keep_until = rules_.keep_until(now)};
  auto added = co_await store_.add_picture(job_.id, std::move(row));
  CO_TRY(std::move(added));
  auto placed = co_await found->second.spool.place();
  CO_TRY(std::move(placed));
  tell_whole(found, std::move(kept));
  co_return Status{};
}

void Keeper::tell_whole(std::map<int, Arriving>::iterator arrived, KeptPicture kept) {
  arriving_.erase(arrived);
  metrics_.pictures.Increment();
  metrics_.picture_bytes.Increment(static_cast<double>(kept.file.bytes));
  ++whole_;
  tell(std::move(kept));
}

void Keeper::tell(Told what) {
  if (!judge_) return job_.tell(std::move(what));
  auto text = std::get_if<Text>(&what);
  auto last = withheld_.empty() ? nullptr : std::get_if<Text>(&withheld_.back());
  if (text && last && text->channel == last->channel)
    last->delta += text->delta;
  else
    withheld_.push_back(std::move(what));
}

// What a model asks tools for are words too.
std::string Keeper::withheld_words() const {
  std::string words;
  for (const auto& told : withheld_)
    if (auto text = std::get_if<Text>(&told)) words += text->delta + "\n";
  if (auto calls = message_fields.if_contains("tool_calls")) words += wire::to_json(*calls);
  return words;
}

Task<Status> Keeper::conclude() {
  if (!judge_) co_return Status{};
  auto words = withheld_words();
  if (!refused_ && !words.empty()) {
    auto judged = co_await judge_->words(std::move(words));
    if (!judged) refused_ = std::move(judged.error());
  }
  auto withheld = std::exchange(withheld_, {});
  if (refused_) co_return fail(*refused_);
  for (auto& told : withheld) job_.tell(std::move(told));
  co_return Status{};
}

}  // namespace easel::drive
