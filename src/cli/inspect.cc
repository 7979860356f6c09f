#include "cli/inspect.h"

#include <fmt/core.h>

#include <boost/json/object.hpp>
#include <fstream>

#include "imaging/origin.h"
#include "wire/json_writer.h"

namespace easel::cli {
namespace {

constexpr std::streamoff kLargest = 256 << 20;  // bytes

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto size = file ? static_cast<std::streamoff>(file.tellg()) : -1;
  if (size < 0) return fail(ErrorKind::not_found, path + " cannot be read.");
  if (size > kLargest) return fail(ErrorKind::invalid_image, path + " is larger than 256 MiB.");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  file.seekg(0);
  if (!file.read(bytes.data(), size)) return fail(ErrorKind::not_found, path + " cannot be read.");
  return bytes;
}

std::string whose(const imaging::Inspection& found) {
  if (!found.by_easel) return "no mark of Easel: it was made elsewhere, or its mark was removed";
  return found.changed ? "made elsewhere, changed by Easel" : "made by Easel";
}

void line(const char* name, const std::string& value) {
  if (!value.empty()) fmt::print("{:<12}{}\n", name, value);
}

}  // namespace

Status inspect(const Inspect& wanted) {
  const auto found = TRY(imaging::inspect(TRY(read_file(wanted.file))));
  if (wanted.json) {
    const boost::json::object told{{"format", found.format},
                                   {"width", found.width},
                                   {"height", found.height},
                                   {"digital_source_type", found.source_type},
                                   {"by_easel", found.by_easel},
                                   {"changed_by_easel", found.changed},
                                   {"tool", found.tool},
                                   {"model", found.model},
                                   {"seed", found.seed},
                                   {"prompt", found.prompt},
                                   {"generation", found.generation},
                                   {"xmp", found.xmp},
                                   {"exif", found.exif},
                                   {"c2pa_manifest", found.manifest}};
    fmt::print("{}\n", wire::to_json(told));
    return {};
  }
  line("picture", fmt::format("{} {}x{}", found.format, found.width, found.height));
  line("origin", whose(found));
  line("source type", found.source_type);
  line("tool", found.tool);
  line("model", found.model);
  line("seed", found.seed);
  line("prompt", found.prompt);
  line("generation", found.generation);
  line("said in", std::string(found.xmp ? "XMP" : "") + (found.xmp && found.exif ? ", " : "") +
                      (found.exif ? "EXIF" : ""));
  line("C2PA", found.manifest ? "a manifest is there; Easel does not verify it" : "no manifest");
  return {};
}

}  // namespace easel::cli
