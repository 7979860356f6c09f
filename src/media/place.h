#pragma once

#include <string>

#include "media/spool.h"

// Inside media only: where parts and pictures lie, and the step from one to the other, shared by
// the spool and the recovery after a crash.
namespace easel::media {

inline constexpr std::string_view kPartsFolder = "parts";

std::string part_path(const std::string& generation_id, int index);
Error not_a_picture();

// For what the first bytes do not tell: a JPEG behind long metadata, an SVG behind long comments.
Task<Result<std::optional<Sniffed>>> sniff_file(Disk& disk, std::string path);

// What a picture of these bytes is called and where its place is.
Finished named(Sniffed kind, std::string sha256, std::uint64_t bytes);

// Moves a whole, synced part to the place that its content's hash names. When equal bytes lie there
// already, they are replaced by themselves.
Task<Result<Finished>> put_in_place(Disk& disk, std::string part, Sniffed kind, std::string sha256,
                                    std::uint64_t bytes);

}  // namespace easel::media
