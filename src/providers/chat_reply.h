#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/event.h"
#include "wire/json.h"
#include "wire/sse.h"

namespace easel::providers {

// Reads one chat completion of OpenRouter's shape, whole or one chunk of a stream, into events. The
// pictures flow as they are read; the rest is told when the document is complete.
class ChatDocument : public wire::LongStrings {
 public:
  // `message_key` is "message" or "delta". `next_picture` counts pictures over a whole stream.
  ChatDocument(std::string message_key, int& next_picture, gateway::Events*& out);

  Status feed(std::string_view text) { return reader_.feed(text); }
  // Tells the rest. Sets `finish` when the document names a finish reason, `failure` when it holds
  // an error.
  Status finish(gateway::Finish& finish, bool& finished, std::optional<Error>& failure);

 private:
  Status begin(const wire::Path& path, std::string_view first) override;
  Status part(std::string_view piece) override;
  Status end() override;

  void tell_choice(const wire::json::object& choice, gateway::Finish& finish, bool& finished);
  void tell_message(const wire::json::object& message);
  void tell_short_pictures(const wire::json::array& images);
  std::string text_of(const wire::json::value& value) const;  // long or short
  void put_back(wire::json::value& value) const;              // long strings into a subtree

  enum class Kind { picture, content, reasoning, kept };
  std::string message_key_;
  int& next_picture_;
  gateway::Events*& out_;
  wire::JsonReader reader_;
  Kind running_ = Kind::kept;
  int picture_ = 0;
  std::size_t kept_bytes_ = 0;
  std::vector<std::pair<Kind, std::string>> long_strings_;
};

// The error object of a body, or of a plain HTTP status, as this house's Error.
Error chat_error(int status, const wire::json::object* error, std::string_view body,
                 std::optional<int> retry_after);

}  // namespace easel::providers
