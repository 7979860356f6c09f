#include "providers/finishing.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "imaging/png.h"
#include "providers/testing.h"

namespace easel::providers {
namespace {

using namespace gateway;

std::string picture_file(int width, int height) {
  auto threads = make_threads(1);
  Job job{*threads};
  const auto bytes = imaging::encode_png(imaging::Bitmap(width, height), {}, job).value();
  return {bytes.begin(), bytes.end()};
}

// An upstream that gives one picture in two pieces, and then its end or nothing more.
class OnePicture : public Exchange {
 public:
  explicit OnePicture(std::string file) : file_(std::move(file)) {}
  Step next() override {
    if (asked_) return Done{};
    asked_ = true;
    return Send{.method = "GET", .url = "http://x"};
  }
  void head(int, const std::vector<std::pair<std::string, std::string>>&) override {}
  void feed(std::string_view, Events& out) override {
    const std::string text = base64_encode(file_);
    out.push_back(PictureStart{.declared_type = "image/png"});
    out.push_back(PictureData{.base64 = true, .bytes = text.substr(0, 9)});
    out.push_back(PictureData{.base64 = true, .bytes = text.substr(9)});
    out.push_back(PictureEnd{});
  }
  void end(Events& out) override { out.push_back(Finish{}); }

 private:
  std::string file_;
  bool asked_ = false;
};

class NoFonts : public Adapter {
 public:
  Result<Plan> plan(const GenerationRequest&, const Candidate&) const override { return Plan{}; }
  std::unique_ptr<Exchange> start(const GenerationRequest&, const Candidate&,
                                  std::int64_t) const override {
    return nullptr;
  }
};

GenerationRequest wishing(const char* json) {
  GenerationRequest request;
  request.body = boost::json::parse(json).as_object();
  request.image.pixels = Size{40, 20};
  return request;
}

// Everything that is told: of what came before `cut`, or of the whole answer.
Events play(Exchange& exchange, bool cut) {
  Events out;
  EXPECT_TRUE(std::holds_alternative<Send>(exchange.next()));
  exchange.feed("x", out);
  EXPECT_TRUE(out.empty());
  if (cut)
    EXPECT_TRUE(exchange.broken({.kind = ErrorKind::provider_error, .message = "cut"}));
  else
    exchange.end(out);
  EXPECT_TRUE(out.empty());
  auto step = exchange.next();
  auto threads = make_threads(1);
  Job job{*threads};
  auto done = std::get<Compute>(step).work(job, [&](Event event) -> Status {
    out.push_back(std::move(event));
    return {};
  });
  EXPECT_TRUE(done);
  exchange.end(out);
  return out;
}

const Model kModel{.id = "a/b"};

TEST(Finishing, nothing_comes_before_a_picture_that_waits_to_be_finished) {
  auto request = wishing(R"({"easel":{"finish":{"exact":true}}})");
  auto exchange =
      finished(std::make_unique<OnePicture>(picture_file(30, 30)), NoFonts(), request, kModel, {});
  auto events = play(*exchange, false);
  EXPECT_TRUE(std::holds_alternative<PictureStart>(events.front()));
  EXPECT_TRUE(std::holds_alternative<Finish>(events.back()));
  auto extra = std::get<Extra>(events[events.size() - 2]);
  EXPECT_EQ(boost::json::serialize(extra.fields),
            R"({"finishing":[{"came":"30x30","made":"40x20","did":["cut","scaled"],"index":0}]})");
}

TEST(Finishing, a_whole_picture_is_told_though_the_answer_was_cut_behind_it) {
  auto request = wishing(R"({"easel":{"finish":{"format":"jpeg"}}})");
  auto exchange =
      finished(std::make_unique<OnePicture>(picture_file(30, 30)), NoFonts(), request, kModel, {});
  auto events = play(*exchange, true);
  EXPECT_TRUE(std::holds_alternative<PictureStart>(events.front()));
  EXPECT_TRUE(std::holds_alternative<Failure>(events.back()));
}

TEST(Finishing, what_cannot_be_read_goes_on_as_it_came) {
  auto request = wishing(R"({"easel":{"finish":{"exact":true}}})");
  auto exchange =
      finished(std::make_unique<OnePicture>("no picture"), NoFonts(), request, kModel, {});
  auto events = play(*exchange, false);
  EXPECT_EQ(std::get<PictureData>(events[1]).bytes, "no picture");
}

TEST(Finishing, an_exchange_of_which_nothing_is_asked_is_itself) {
  auto request = wishing("{}");
  auto one = std::make_unique<OnePicture>("x");
  auto* address = one.get();
  EXPECT_EQ(finished(std::move(one), NoFonts(), request, kModel, {}).get(), address);
}

std::string format_made(const char* request, const Model& model, const FinishRule& configured) {
  const auto wish = wishing(request);
  auto exchange = finished(std::make_unique<OnePicture>(picture_file(40, 20)), NoFonts(), wish,
                           model, configured);
  if (!dynamic_cast<OnePicture*>(exchange.get())) {
    auto events = play(*exchange, false);
    const auto& bytes = std::get<PictureData>(events[1]).bytes;
    return bytes.starts_with("RIFF") ? "webp" : bytes.starts_with("\xff\xd8") ? "jpeg" : "png";
  }
  return "as it came";
}

TEST(Finishing, the_request_goes_before_the_models_entry_and_that_before_the_configuration) {
  const Model open{.id = "a/b"}, jpeg{.id = "a/c", .finish = {.format = "jpeg"}},
      kept{.id = "a/d", .finish = {.format = ""}};
  const FinishRule webp{.format = "webp"};
  EXPECT_EQ(format_made("{}", open, {}), "as it came");
  EXPECT_EQ(format_made("{}", open, webp), "webp");
  EXPECT_EQ(format_made("{}", jpeg, webp), "jpeg");
  EXPECT_EQ(format_made("{}", kept, webp), "as it came");
  EXPECT_EQ(format_made(R"({"easel":{"finish":{"format":"png"}}})", jpeg, webp), "png");
  EXPECT_EQ(format_made(R"({"easel":{"finish":{}}})", jpeg, webp), "as it came");
}

}  // namespace
}  // namespace easel::providers
