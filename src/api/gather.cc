#include "api/gather.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "api/fetch.h"
#include "api/json_body.h"
#include "api/own_pictures.h"
#include "base/base64.h"
#include "media/spool.h"

namespace easel::api {
namespace {

using namespace gateway;

constexpr std::size_t kMostFetched = 8;

bool is_address(std::string_view url) {
  return url.starts_with("http://") || url.starts_with("https://");
}

// Bytes as they come, into a data URL in blocks of the byte budget. What kind of picture it is is
// seen from the first of them.
class DataUrl {
 public:
  explicit DataUrl(ByteBudget& budget) : blob_(std::make_shared<Blob>(ByteBudget::Lease(budget))) {}

  Status add(std::string_view bytes) {
    if (started_) return encode(bytes);
    head_ += bytes;
    constexpr std::size_t kEnough = 64 * 1024;
    return head_.size() >= kEnough ? start() : Status{};
  }

  Result<std::shared_ptr<const Blob>> finish() {
    if (!started_) TRY(start());
    std::string text;
    encoder_.finish(text);
    TRY(put(text));
    return blob_;
  }

 private:
  Status start() {
    auto kind = media::sniff(head_);
    if (!kind)
      return fail(ErrorKind::unsupported_image_format,
                  "What is there is no PNG, JPEG, WebP, GIF or AVIF.");
    started_ = true;
    TRY(put("data:" + kind->media_type + ";base64,"));
    return encode(std::exchange(head_, {}));
  }

  Status encode(std::string_view bytes) {
    std::string text;
    encoder_.encode(bytes, text);
    return put(text);
  }

  Status put(std::string_view text) {
    if (blob_->append(text)) return {};
    return fail(no_room_for_pictures());
  }

  std::shared_ptr<Blob> blob_;
  Base64Encoder encoder_;
  std::string head_;
  bool started_ = false;
};

Task<Result<std::shared_ptr<const Blob>>> read_kept(House& house, std::string path) {
  constexpr std::size_t kPiece = 48 * 1024;
  auto opened = co_await media::Reader::open(house.disk, std::move(path));
  auto reader = CO_TRY(std::move(opened));
  DataUrl url(house.budget);
  for (;;) {
    auto piece = co_await reader.read(kPiece);
    auto bytes = CO_TRY(std::move(piece));
    if (bytes.empty()) break;
    CO_TRY(url.add(bytes));
  }
  co_return url.finish();
}

Error failed(std::string_view url, std::string_view why) {
  return not_fetched("picture", url, why);
}

Task<Result<std::shared_ptr<const Blob>>> fetch_picture(House& house, std::string url) {
  DataUrl data(house.budget);
  auto fetched = co_await fetch(
      house,
      {.what = "picture", .accept = "image/*", .most_bytes = house.settings.fetch.most_bytes},
      std::move(url), [&data](std::string_view bytes) { return data.add(bytes); });
  CO_TRY(std::move(fetched));
  co_return data.finish();
}

// The picture at an address; null: it stays an address.
Task<Result<std::shared_ptr<const Blob>>> picture_at(House& house, store::Key key, std::string url,
                                                     std::string origin, bool fetch_all) {
  auto found = co_await own_picture(house, std::move(key), url, std::move(origin));
  auto own = CO_TRY(std::move(found));
  if (own) co_return co_await read_kept(house, own->path);
  if (!fetch_all) co_return std::shared_ptr<const Blob>();
  if (!is_address(url)) co_return fail(failed(url, "it is no http address."));
  co_return co_await fetch_picture(house, std::move(url));
}

// Puts references to long strings in the place of addresses, wherever the document names them.
void replace(json::value& value,
             const std::map<std::string, std::string, std::less<>>& references) {
  if (value.is_object()) {
    for (auto& [key, inner] : value.get_object()) replace(inner, references);
  } else if (value.is_array()) {
    for (auto& inner : value.get_array()) replace(inner, references);
  } else if (value.is_string()) {
    const auto& text = value.get_string();
    auto found = references.find(std::string_view(text.data(), text.size()));
    if (found != references.end()) value = json::string(found->second);
  }
}

// Every picture that the request holds.
template <class Request, class Body>
void for_pictures(Request& request, const Body& body) {
  for (auto& message : request.messages)
    for (auto& part : message.parts)
      if (part.kind == Part::Kind::image) body(part.image);
  for (auto& reference : request.references) body(reference);
}

bool is_remote(const ImagePart& picture) {
  return !picture.url.empty() && !picture.url.starts_with("data:");
}

std::vector<std::string> addresses_of(const GenerationRequest& request) {
  std::vector<std::string> urls;
  for_pictures(request, [&](const ImagePart& picture) {
    if (is_remote(picture) && std::ranges::count(urls, picture.url) == 0)
      urls.push_back(picture.url);
  });
  return urls;
}

bool is_reference_only(const GenerationRequest& request, const std::string& url) {
  for (const auto& message : request.messages)
    for (const auto& part : message.parts)
      if (part.image.url == url) return false;
  return true;
}

// Tells the client which of its pictures it was.
Error at_field(Error error, const GenerationRequest& request, const std::string& url) {
  for_pictures(request, [&](const ImagePart& picture) {
    if (picture.url != url || !error.field.empty()) return;
    error.field = picture.field;
    if (error.kind != ErrorKind::invalid_request)
      error.message = picture.field + ": " + error.message;
  });
  return error;
}

}  // namespace

Task<Status> gather_pictures(House& house, store::Key key, GenerationRequest& request,
                             bool fetch_all, bool fetch_references) {
  auto urls = addresses_of(request);
  std::map<std::string, std::string, std::less<>> references;
  std::size_t fetched = 0;
  for (const auto& url : urls) {
    auto got = co_await picture_at(house, key, url, request.wishes.origin,
                                   is_reference_only(request, url) ? fetch_references : fetch_all);
    if (!got) co_return fail(at_field(std::move(got.error()), request, url));
    auto picture = std::move(*got);
    if (!picture) continue;
    if (++fetched > kMostFetched)
      co_return fail(
          invalid("messages",
                  fmt::format("The request gives more than {} pictures by address.", kMostFetched),
                  "the others as data URLs"));
    references[url] = request.blob_mark + std::to_string(request.blobs.size());
    request.blobs.push_back(picture);
    for_pictures(request, [&](ImagePart& part) {
      if (part.url != url) return;
      part.url.clear();
      part.data_url = picture;
    });
  }
  if (references.empty()) co_return Status{};
  for (auto name : {"messages", "input_references", "image_config"})
    if (auto found = request.body.if_contains(name)) replace(*found, references);
  co_return Status{};
}

}  // namespace easel::api
