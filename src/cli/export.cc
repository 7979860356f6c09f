#include "cli/export.h"

#include <fmt/core.h>

#include <filesystem>
#include <set>

#include "api/record.h"
#include "cli/moment.h"
#include "cli/zip_out.h"
#include "store/files.h"
#include "wire/json_writer.h"

namespace easel::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPage = 200;

Status write_content(store::Database& database, const std::string& id, wire::JsonWriter& out) {
  auto content = TRY(database.content(id));
  out.key("content");
  if (!content) {
    out.null();
    return {};
  }
  out.begin_object().field_raw("input", content->input).field_raw("output", content->output);
  out.end_object();
  return {};
}

Result<std::string> key_hash_of(store::Database& database, const std::string& which) {
  if (which.empty()) return std::string();
  return TRY(database.which_key(which, now())).hash;
}

// The pictures that a key keeps as files.
Result<std::vector<store::Picture>> files_of(store::Database& database,
                                             const std::string& key_hash) {
  std::vector<store::Picture> pictures;
  std::string after;
  for (;;) {
    auto page = TRY(store::files(database, key_hash, after, kPage, now()));
    for (auto& file : page) pictures.push_back(std::move(file.picture));
    if (static_cast<std::int64_t>(page.size()) < kPage) return pictures;
    after = page.back().id;
  }
}

}  // namespace

Status export_zip(const Export& options, const std::string& media, store::Database& database) {
  store::GenerationFilter filter{.key_hash = TRY(key_hash_of(database, options.key))};
  filter.user = options.user;
  filter.at_most = kPage;
  auto zip = TRY(ZipOut::create(options.out));
  std::set<std::string> added;
  std::string list = "[";
  std::size_t count = 0;
  for (;;) {
    auto page = TRY(database.list_generations(filter));
    for (const auto& row : page) {
      auto parts = TRY(api::parts_of_record(database, row));
      list += list.size() > 1 ? ",\n" : "\n";
      wire::JsonWriter out(list);
      out.begin_object().field_raw("generation", api::generation_record(row, parts));
      TRY(write_content(database, row.id, out));
      out.end_object();
      for (const auto& picture : parts.pictures) {
        auto path = media + "/" + picture.path;
        std::error_code none;
        if (!added.insert(picture.path).second || !fs::exists(path, none)) continue;
        TRY(zip.add_file("pictures/" + fs::path(picture.path).filename().string(), path));
      }
    }
    count += page.size();
    if (static_cast<std::int64_t>(page.size()) < kPage) break;
    filter.cursor_at = page.back().created_at;
    filter.cursor_id = page.back().id;
  }
  list += "\n]\n";
  TRY(zip.add_text("generations.json", list));
  for (const auto& picture : TRY(files_of(database, filter.key_hash))) {
    auto path = media + "/" + picture.path;
    std::error_code none;
    if (!added.insert(picture.path).second || !fs::exists(path, none)) continue;
    TRY(zip.add_file("pictures/" + fs::path(picture.path).filename().string(), path));
  }
  TRY(zip.close());
  fmt::print("{}: {} generations, {} pictures.\n", options.out, count, added.size());
  return {};
}

Status forget(const Forget& options, const std::string& media, store::Database& database) {
  constexpr int kAtOnce = 100;
  store::Forgetting what{.key_hash = TRY(key_hash_of(database, options.key)), .user = options.user};
  auto remove = [&media](const std::string& path) -> Status {
    std::error_code error;
    fs::remove(media + "/" + path, error);
    if (error) return fail(ErrorKind::unavailable, path + " cannot be removed.");
    // Smaller copies are named after the picture.
    auto hash = fs::path(path).stem().string();
    for (const auto& entry : fs::recursive_directory_iterator(media + "/renditions", error))
      if (entry.path().filename().string().starts_with(hash)) fs::remove(entry.path(), error);
    return {};
  };
  int all = 0;
  for (;;) {
    int gone = TRY(database.forget(what, now(), kAtOnce, remove));
    all += gone;
    if (gone < kAtOnce) break;
  }
  fmt::print("Forgot {} generations; what they cost stays in the accounts.\n", all);
  return {};
}

}  // namespace easel::cli
