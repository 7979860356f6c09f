#include "providers/picture_out.h"

#include <fmt/format.h>

#include <algorithm>

#include "imaging/jpeg.h"
#include "imaging/png.h"
#include "imaging/webp.h"

namespace easel::providers {

using namespace gateway;

PictureFormat format_of(const ImageOptions& image) {
  PictureFormat format{.name = image.output_format.value_or("png")};
  const std::string quality = image.quality.value_or("auto");
  if (quality == "low") format = {format.name, 2, 70};
  if (quality == "medium") format = {format.name, 4, 85};
  if (quality == "high") format = {format.name, 6, 95};
  if (image.output_compression) format.quality = std::max(1, *image.output_compression);
  return format;
}

bool asks_for(const GenerationRequest& request, std::string_view wish) {
  for (auto holder : {"easel", "image_config"}) {
    auto wishes = request.body.if_contains(holder);
    auto given = wishes && wishes->is_object() ? wishes->get_object().if_contains(wish) : nullptr;
    if (given && *given == json::value(true)) return true;
  }
  return false;
}

std::string marked_generation(const GenerationRequest& request) {
  return asks_for(request, "metadata_generation") ? request.generation : "";
}

Status encode(const imaging::Bitmap& bitmap, const PictureFormat& format,
              const imaging::Origin& origin, Job& job,
              const std::function<Status(std::span<const std::uint8_t>)>& sink) {
  if (format.name == "jpeg") {
    const std::string seed = origin.seed.empty() ? "" : ", seed " + origin.seed;
    return imaging::encode_jpeg(bitmap,
                                {.quality = format.quality,
                                 .comment = origin.tool + seed,
                                 .xmp = origin.xmp(),
                                 .exif = origin.exif()},
                                job, sink);
  }
  if (format.name == "webp") {
    return imaging::encode_webp(bitmap,
                                {.quality = format.quality,
                                 .lossless = format.quality == 100,
                                 .xmp = origin.xmp(),
                                 .exif = origin.exif()},
                                job, sink);
  }
  imaging::PngOptions options{.level = format.png_level,
                              .text = {{"Software", origin.tool}},
                              .xmp = origin.xmp(),
                              .exif = origin.exif()};
  if (!origin.seed.empty()) options.text.emplace_back("Seed", origin.seed);
  if (!origin.generation.empty()) options.text.emplace_back("Generation", origin.generation);
  return imaging::encode_png(bitmap, options, job, sink);
}

Status emit_picture(const imaging::Bitmap& bitmap, const PictureFormat& format,
                    const imaging::Origin& origin, int index, Job& job, const Emit& emit) {
  TRY(emit(PictureStart{.index = index, .declared_type = format.media_type()}));
  Job quiet{.parallel = job.parallel, .stop = job.stop};
  TRY(encode(bitmap, format, origin, quiet, [&](std::span<const std::uint8_t> piece) {
    return emit(PictureData{
        .index = index,
        .bytes = std::string(reinterpret_cast<const char*>(piece.data()), piece.size())});
  }));
  return emit(PictureEnd{.index = index});
}

}  // namespace easel::providers
