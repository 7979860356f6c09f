#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/telling.h"
#include "wire/json_writer.h"

namespace easel::api {

// How a job looks at the messages door: a message of content blocks (thinking, text, image,
// tool_use), or Anthropic's event stream, each event with its name. Blocks come one after the
// other, as the words do. A picture is one whole image block: {"type":"image","source":{"type":
// "base64","media_type","data"}}, which Anthropic's own models never answer with.
class MessagesShape : public Shape {
 public:
  explicit MessagesShape(const drive::Job& job);

  ErrorStyle error_style() const override { return ErrorStyle::anthropic; }
  Pieces opening() override;
  Pieces told(const drive::Told& told) override;
  Pieces ending(const drive::Outcome& outcome) override;
  Pieces whole(const drive::Outcome& outcome) override;

 private:
  enum class Block { none, thinking, text, tool };

  template <class F>
  std::string event(std::string_view type, F write) const;
  std::string open(Block block, std::string_view start);
  std::string close();
  std::string delta(std::string_view type, std::string_view key, std::string_view text) const;
  std::string tool_calls(const gateway::json::value& calls);
  Pieces image(const drive::KeptPicture& picture);
  void write_head(wire::JsonWriter& out) const;
  void write_usage(wire::JsonWriter& out, const drive::Outcome* outcome) const;

  const drive::Job& job_;
  std::string model_, provider_;
  Block open_ = Block::none;
  int index_ = -1;                    // of the newest block
  std::optional<std::int64_t> tool_;  // which call is being told
};

}  // namespace easel::api
