#include "api/signatures.h"

#include "base/base64.h"
#include "base/hash.h"
#include "base/log.h"
#include "wire/data_url.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using namespace gateway;

// The hash of the bytes in a data URL, "" when it holds none.
std::string hash_of(const ImagePart& image) {
  std::string_view first = image.url;
  if (image.data_url) first = image.data_url->blocks().front();
  auto head = wire::parse_data_url_head(first);
  if (!head) return {};
  Base64Decoder decoder;
  Sha256 sha;
  std::string bytes;
  auto feed = [&](std::string_view text) {
    bytes.clear();
    bool good = decoder.decode(text, bytes).has_value();
    sha.update(bytes);
    return good;
  };
  bool good = feed(first.substr(head->data_at));
  if (image.data_url) {
    const auto& blocks = image.data_url->blocks();
    for (std::size_t i = 1; good && i < blocks.size(); ++i) good = feed(blocks[i]);
  }
  if (!good || !decoder.finish()) return {};
  return to_hex(sha.finish());
}

bool is_signed(const boost::json::value& details) {
  if (!details.is_array()) return false;
  for (const auto& detail : details.get_array()) {
    if (!detail.is_object()) continue;
    for (auto name : {"data", "signature"}) {
      auto found = detail.get_object().if_contains(name);
      if (found && found->is_string() && !found->get_string().empty()) return true;
    }
  }
  return false;
}

std::string signature_of(const drive::Outcome& outcome) {
  if (!outcome.signatures.empty()) return outcome.signatures.back();
  auto details = outcome.message_fields.if_contains("reasoning_details");
  return details && is_signed(*details) ? wire::to_json(*details) : "";
}

}  // namespace

Task<> recall_signatures(House& house, std::string key_hash, GenerationRequest& request) {
  std::vector<std::pair<std::string, ImagePart*>> pictures;
  std::vector<std::string> hashes;
  for (auto& message : request.messages) {
    if (message.role != "assistant") continue;
    for (auto& part : message.parts) {
      if (part.kind != Part::Kind::image) continue;
      auto hash = hash_of(part.image);
      if (hash.empty()) continue;
      hashes.push_back(hash);
      pictures.emplace_back(std::move(hash), &part.image);
    }
  }
  if (hashes.empty()) co_return;
  auto kept = co_await house.store.signatures(std::move(key_hash), std::move(hashes));
  if (!kept) {
    log::warn("signatures cannot be read: {}", kept.error().message);
    co_return;
  }
  for (const auto& row : *kept)
    for (auto& [hash, image] : pictures)
      if (hash == row.sha256) image->signatures.emplace_back(row.provider, row.json);
}

Task<> keep_signatures(House& house, const drive::Job& job, const drive::Outcome& outcome) {
  auto text = signature_of(outcome);
  if (text.empty() || outcome.pictures.empty() || outcome.attempts.empty()) co_return;
  std::vector<store::PictureSignature> rows;
  for (const auto& picture : outcome.pictures)
    rows.push_back({.key_hash = job.key.hash,
                    .sha256 = picture.file.sha256,
                    .provider = outcome.attempts.back().provider,
                    .json = text,
                    .at = house.micros()});
  auto kept = co_await house.store.keep_signatures(std::move(rows));
  if (!kept) log::warn("{}: signatures are not kept: {}", job.id, kept.error().message);
}

}  // namespace easel::api
