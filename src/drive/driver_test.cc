#include "drive/driver.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>

#include "drive/computation.h"
#include "runtime/testing.h"

namespace easel::drive {
namespace {

using namespace gateway;
using namespace std::chrono_literals;
using easel::testing::run_on;

// Answers every request with an error, and remembers it.
struct Recorder : http::Client {
  http::Outgoing last{};
  Error error{.kind = ErrorKind::provider_error, .message = "Connection refused."};
  Task<std::expected<std::unique_ptr<http::Incoming>, http::TransportError>> send(
      http::Outgoing request) override {
    last = std::move(request);
    co_return std::unexpected(http::TransportError{.error = error});
  }
};

struct OneStep : providers::Exchange {
  explicit OneStep(providers::Step s) : step(std::move(s)) {}
  providers::Step step;
  bool taken = false;
  int ends = 0;
  providers::Step next() override {
    if (std::exchange(taken, true)) return providers::Done{};
    return std::move(step);
  }
  void head(int, const std::vector<std::pair<std::string, std::string>>&) override {}
  void feed(std::string_view, Events&) override {}
  void end(Events& out) override {
    ++ends;
    out.push_back(Finish{});
  }
};

struct Taker : EventTaker {
  std::atomic<int> taken = 0;
  int most = 1'000'000;
  Clock* clock = nullptr;  // each event takes a while
  Task<Status> take(gateway::Event) override {
    if (clock) co_await clock->sleep(1ms);
    if (++taken > most) co_return fail(ErrorKind::unavailable, "The data folder is full.");
    co_return Status{};
  }
  Task<Status> persist(std::string) override { co_return Status{}; }
  bool paid() const override { return pays; }
  std::string idempotency_key() const override { return "gen-1"; }
  bool pays = true;
};

struct Bench {
  Loop loop{0};
  Recorder client;
  std::unique_ptr<Workers> workers = make_workers(2, 10);
  Taker taker;
  StopToken stop;
  Provider provider{.slug = "up",
                    .name = "Up",
                    .base_url = "https://up.example/api/v1",
                    .credential = "top-secret"};

  AttemptEnd drive(providers::Exchange& exchange) {
    Hands hands{client, *workers, loop.clock()};
    return run_on(loop, drive::drive(hands, exchange, provider, "lane", stop, taker));
  }
  std::string authorization(std::string url) {
    OneStep exchange(providers::Send{
        .method = "POST", .url = std::move(url), .credential = providers::CredentialForm{}});
    drive(exchange);
    return std::string(http::find_header(client.last.headers, "authorization"));
  }
};

// Waits for ever, and can be told to stop.
struct Patient : providers::Exchange {
  bool can_stop = true;
  providers::Step next() override { return providers::Wait{1h}; }
  void head(int, const std::vector<std::pair<std::string, std::string>>&) override {}
  void feed(std::string_view, Events&) override {}
  void end(Events&) override {}
  std::optional<providers::Send> cancel() override {
    if (!std::exchange(can_stop, false)) return {};
    return providers::Send{.method = "POST", .url = "https://up.example/jobs/1/cancel"};
  }
};

TEST(Cancelling, TellsAnUpstreamThatIsWaitedForWhenItCanBeTold) {
  Bench bench;
  Patient exchange;
  bench.stop.request();
  bench.taker.pays = false;
  auto end = bench.drive(exchange);
  ASSERT_TRUE(end.error);
  EXPECT_EQ(end.error->kind, ErrorKind::cancelled);
  EXPECT_EQ(bench.client.last.url, "https://up.example/jobs/1/cancel");
}

TEST(Credential, GoesToTheProvidersOwnHost) {
  Bench bench;
  EXPECT_EQ(bench.authorization("https://up.example/api/v1/chat/completions"), "Bearer top-secret");
  EXPECT_EQ(bench.authorization("HTTPS://UP.example?x"), "Bearer top-secret");
}

TEST(Credential, GoesNowhereElse) {
  Bench bench;
  for (auto url : {"https://evil.example/", "https://up.example.evil/", "https://up.example:8443/",
                   "http://up.example/", "https://up.example@evil.example/",
                   "https://evil.example@up.example/", "https://evil.example\\@up.example/",
                   "https://evil.example#@up.example/", "up.example", ""})
    EXPECT_EQ(bench.authorization(url), "") << url;
  bench.provider.base_url = "";
  EXPECT_EQ(bench.authorization(""), "");
}

TEST(Credential, GoesOverHttpsToHostsThatTheCatalogTrusts) {
  Bench bench;
  bench.provider.trusted_hosts = {"up.example"};
  EXPECT_EQ(bench.authorization("https://eu2.up.example/v1/get_result?id=1"), "Bearer top-secret");
  for (auto url : {"http://eu2.up.example/", "https://evilup.example/", "https://up.example.evil/"})
    EXPECT_EQ(bench.authorization(url), "") << url;
}

TEST(Credential, TakesTheFormThatItsProviderWants) {
  Bench bench;
  OneStep exchange(providers::Send{.method = "GET",
                                   .url = "https://up.example/",
                                   .credential = providers::CredentialForm{"x-key", ""}});
  bench.drive(exchange);
  EXPECT_EQ(http::find_header(bench.client.last.headers, "x-key"), "top-secret");
  EXPECT_EQ(http::find_header(bench.client.last.headers, "authorization"), "");
}

TEST(Driver, AnAddressThatAReplyNamedMustBePublicUnlessTheProviderIsLocal) {
  Bench bench;
  auto guarded = [&](std::string base, bool from_reply) {
    bench.provider.base_url = std::move(base);
    OneStep exchange(providers::Send{
        .method = "GET", .url = "https://elsewhere.example/a.png", .from_reply = from_reply});
    bench.drive(exchange);
    return bench.client.last.guarded;
  };
  EXPECT_TRUE(guarded("https://up.example/v1", true));
  EXPECT_FALSE(guarded("https://up.example/v1", false));
  EXPECT_FALSE(guarded("http://127.0.0.1:7860", true));
  EXPECT_FALSE(guarded("http://[::1]:7860", true));
  EXPECT_FALSE(guarded("http://192.168.1.5", true));
  EXPECT_TRUE(guarded("http://8.8.8.8", true));
}

TEST(Credential, IsHiddenInWhatUpstreamSaysOfIt) {
  Bench bench;
  bench.client.error = {.kind = ErrorKind::provider_error,
                        .message = "no such key: top-secret!",
                        .detail = "top-secret, top-secret",
                        .metadata = R"({"raw":"Bearer top-secret"})"};
  OneStep exchange(providers::Send{.url = "https://up.example/"});
  auto end = bench.drive(exchange);
  ASSERT_TRUE(end.error);
  EXPECT_EQ(end.error->message, "no such key: …!");
  EXPECT_EQ(end.error->detail, "…, …");
  EXPECT_EQ(end.error->metadata, R"({"raw":"Bearer …"})");
}

TEST(Drive, AnExchangeThatIsDoneWithoutAWordIsABug) {
  Bench bench;
  OneStep exchange(providers::Done{});
  auto end = bench.drive(exchange);
  ASSERT_TRUE(end.error);
  EXPECT_EQ(end.error->kind, ErrorKind::internal);
}

TEST(Drive, APauseHeedsAStopWhereNothingIsPaid) {
  Bench bench;
  bench.stop.request();
  auto ended = [&](bool pays) {
    bench.taker.pays = pays;
    OneStep exchange(providers::Wait{300ms});
    return bench.drive(exchange).error->kind;
  };
  EXPECT_EQ(ended(false), ErrorKind::cancelled);
  EXPECT_EQ(ended(true), ErrorKind::internal) << "it waited, and then the exchange had no more";
}

TEST(Drive, AnExchangeMayAskAgainWhenAReplyBrokeOff) {
  struct Patient : OneStep {
    using OneStep::OneStep;
    int asked = 0;
    providers::Step next() override {
      ++asked;
      return providers::Send{.method = "GET", .url = "https://up.example/task"};
    }
    bool broken(const Error& error) override {
      return error.kind == ErrorKind::provider_error && asked < 3;
    }
  };
  Bench bench;
  Patient exchange(providers::Done{});
  auto end = bench.drive(exchange);
  EXPECT_EQ(exchange.asked, 3);
  EXPECT_EQ(end.error->provider, "Up");
}

TEST(Drive, WhatMayBePaidIsSentOnceAndUnderAKeyOnlyWhereThatHelps) {
  Bench bench;
  auto sent = [&](std::string method) {
    OneStep exchange(providers::Send{.method = std::move(method), .url = "https://up.example/"});
    bench.drive(exchange);
    return std::pair(bench.client.last.once,
                     std::string(http::find_header(bench.client.last.headers, "idempotency-key")));
  };
  EXPECT_EQ(sent("POST"), std::pair(true, std::string()));
  bench.provider.switches["idempotency"] = "yes";
  EXPECT_EQ(sent("POST"), std::pair(true, std::string("gen-1")));
  EXPECT_EQ(sent("GET"), std::pair(false, std::string()));
}

TEST(Computation, WaitsWhileAMegabyteOfEventsIsNotTaken) {
  Loop loop{0};
  auto workers = make_workers(1, 10);
  std::atomic<int> emitted = 0;
  Computation computation(*workers, loop.executor(), "lane", StopToken(),
                          [&](easel::Job&, const providers::Emit& emit) -> Status {
                            for (int i = 0; i < 100; ++i) {
                              TRY(emit(PictureData{.bytes = std::string(100'000, 'x')}));
                              ++emitted;
                            }
                            return {};
                          });
  computation.start();
  run_on(loop, loop.clock().sleep(100ms));
  EXPECT_LE(emitted, 11);
  EXPECT_GE(emitted, 10);

  Events events;
  int taken = 0;
  for (bool more = true; more; events.clear()) {
    more = run_on(loop, computation.next(events));
    for (const auto& event : events) taken += std::holds_alternative<PictureData>(event);
  }
  EXPECT_EQ(taken, 100);
  EXPECT_TRUE(computation.status());
}

TEST(Computation, ThatIsAbandonedWhileItWaitsEnds) {
  Loop loop{0};
  auto workers = make_workers(1, 10);
  std::atomic<bool> ended = false;
  {
    Computation computation(*workers, loop.executor(), "lane", StopToken(),
                            [&](easel::Job&, const providers::Emit& emit) -> Status {
                              Status status{};
                              while (status)
                                status = emit(Preview{.bytes = std::string(1 << 20, 'x')});
                              ended = true;
                              return status;
                            });
    computation.start();
    run_on(loop, loop.clock().sleep(50ms));
    EXPECT_FALSE(ended);
  }
  for (int i = 0; i < 200 && !ended; ++i) run_on(loop, loop.clock().sleep(10ms));
  EXPECT_TRUE(ended);
  run_on(loop, loop.clock().sleep(10ms));
}

// Abandoning races with the worker's falling asleep: it must not sleep through it.
TEST(Computation, IsNeverLeftAsleepByAnAbandon) {
  Loop loop{0};
  auto workers = make_workers(2, 10);
  std::atomic<int> running = 0;
  for (int round = 0; round < 300; ++round) {
    Computation computation(*workers, loop.executor(), "lane", StopToken(),
                            [&](easel::Job&, const providers::Emit& emit) -> Status {
                              ++running;
                              Status status{};
                              while (status)
                                status = emit(Preview{.bytes = std::string(1 << 19, 'x')});
                              --running;
                              return status;
                            });
    computation.start();
    run_on(loop, loop.clock().sleep(0ms));
    for (int spin = 0; spin < round * 50; ++spin)
      std::atomic_signal_fence(std::memory_order_seq_cst);
  }
  for (int i = 0; i < 300 && running > 0; ++i) run_on(loop, loop.clock().sleep(10ms));
  EXPECT_EQ(running, 0);
  run_on(loop, loop.clock().sleep(20ms));
}

TEST(Drive, StopsAComputationWithin200Milliseconds) {
  Bench bench;
  OneStep exchange(providers::Compute{[](easel::Job& job, const providers::Emit&) -> Status {
    while (!job.stop.requested()) std::this_thread::sleep_for(1ms);
    return fail(ErrorKind::cancelled, "The picture was cancelled.");
  }});
  auto timer =
      bench.loop.clock().at(bench.loop.clock().now() + 30ms, [&] { bench.stop.request(); });
  auto before = bench.loop.clock().now();
  auto end = bench.drive(exchange);
  EXPECT_LT(bench.loop.clock().now() - before, 230ms);
  ASSERT_TRUE(end.error);
  EXPECT_EQ(end.error->kind, ErrorKind::cancelled);
  EXPECT_EQ(exchange.ends, 0);
}

TEST(Drive, EndsTheComputationWhoseEventsCannotBeTaken) {
  Bench bench;
  bench.taker.most = 3;
  std::atomic<bool> refused = false;
  OneStep exchange(providers::Compute{[&](easel::Job&, const providers::Emit& emit) -> Status {
    for (int i = 0; i < 10'000; ++i) {
      std::this_thread::sleep_for(1ms);
      if (auto ok = emit(Text{.delta = "a"}); !ok) {
        refused = ok.error().kind == ErrorKind::cancelled;
        return ok;
      }
    }
    return {};
  }});
  auto end = bench.drive(exchange);
  ASSERT_TRUE(end.error);
  EXPECT_EQ(end.error->kind, ErrorKind::unavailable);
  EXPECT_TRUE(refused);
}

}  // namespace
}  // namespace easel::drive
