#include "api/file_form.h"

#include "base/text.h"

namespace easel::api {
namespace {

constexpr std::size_t kLongestName = 255;

std::string name_of(std::string_view given) {
  given.remove_prefix(given.find_last_of("/\\") + 1);  // npos + 1 = 0
  auto name = storable(given);
  std::erase_if(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  if (name.size() > kLongestName) {
    auto end = kLongestName;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
    name.resize(end);
  }
  return name.empty() ? "file" : name;
}

}  // namespace

Status FileForm::begin(const wire::MultipartReader::Head& head) {
  reading_ = head.name == "file";
  if (!reading_) return {};
  if (std::exchange(seen_, true))
    return fail(invalid("file", "The form holds more than one file.", "one file"));
  filename_ = name_of(head.filename);
  return {};
}

Status FileForm::data(std::string_view piece) {
  if (reading_) piece_ += piece;
  return {};
}

Status FileForm::end() {
  reading_ = false;
  return {};
}

Status FileForm::finish() const {
  TRY(reader_.finish());
  if (!seen_) return fail(invalid("file", "The form has no part called file.", "a file"));
  return {};
}

}  // namespace easel::api
