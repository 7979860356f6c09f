#pragma once

#include <functional>
#include <span>
#include <string>

#include "base/job.h"
#include "gateway/request.h"
#include "imaging/bitmap.h"
#include "imaging/origin.h"
#include "providers/provider.h"

// How pictures that this house makes leave it.
namespace easel::providers {

// `quality` and `output_compression` matter to JPEG and WebP, where both mean how much of the
// picture is kept; PNG keeps all of it, and only its size depends on `quality`.
struct PictureFormat {
  std::string name = "png";  // png, jpeg or webp
  int png_level = 4;
  int quality = 88;

  std::string media_type() const { return "image/" + name; }
};

PictureFormat format_of(const gateway::ImageOptions& image);

// Whether `easel` or image_config of a request has something of this house as true.
bool asks_for(const gateway::GenerationRequest& request, std::string_view wish);

// The generation's id, where the request wants it in its files (`metadata_generation`); else "":
// the same order is to give the same bytes, whoever asks for it and when.
std::string marked_generation(const gateway::GenerationRequest& request);

// The file, with its mark of origin, in pieces as imaging's encoders give them.
Status encode(const imaging::Bitmap& bitmap, const PictureFormat& format,
              const imaging::Origin& origin, Job& job,
              const std::function<Status(std::span<const std::uint8_t>)>& sink);

// The same as the events of picture `index`.
Status emit_picture(const imaging::Bitmap& bitmap, const PictureFormat& format,
                    const imaging::Origin& origin, int index, Job& job, const Emit& emit);

}  // namespace easel::providers
