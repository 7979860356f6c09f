#include <gtest/gtest.h>

#include "gateway/pricing.h"
#include "providers/body_writer.h"
#include "providers/json_exchange.h"
#include "providers/reply_fields.h"
#include "providers/testing.h"

// The example of docs/adding-a-provider.md, which quotes it between the two marks as it stands.

// example begins
namespace easel::providers {
namespace {

using namespace gateway;

// One try: what is sent, and what the reply means.
class SketchExchange : public JsonExchange {
 public:
  SketchExchange(const GenerationRequest& request, const Candidate& candidate)
      : JsonExchange(*candidate.provider), request_(request), candidate_(candidate) {}

  Step next() override {
    if (over()) return Done{};
    json::object body{{"model", candidate_.endpoint->model_name}, {"text", request_.prompt()}};
    return Send{.method = "POST",
                .url = provider().base_url + "/draw",
                .headers = {{"Content-Type", "application/json"}},
                .body = BodyWriter(request_).write(body),
                .credential = CredentialForm{.header = "X-Sketch-Key", .scheme = ""}};
  }

 private:
  // {"picture":"<base64>","cents":3}: the picture is told as it is read, and never lies in memory.
  bool is_picture(const wire::Path& path) override { return path.matches("picture"); }
  void picture_begin(const wire::Path&) override { picture_.begin(out()); }
  void picture_data(std::string_view piece) override { picture_.data(out(), piece); }
  void picture_end() override { picture_.keep(out()); }

  // The rest of the reply, once it is whole.
  Status document(json::object& reply) override {
    auto cents = count_at(reply, "cents");
    Usage usage;
    if (cents >= 0) usage.cost = Money::from_dollars(static_cast<double>(cents) / 100);
    tell(std::move(usage));
    return {};
  }
  Status reply_over() override {
    if (picture_.whole() == 0)
      return fail(ErrorKind::provider_error, "The provider finished without a picture.");
    finish({.reason = "stop"});
    return {};
  }

  // A status of 400 and above.
  std::optional<Error> refused(int status, const json::object& body) override {
    return Error{.kind = kind_of_status(status), .message = text_at(body, "error")};
  }

  const GenerationRequest& request_;
  const Candidate& candidate_;
  PictureTeller picture_;
};

class SketchAdapter : public Adapter {
 public:
  Result<Plan> plan(const GenerationRequest& request, const Candidate& candidate) const override {
    TRY(refuse_needs(request, candidate, {}));
    return Plan{.most = most_cost(request, *candidate.model, *candidate.endpoint, 1)};
  }
  std::unique_ptr<Exchange> start(const GenerationRequest& request, const Candidate& candidate,
                                  std::int64_t) const override {
    return std::make_unique<SketchExchange>(request, candidate);
  }
};
// example ends

struct Scene : Place {
  GenerationRequest request = asking("a fox");
  Scene() {
    provider = {.slug = "sketch", .name = "Sketch", .base_url = "https://sketch.example"};
    endpoint = {.provider = "sketch", .model_name = "pencil"};
  }
  Played play(Reply reply) {
    auto exchange = SketchAdapter().start(request, candidate, 0);
    return providers::play(*exchange, {std::move(reply)}, {1});
  }
};

}  // namespace

TEST(Example, draws_at_the_price_that_upstream_told) {
  Scene scene;
  auto played = scene.play({.body = R"({"picture":"QUJD","cents":3})"});
  EXPECT_EQ(played.words(), "picture 0 \ndata QUJD\nend 0\nusage -1 -1 0.03\nfinish stop  \n");
  EXPECT_EQ(played.bodies[0], R"({"model":"pencil","text":"a fox"})");
  EXPECT_EQ(played.sent[0].credential->header, "X-Sketch-Key");
}

TEST(Example, what_goes_wrong_is_a_failure_that_names_the_provider) {
  Scene scene;
  EXPECT_EQ(scene.play({.status = 402, .body = R"({"error":"no credit"})"}).words(),
            "failure payment_required Sketch -1\n");
  for (auto body : {"", "[]", "{}", R"({"picture":"QUJ)"})
    EXPECT_EQ(scene.play({.body = body}).error()->kind, ErrorKind::provider_error) << body;
}

}  // namespace easel::providers
