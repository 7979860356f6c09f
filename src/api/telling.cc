#include "api/telling.h"

#include "api/errors.h"
#include "api/picture_address.h"
#include "api/picture_out.h"
#include "base/base64.h"

namespace easel::api {
namespace {

using drive::Job;

Error client_gone() {
  return {.kind = ErrorKind::cancelled, .message = "The client has gone."};
}

bool something_told(const Job& job) {
  for (const auto& told : job.told)
    if (!std::holds_alternative<gateway::Progress>(told)) return true;
  return false;
}

Task<> wait_for_a_beginning(House& house, std::shared_ptr<Job> job, http::Request& in) {
  auto deadline = house.clock.now() + house.settings.answer_grace;
  while (!job->outcome && !something_told(*job) && !in.client_gone()) {
    bool notified = co_await job->changed.wait_until(house.clock, deadline);
    if (!notified) co_return;
  }
}

// Signed until about when the picture itself is forgotten; so it is the same address each time.
std::string address_of(const House& house, const Job& job, const drive::KeptPicture& picture) {
  auto expires = address_end(house, job.key.policy, job.created);
  return signed_address(job.request->wishes.origin, house.settings.picture_secret, job.key.hash,
                        picture.file.sha256, expires);
}

Task<Status> tell_all(House& house, std::shared_ptr<Job> job, http::Request& in,
                      http::Response& out, Shape& shape) {
  shape.set_headers(out);
  auto started = co_await out.start(200, "text/event-stream");
  CO_TRY(std::move(started));
  auto opened =
      co_await write_pieces(house.disk_of(*job), in_words(house, *job, shape.opening()), out);
  CO_TRY(std::move(opened));
  std::size_t next = 0;
  for (;;) {
    while (next < job->told.size()) {
      Pieces pieces = in_words(house, *job, shape.told(job->told[next++]));
      job->taken = std::max(job->taken, next);
      auto written = co_await write_pieces(house.disk_of(*job), std::move(pieces), out);
      CO_TRY(std::move(written));
    }
    if (job->outcome) break;
    if (in.client_gone()) co_return fail(client_gone());
    auto beat = house.clock.now() + house.settings.heartbeat;
    bool notified = co_await job->changed.wait_until(house.clock, beat);
    if (notified) continue;
    auto written = co_await out.write(": OPENROUTER PROCESSING\n\n");
    CO_TRY(std::move(written));
  }
  co_return co_await write_pieces(house.disk_of(*job),
                                  in_words(house, *job, shape.ending(*job->outcome)), out);
}

std::uint64_t size_of(const Pieces& pieces) {
  std::uint64_t size = 0;
  for (const auto& piece : pieces)
    size += piece.text.size() + (piece.picture ? base64_size(piece.picture->file.bytes) : 0);
  return size;
}

// JSON may begin with white space, so a proxy that cuts silent connections sees life.
Task<Status> tell_slowly(House& house, std::shared_ptr<Job> job, http::Request& in,
                         http::Response& out, Shape& shape) {
  shape.set_headers(out);
  auto started = co_await out.start(200, "application/json");
  CO_TRY(std::move(started));
  while (!job->outcome) {
    if (in.client_gone()) co_return fail(client_gone());
    auto beat = house.clock.now() + house.settings.heartbeat;
    bool notified = co_await job->changed.wait_until(house.clock, beat);
    if (notified) continue;
    auto written = co_await out.write(" ");
    CO_TRY(std::move(written));
  }
  if (job->outcome->error)
    co_return co_await out.write(
        error_body(*job->outcome->error, job->request->models, shape.error_style()));
  co_return co_await write_pieces(house.disk_of(*job),
                                  in_words(house, *job, shape.whole(*job->outcome)), out);
}

}  // namespace

std::int64_t address_end(const House& house, const store::KeyPolicy& policy, std::int64_t from) {
  constexpr std::int64_t kLong = 365 * 86'400;
  auto keep = house.settings.keeping.of(policy).keep_pictures.count();
  return from + (keep == 0 ? kLong : keep);
}

std::string data_url_head(const drive::KeptPicture& picture) {
  return "data:" + picture.file.media_type + ";base64,";
}

Pieces in_words(const House& house, const Job& job, Pieces pieces) {
  for (auto& piece : pieces) {
    if (!piece.picture) continue;
    if (job.request->wishes.by_address) {
      piece.text += address_of(house, job, *piece.picture);
      piece.picture.reset();
    } else if (!piece.bare) {
      piece.text += data_url_head(*piece.picture);
    }
  }
  return pieces;
}

Task<Status> write_pieces(media::Disk& disk, Pieces pieces, http::Response& out) {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (!pieces[i].picture) {
      if (pieces[i].text.empty()) continue;
      auto written = co_await out.write(pieces[i].text);
      CO_TRY(std::move(written));
      continue;
    }
    // A text behind a picture leaves with the picture's last bytes.
    std::string after;
    if (i + 1 < pieces.size() && !pieces[i + 1].picture) after.swap(pieces[i + 1].text);
    auto written = co_await write_picture(disk, std::move(*pieces[i].picture),
                                          std::move(pieces[i].text), std::move(after), out);
    CO_TRY(std::move(written));
  }
  co_return Status{};
}

Task<Status> tell_stream(House& house, std::shared_ptr<Job> job, http::Request& in,
                         http::Response& out, Shape& shape) {
  co_await wait_for_a_beginning(house, job, in);
  if (in.client_gone()) co_return fail(client_gone());
  if (job->outcome && job->outcome->error && !something_told(*job)) {
    co_await send_error(out, *job->outcome->error, job->request->models, shape.error_style());
    co_return Status{};
  }
  auto status = co_await tell_all(house, job, in, out, shape);
  CO_TRY(std::move(status));
  co_return co_await out.finish();
}

Task<> tell_events(House& house, std::shared_ptr<drive::Job> job, http::Request& in,
                   http::Response& out, Shape& shape) {
  auto status = co_await tell_all(house, job, in, out, shape);
  if (status) (void)co_await out.finish();
}

Task<Status> send_pieces(House& house, const Job& job, Pieces pieces, http::Response& out) {
  co_return co_await send_json(house.disk_of(job), in_words(house, job, std::move(pieces)), out);
}

Task<Status> send_json(media::Disk& disk, Pieces pieces, http::Response& out) {
  auto length = static_cast<std::int64_t>(size_of(pieces));
  auto started = co_await out.start(200, "application/json", length);
  CO_TRY(std::move(started));
  auto written = co_await write_pieces(disk, std::move(pieces), out);
  CO_TRY(std::move(written));
  co_return co_await out.finish();
}

Task<Status> tell_whole(House& house, std::shared_ptr<drive::Job> job, http::Request& in,
                        http::Response& out, Shape& shape) {
  if (job->request->wishes.keep_alive) {
    auto status = co_await tell_slowly(house, job, in, out, shape);
    CO_TRY(std::move(status));
    co_return co_await out.finish();
  }
  while (!job->outcome && !in.client_gone()) co_await job->changed.wait();
  if (in.client_gone()) co_return fail(client_gone());
  if (job->outcome->error) {
    co_await send_error(out, *job->outcome->error, job->request->models, shape.error_style());
    co_return Status{};
  }
  shape.set_headers(out);
  co_return co_await send_pieces(house, *job, shape.whole(*job->outcome), out);
}

}  // namespace easel::api
