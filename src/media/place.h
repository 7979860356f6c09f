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

// Whether a picture's end is there: PNG's IEND, JPEG's EOI, GIF's trailer or an SVG's last tag in
// its last kTail bytes (`tail`; some writers leave something behind it), WebP's length, which its
// first bytes tell. An AVIF's end cannot be seen so: true.
inline constexpr std::size_t kTail = 4096, kFirst = 16;
bool has_its_end(std::string_view media_type, std::string_view first, std::string_view tail,
                 std::uint64_t size);

// What a picture of these bytes is called and where its place is.
Finished named(Sniffed kind, std::string sha256, std::uint64_t bytes);

// Moves a whole, synced part to the place that its content's hash names. When equal bytes lie there
// already, they are replaced by themselves.
Task<Result<Finished>> put_in_place(Disk& disk, std::string part, Sniffed kind, std::string sha256,
                                    std::uint64_t bytes);

}  // namespace easel::media
