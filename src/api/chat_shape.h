#pragma once

#include <string>

#include "api/telling.h"
#include "wire/json_writer.h"

namespace easel::api {

// The usage of an answer in chat's words, which are also those of images and completions:
// upstream's as it gave it, where it speaks our dialect, with what every client insists on.
void write_usage(wire::JsonWriter& out, const drive::Outcome& outcome);

// How a job looks as a chat completion.
class ChatShape : public Shape {
 public:
  explicit ChatShape(const drive::Job& job);

  // X-Easel-Model, where the model that answers is not the one that was asked for.
  void set_headers(http::Response& out) const override;
  Pieces told(const drive::Told& told) override;
  // Finish, usage and [DONE]; or the error that ended the stream.
  Pieces ending(const drive::Outcome& outcome) override;
  Pieces whole(const drive::Outcome& outcome) override;

 private:
  void name_the_answerer();
  void begin(wire::JsonWriter& out, bool chunk) const;
  std::string chunk(const drive::Told& told) const;
  template <class F>
  std::string event(F write) const;

  const drive::Job& job_;
  std::string model_, provider_;
  bool wants_text_ = true;
  bool wants_progress_ = false;
};

}  // namespace easel::api
