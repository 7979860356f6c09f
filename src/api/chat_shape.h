#pragma once

#include <string>
#include <utility>
#include <vector>

#include "drive/job.h"
#include "http/server.h"
#include "wire/json_writer.h"

namespace easel::api {

// How a job looks as a chat completion: pure text, without the pictures' bytes, which are written
// in between (picture_out.h).
class ChatShape {
 public:
  explicit ChatShape(const drive::Job& job);

  // X-Easel-Model, where the model that answers is not the one that was asked for.
  void set_headers(http::Response& out) const;

  // One SSE event for something told; "" when this door does not show it.
  std::string chunk(const drive::Told& told);
  // The event of a picture, before and after its base64.
  std::pair<std::string, std::string> picture_chunk(const drive::KeptPicture& picture);
  // Finish, usage and [DONE]; or the error that ended the stream.
  std::string final_chunks(const drive::Outcome& outcome);

  // The buffered answer: before[i], picture i, …, after.
  struct Whole {
    std::vector<std::string> before;
    std::string after;
    std::uint64_t size(const std::vector<drive::KeptPicture>& pictures) const;
  };
  Whole whole(const drive::Outcome& outcome) const;

 private:
  void begin(wire::JsonWriter& out, bool chunk) const;
  template <class F>
  std::string event(F write) const;

  const drive::Job& job_;
  std::string model_, provider_;
  bool wants_text_ = true;
  bool wants_progress_ = false;
};

}  // namespace easel::api
