#include "gateway/pricing.h"

#include <gtest/gtest.h>

namespace easel::gateway {
namespace {

GenerationRequest asking(bool image) {
  GenerationRequest request;
  request.messages = {{.role = "user", .parts = {{.text = std::string(200, 'x')}}}};
  request.wants_image = image;
  return request;
}

Money cents(int n) {
  return Money::nano(std::int64_t{n} * 10'000'000);
}

Model speaking() {
  Model model{.id = "a/b", .output_modalities = {"text"}};
  model.pricing = {{"prompt", "0.000001"}, {"completion", "0.00000025"}};
  return model;
}

}  // namespace

TEST(Pricing, a_hold_covers_every_picture_font_and_reference) {
  auto request = asking(true);
  request.wants_text = false;
  request.image.fonts = 2;
  request.image.super_resolution_references = 4;
  Endpoint endpoint{
      .prices = {{"input_font", "image", cents(3)}, {"input_reference", "image", cents(20)}},
      .most_per_image = cents(15)};
  EXPECT_EQ(most_cost(request, {}, endpoint, 3), cents(3 * 15 + 2 * 3 + 4 * 20));
}

TEST(Pricing, a_hold_for_words_goes_by_max_tokens) {
  auto request = asking(false);
  auto most = most_cost(request, speaking(), {}, 0);
  request.body["max_tokens"] = 100;
  auto little = most_cost(request, speaking(), {}, 0);
  EXPECT_EQ(most - little, Money::nano(250) * (8192 - 100));
}

TEST(Pricing, pictures_cost_by_the_piece_or_by_whole_megapixels) {
  Made two{.pictures = 2, .megapixels = 2 * 1.048576};
  Endpoint each{.prices = {{"output_image", "image", cents(4)}}};
  EXPECT_EQ(listed_cost(asking(true), {}, each, two), cents(8));
  Endpoint area{.prices = {{"output_image", "megapixel", cents(3)}}};
  EXPECT_EQ(listed_cost(asking(true), {}, area, two), cents(6));
}

TEST(Pricing, tokens_below_a_nano_dollar_are_rounded_in_their_sum) {
  auto model = speaking();
  model.pricing["prompt"] = "0.0000000375";
  Made made{.usage = {.prompt_tokens = 1000, .completion_tokens = 0}};
  EXPECT_EQ(listed_cost(asking(false), model, {}, made), Money::nano(37'500));
}

TEST(Pricing, tokens_of_pictures_have_a_price_of_their_own) {
  auto model = speaking();
  model.pricing["image_output"] = "0.00003";
  Made made{.usage = {.prompt_tokens = 0, .completion_tokens = 1300, .image_tokens = 1290},
            .pictures = 1};
  EXPECT_EQ(listed_cost(asking(true), model, {}, made), Money::nano(1290 * 30'000 + 10 * 250));
}

TEST(Pricing, a_line_for_the_tier_that_was_asked_for_goes_before_the_one_for_all) {
  auto request = asking(true);
  Endpoint endpoint{
      .prices = {{"output_image", "image", cents(2)}, {"output_image", "image", cents(4), "2K"}}};
  Made made{.pictures = 2};
  EXPECT_EQ(listed_cost(request, {}, endpoint, made), cents(4));
  request.image.image_size = "2K";
  EXPECT_EQ(listed_cost(request, {}, endpoint, made), cents(8));
}

}  // namespace easel::gateway
