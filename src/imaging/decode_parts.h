#pragma once

#include "imaging/decode.h"

// Inside imaging only: what the three decoders share.
namespace easel::imaging {

Result<std::unique_ptr<RowReader>> open_png_rows(std::string_view file, ByteBudget& budget);
Result<std::unique_ptr<RowReader>> open_jpeg_rows(std::string_view file, ByteBudget& budget);
Result<std::unique_ptr<RowReader>> open_webp_rows(std::string_view file, ByteBudget& budget);

Error broken_picture();
Status check_pixels(std::int64_t width, std::int64_t height);
// `bytes` from the budget for as long as the lease lives.
Result<ByteBudget::Lease> room_for(ByteBudget& budget, std::int64_t bytes);

}  // namespace easel::imaging
