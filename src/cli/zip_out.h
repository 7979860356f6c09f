#pragma once

#include <sys/stat.h>
#include <zip.h>

#include <string>
#include <utility>

#include "base/result.h"

namespace easel::cli {

// A zip that is written as it goes; dropped before close() it leaves no file.
class ZipOut {
 public:
  static Result<ZipOut> create(const std::string& file) {
    int code = 0;
    auto mask = ::umask(0077);
    zip_t* zip = zip_open(file.c_str(), ZIP_CREATE | ZIP_EXCL, &code);
    ::umask(mask);
    if (zip) return ZipOut(zip, file);
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    auto why = std::string(zip_error_strerror(&error));
    zip_error_fini(&error);
    return fail(ErrorKind::unavailable, file + " cannot be written: " + why + ".");
  }
  ZipOut(ZipOut&& other) noexcept
      : zip_(std::exchange(other.zip_, nullptr)), file_(std::move(other.file_)) {}
  ~ZipOut() {
    if (zip_) zip_discard(zip_);
  }

  // `text` outlives close().
  Status add_text(const std::string& name, const std::string& text) {
    return add(name, zip_source_buffer(zip_, text.data(), text.size(), 0), true);
  }
  // Pictures are compressed already.
  Status add_file(const std::string& name, const std::string& path) {
    return add(name, zip_source_file(zip_, path.c_str(), 0, -1), false);
  }
  Status close() {
    auto mask = ::umask(0077);
    bool good = zip_close(zip_) == 0;
    ::umask(mask);
    if (!good) return fail(trouble());
    zip_ = nullptr;
    return {};
  }

 private:
  ZipOut(zip_t* zip, std::string file) : zip_(zip), file_(std::move(file)) {}

  Status add(const std::string& name, zip_source_t* source, bool compress) {
    if (!source) return fail(trouble());
    auto index = zip_file_add(zip_, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      return fail(trouble());
    }
    zip_set_file_compression(zip_, static_cast<zip_uint64_t>(index),
                             compress ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    return {};
  }
  Error trouble() const {
    return {.kind = ErrorKind::unavailable,
            .message = file_ + " cannot be written: " + zip_strerror(zip_) + "."};
  }

  zip_t* zip_;
  std::string file_;
};

}  // namespace easel::cli
