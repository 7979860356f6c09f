#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "api/chat.h"
#include "api/generate.h"
#include "media/sim_disk.h"
#include "runtime/sim_clock.h"
#include "store/sim_runner.h"
#include "store/sim_vfs.h"

// The whole story in one thread: a house of simulated parts, an upstream that misbehaves, clients
// that leave and come again, and a power cut in the middle (docs/architecture.md, "Simulation").
// Test code: it is linked into api_test only.
namespace easel::api::sim {

// A file that every sniffer takes for a PNG of that size, different for each number.
std::string make_picture(std::uint64_t number, std::size_t bytes);

// What one request meets upstream.
struct Fate {
  enum class Kind { good, refused, status, cut, broken_picture, text_only } kind = Kind::good;
  int status = 500;
  int pictures = 1;
  std::size_t picture_bytes = 1000;
  Money cost{};
  std::size_t cut_at = 0;  // bytes of the reply that still come
};

// The upstream, for all lives of a world.
struct Upstream {
  struct Submission {
    std::string mark;  // the prompt that names the client
    Fate fate;
    std::vector<std::string> pictures;
    bool finished = false;  // the reply went out whole
  };
  std::map<std::string, std::vector<Fate>> fates;  // by mark, one for each try
  std::vector<Submission> submissions;
};

class SimClient : public http::Client {
 public:
  SimClient(Clock& clock, Upstream& upstream, std::uint64_t seed)
      : clock_(clock), upstream_(upstream), random_(seed) {}
  Task<std::expected<std::unique_ptr<http::Incoming>, http::TransportError>> send(
      http::Outgoing request) override;

 private:
  Clock& clock_;
  Upstream& upstream_;
  std::mt19937_64 random_;
};

// A connection as the handler sees it: the body comes in pieces, the answer is taken slowly, and
// the peer may go.
class SimRequest : public http::Request {
 public:
  SimRequest(Clock& clock, std::string key, std::string idempotency_key, std::string body,
             std::uint64_t seed);
  Task<Result<std::span<const char>>> read_body() override;
  void on_client_gone(std::move_only_function<void()> fn) override { gone_fn_ = std::move(fn); }
  bool client_gone() const override { return gone_; }
  void leave();
  void ask_later() { headers_.emplace_back("prefer", "respond-async"); }

 private:
  Clock& clock_;
  std::string authorization_, idempotency_key_, body_;
  std::size_t sent_ = 0;
  std::mt19937_64 random_;
  bool gone_ = false;
  std::move_only_function<void()> gone_fn_;
};

class SimResponse : public http::Response {
 public:
  SimResponse(Clock& clock, SimRequest& request, std::uint64_t seed)
      : clock_(clock), request_(request), random_(seed) {}
  void add_header(std::string name, std::string value) override;
  Task<Status> send(int status, std::string_view type, std::string_view body) override;
  Task<Status> send_raw(std::string_view bytes) override;
  Task<Status> start(int status, std::string_view type, std::int64_t length) override;
  Task<Status> write(std::string_view bytes) override;
  Task<Status> finish() override;
  bool started() const override { return status_ != 0; }
  std::uint64_t bytes_sent() const override { return body.size(); }
  int status() const override { return status_; }

  std::map<std::string, std::string> headers;
  std::string body;
  bool whole = false;  // the client has all of it
  std::int64_t promised = -1;

 private:
  Clock& clock_;
  SimRequest& request_;
  std::mt19937_64 random_;
  int status_ = 0;
};

// Everything that dies with the process.
class Life {
 public:
  Life(SimClock& clock, media::SimDisk& disk, const store::SimVfs& vfs, Upstream& upstream,
       const gateway::Catalog& catalog, std::uint64_t seed);
  ~Life();

  std::unique_ptr<store::Database> database;
  std::unique_ptr<House> house;
  drive::Jobs jobs;
  ByteBudget budget{64 << 20};

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;

 public:
  // Last, so that it goes first: what still sleeps on it refers to everything above.
  boost::asio::io_context io{1};
};

}  // namespace easel::api::sim
