#pragma once

#include <functional>

#include "api/telling.h"
#include "wire/json_writer.h"

namespace easel::api {

// How a job looks at the responses door: an object with output items (reasoning, a message for the
// words, a function_call for each tool that is called, an image_generation_call for each picture),
// or, in the order they come, the events of OpenAI's
// Responses stream with running sequence numbers. The `result` of a picture is a data URL, as
// OpenRouter answers; whoever asked by OpenAI's own image_generation tool gets OpenAI's bare
// base64.
class ResponsesShape : public Shape {
 public:
  // `now`: unix seconds.
  ResponsesShape(const drive::Job& job, std::function<std::int64_t()> now);

  void set_headers(http::Response& out) const override;
  Pieces opening() override;
  Pieces told(const drive::Told& told) override;
  Pieces ending(const drive::Outcome& outcome) override;
  Pieces whole(const drive::Outcome& outcome) override;

 private:
  enum class Kind { message, reasoning, function_call, picture };
  struct Item {
    Kind kind = Kind::message;
    std::string id;
    std::string text{};             // words, thoughts, or a call's arguments
    std::string call_id{}, name{};  // of a function_call
    std::int64_t index = -1;        // of a picture, or of a call among the calls
    std::optional<drive::KeptPicture> picture{};
    int previews = 0;
    bool done = false;
  };

  // Text is gathered with a mark where each picture goes, and cut there at the end: no control byte
  // can stand in JSON.
  Pieces cut(std::string text) const;
  template <class F>
  void event(std::string_view type, F write);
  void item_event(std::string_view type, std::size_t at);
  template <class F>
  void in_item(std::string_view type, std::size_t at, F write);

  std::size_t add_item(Item item);
  std::size_t open_words(Kind kind);
  void close_words();
  void close_item(std::size_t at);
  std::size_t open_picture(int picture_index);
  void close_pictures();
  void tell_words(const gateway::Text& text);
  void tell_calls(const gateway::json::object& fields);
  void write_item(wire::JsonWriter& out, std::size_t at) const;
  void write_picture(wire::JsonWriter& out, std::size_t at) const;
  void write_response(wire::JsonWriter& out, std::string_view status,
                      const drive::Outcome* outcome) const;
  void write_repeated(wire::JsonWriter& out) const;

  const drive::Job& job_;
  std::function<std::int64_t()> now_;
  bool bare_base64_ = false;
  std::vector<Item> items_;
  std::string out_;  // events not yet handed over
  std::int64_t sequence_ = 0;
};

}  // namespace easel::api
