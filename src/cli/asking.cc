#include "cli/asking.h"

#include "http/client.h"
#include "runtime/loop.h"

namespace easel::cli {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostBody = 256 * 1024;

struct Round {
  Loops& loops;
  http::Client& client;
  milliseconds patience;
  std::size_t running;
};

Task<> read_body(http::Incoming& reply, Answer& answer) {
  while (answer.body.size() < kMostBody) {
    auto piece = co_await reply.read();
    if (!piece || piece->empty()) co_return;
    answer.body.append(piece->data(), piece->size());
  }
}

Task<> ask(Round& round, const Question& question, Answer& answer) {
  auto started = std::chrono::steady_clock::now();
  auto reply = co_await round.client.send({.url = question.url,
                                           .headers = question.headers,
                                           .connect_timeout = round.patience,
                                           .first_byte_timeout = round.patience,
                                           .idle_timeout = round.patience});
  if (reply) {
    answer.status = (*reply)->status;
    co_await read_body(**reply, answer);
  } else {
    answer.why = reply.error().error.message;
  }
  auto taken = std::chrono::steady_clock::now() - started;
  answer.milliseconds = static_cast<int>(std::chrono::duration_cast<milliseconds>(taken).count());
  if (--round.running == 0) round.loops.stop();
}

}  // namespace

std::vector<Answer> ask_all(const std::vector<Question>& questions, milliseconds patience,
                            const std::string& proxy) {
  std::vector<Answer> answers(questions.size());
  if (questions.empty()) return answers;
  Loops loops(1);
  auto client = http::make_client(loops.at(0), proxy);
  Round round{loops, *client, patience, questions.size()};
  for (std::size_t i = 0; i < questions.size(); ++i)
    spawn(loops.at(0).executor(), "question", ask(round, questions[i], answers[i]));
  loops.run();
  return answers;
}

}  // namespace easel::cli
