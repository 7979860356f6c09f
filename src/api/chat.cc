#include "api/chat.h"

#include "api/chat_request.h"
#include "api/chat_shape.h"
#include "api/errors.h"
#include "api/picture_out.h"

namespace easel::api {
namespace {

using drive::Job;

// Tells a job chunk by chunk, from wherever it stands to its end.
class ChatStream {
 public:
  ChatStream(House& house, std::shared_ptr<Job> job, http::Request& in, http::Response& out)
      : house_(house), job_(std::move(job)), in_(in), out_(out), shape_(*job_) {}

  Task<> run() {
    co_await wait_for_a_beginning();
    if (in_.client_gone()) co_return;
    if (job_->outcome && job_->outcome->error && !something_told())
      co_return co_await send_error(out_, *job_->outcome->error, job_->request->models);
    auto status = co_await tell_all();
    if (status) (void)co_await out_.finish();
  }

 private:
  bool something_told() const {
    for (const auto& told : job_->told)
      if (!std::holds_alternative<gateway::Progress>(told)) return true;
    return false;
  }

  // A failure within the grace time gets its true status code; after it the stream begins, and a
  // failure can only be told inside it.
  Task<> wait_for_a_beginning() {
    auto deadline = house_.clock.now() + house_.settings.answer_grace;
    while (!job_->outcome && !something_told() && !in_.client_gone()) {
      bool notified = co_await job_->changed.wait_until(house_.clock, deadline);
      if (!notified) co_return;
    }
  }

  Task<Status> tell_all() {
    shape_.set_headers(out_);
    auto started = co_await out_.start(200, "text/event-stream");
    CO_TRY(std::move(started));
    for (;;) {
      while (next_ < job_->told.size()) {
        drive::Told told = job_->told[next_++];  // a copy: the list may grow while this is written
        job_->taken = std::max(job_->taken, next_);
        auto written = co_await tell(std::move(told));
        CO_TRY(std::move(written));
      }
      if (job_->outcome) break;
      if (in_.client_gone()) co_return fail(ErrorKind::cancelled, "The client has gone.");
      auto beat = house_.clock.now() + house_.settings.heartbeat;
      bool notified = co_await job_->changed.wait_until(house_.clock, beat);
      if (notified) continue;
      auto written = co_await out_.write(": OPENROUTER PROCESSING\n\n");
      CO_TRY(std::move(written));
    }
    auto end = shape_.final_chunks(*job_->outcome);
    co_return co_await out_.write(end);
  }

  Task<Status> tell(drive::Told told) {
    if (auto picture = std::get_if<drive::KeptPicture>(&told)) {
      auto [before, after] = shape_.picture_chunk(*picture);
      co_return co_await write_picture(house_.disk, *picture, std::move(before), std::move(after),
                                       out_);
    }
    std::string chunk = shape_.chunk(told);
    if (chunk.empty()) co_return Status{};
    co_return co_await out_.write(chunk);
  }

  House& house_;
  std::shared_ptr<Job> job_;
  http::Request& in_;
  http::Response& out_;
  ChatShape shape_;
  std::size_t next_ = 0;
};

Task<> answer_whole(House& house, std::shared_ptr<Job> job, http::Request& in,
                    http::Response& out) {
  while (!job->outcome && !in.client_gone()) co_await job->changed.wait();
  if (in.client_gone()) co_return;
  if (job->outcome->error)
    co_return co_await send_error(out, *job->outcome->error, job->request->models);
  ChatShape shape(*job);
  shape.set_headers(out);
  auto parts = shape.whole(*job->outcome);
  auto started = co_await out.start(200, "application/json",
                                    static_cast<std::int64_t>(parts.size(job->outcome->pictures)));
  if (!started) co_return;
  for (std::size_t i = 0; i < job->outcome->pictures.size(); ++i) {
    auto written = co_await write_picture(house.disk, job->outcome->pictures[i],
                                          std::move(parts.before[i]), "", out);
    if (!written) co_return;
  }
  auto written = co_await out.write(parts.after);
  if (written) (void)co_await out.finish();
}

}  // namespace

Task<Result<gateway::GenerationRequest>> ChatDoor::read(House& house, http::Request& in,
                                                        std::string& request_hash) const {
  ChatBody body(house.budget);
  for (;;) {
    auto piece = co_await in.read_body();
    auto bytes = CO_TRY(std::move(piece));
    if (bytes.empty()) break;
    CO_TRY(body.feed({bytes.data(), bytes.size()}));
  }
  auto request = body.finish();
  request_hash = body.hash();
  co_return request;
}

Task<> ChatDoor::answer(House& house, std::shared_ptr<Job> job, http::Request& in,
                        http::Response& out) const {
  if (!job->request->stream) co_return co_await answer_whole(house, job, in, out);
  ChatStream stream(house, job, in, out);
  co_await stream.run();
}

}  // namespace easel::api
