#include "api/image_form.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/base64.h"

namespace easel::api {
namespace {

const std::string kPng = std::string("\x89PNG\r\n\x1a\n", 8) + std::string(100'000, 'p');
const std::string kJpeg = "\xff\xd8\xff\xe0 and so on";

std::string field(std::string_view name, std::string_view data, std::string_view file = "") {
  std::string text = "--XX\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"";
  if (!file.empty()) text += "; filename=\"" + std::string(file) + "\"";
  return text + "\r\n\r\n" + std::string(data) + "\r\n";
}

struct Read {
  Result<gateway::GenerationRequest> request;
  std::string hash;
};

Read read(std::string body, std::size_t piece = 1 << 20,
          ImageDialect dialect = ImageDialect::edits) {
  static ByteBudget budget(256 << 20);
  ImageForm form(budget, "XX", dialect);
  body += "--XX--";
  for (std::size_t i = 0; i < body.size(); i += piece) {
    auto fed = form.feed(std::string_view(body).substr(i, piece));
    if (!fed) return {fail(fed.error()), ""};
  }
  auto request = form.finish();
  return {std::move(request), form.hash()};
}

std::string edit(std::string_view more = "") {
  return field("model", "a/b") + field("prompt", "bluer") + field("n", "2") + std::string(more);
}

std::string text_of(const gateway::Blob& blob) {
  std::string all;
  for (const auto& block : blob.blocks()) all += block;
  return all;
}

}  // namespace

TEST(ImageForm, fields_and_pictures_at_any_split) {
  auto body = edit(field("image[]", kPng, "a.png") + field("image[]", kJpeg, "b") +
                   field("stream", "true") + field("unknown", "x", "some.file"));
  std::string hash;
  for (std::size_t piece : {1u, 7u, 1000u, 70'000u, 1u << 20}) {
    auto [request, its_hash] = read(body, piece);
    ASSERT_TRUE(request) << request.error().message;
    EXPECT_EQ(request->prompt(), "bluer");
    EXPECT_EQ(request->image.n, 2);
    EXPECT_TRUE(request->stream);
    ASSERT_EQ(request->image_parts(), 2);
    EXPECT_EQ(text_of(*request->messages[0].parts[1].image.data_url),
              "data:image/png;base64," + base64_encode(kPng));
    EXPECT_EQ(text_of(*request->messages[0].parts[2].image.data_url),
              "data:image/jpeg;base64," + base64_encode(kJpeg));
    auto url = request->body.at("messages").at(0).at("content").at(2).at("image_url").at("url");
    EXPECT_EQ(request->blob_index(url.as_string().c_str()), 1);
    if (!hash.empty()) EXPECT_EQ(its_hash, hash);
    hash = its_hash;
  }
}

TEST(ImageForm, each_wrong_field_is_named) {
  auto picture = field("image", kPng, "a.png");
  std::vector<std::pair<std::string, std::string>> wrongs = {
      {edit(), "image"},
      {edit(field("image", "no picture at all", "a.png")), "image"},
      {edit(field("image", "", "a.png")), "image"},
      {edit(field("mask", kPng, "m.png") + picture), "mask"},
      {edit(field("n", "many") + picture), "n"},
      {edit(field("n", "11") + picture), "n"},
      {edit(field("stream", "maybe") + picture), "stream"},
      {edit(field("size", "big") + picture), "size"},
      {edit(field("response_format", "pigeon") + picture), "response_format"},
      {field("prompt", "x") + picture, "model"},
      {field("model", "a/b") + picture, "prompt"},
  };
  std::string many;
  for (int i = 0; i < 17; ++i) many += field("image[]", kJpeg, "a.jpg");
  wrongs.emplace_back(edit(many), "input_references");
  for (const auto& [body, field] : wrongs) {
    auto request = read(body).request;
    ASSERT_FALSE(request) << body.substr(0, 300);
    EXPECT_EQ(request.error().kind, ErrorKind::invalid_request);
    EXPECT_EQ(request.error().field, field);
    EXPECT_FALSE(request.error().expected.empty()) << field;
  }
}

TEST(ImageForm, a_full_byte_budget_is_said_so) {
  ByteBudget small(100'000);
  ImageForm form(small, "XX", ImageDialect::edits);
  auto fed = form.feed(edit(field("image", kPng, "a") + field("image", kPng, "b")));
  ASSERT_FALSE(fed);
  EXPECT_EQ(fed.error().kind, ErrorKind::overloaded);
}

RC_GTEST_PROP(ImageForm, no_bytes_crash_it, (const std::string& bytes)) {
  (void)read(bytes, 3);
  (void)read(edit(field("image", "\xff\xd8\xff" + bytes, "a") + bytes), 3);
}

}  // namespace easel::api
