#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "providers/provider.h"
#include "wire/json.h"
#include "wire/sse.h"

namespace easel::providers {

// An exchange whose replies are JSON, one document or one for each server-sent event, read as they
// arrive. A dialect says what to send (next()) and what the documents mean; it may take pictures
// out of them piece by piece, and everything else stands in the document, however long it is.
class JsonExchange : public Exchange, private wire::LongStrings, private wire::SseReader::Handler {
 public:
  void head(int status, const std::vector<std::pair<std::string, std::string>>& headers) override;
  void feed(std::string_view bytes, gateway::Events& out) override;
  void end(gateway::Events& out) override;

 protected:
  // `provider` outlives the exchange.
  explicit JsonExchange(const gateway::Provider& provider) : provider_(provider), sse_(*this) {}

  // A string at this path is a picture's base64: it comes through picture_begin(), picture_data()
  // and picture_end(), and stands in the document as "".
  virtual bool is_picture(const wire::Path&) { return false; }
  virtual void picture_begin(const wire::Path&) {}
  virtual void picture_data(std::string_view) {}
  virtual void picture_end() {}
  void flag(const wire::Path&, bool) override {}

  // A whole document of a reply whose status is no error.
  virtual Status document(gateway::json::object& document) = 0;
  // Such a reply is over: finish(), an error, or neither when next() has more to ask.
  virtual Status reply_over() = 0;
  // What a reply of 400 and above means; `body` is empty when it was no JSON object. None: it is
  // dealt with, and next() goes on.
  virtual std::optional<Error> refused(int status, const gateway::json::object& body) = 0;

  void tell(gateway::Event event) { out_->push_back(std::move(event)); }
  void finish(gateway::Finish finish);
  void fail_with(Error error);
  bool over() const { return over_; }
  bool is_stream() const { return streaming_; }
  gateway::Events& out() { return *out_; }
  const gateway::Provider& provider() const { return provider_; }
  std::optional<int> retry_after() const { return retry_after_; }
  // For dialects that also read bodies that are no JSON.
  void set_out(gateway::Events& out) { out_ = &out; }

 private:
  Status begin(const wire::Path& path, std::string_view first) override;
  Status part(std::string_view piece) override;
  Status end() override;
  Status data(std::string_view piece) override;
  Status event_end() override;

  void open_document();
  Status close_document();
  void put_back(gateway::json::value& value) const;
  Status error_reply();

  const gateway::Provider& provider_;
  wire::SseReader sse_;
  std::optional<wire::JsonReader> reader_;
  gateway::Events* out_ = nullptr;  // where the running call's events go
  std::vector<std::string> strings_;
  std::size_t kept_bytes_ = 0;
  std::string error_body_;
  std::optional<int> retry_after_;
  int status_ = 0;
  bool in_picture_ = false, streaming_ = false, over_ = false, word_ = false;
};

// Pictures of a reply in which only what follows a picture says whether it was a result or a draft
// (gateway/event.h, PictureStart).
class PictureTeller {
 public:
  void begin(gateway::Events& out);
  void data(gateway::Events& out, std::string_view base64);
  // It was a result.
  void keep(gateway::Events& out);
  // It broke off, and comes anew.
  void forget();
  // It was a draft: shown as a preview when it is short enough to have been held.
  void give_up(gateway::Events& out);
  bool open() const { return open_; }
  int whole() const { return index_; }  // results so far; the running one has this index

 private:
  int index_ = 0;
  bool open_ = false;
  bool held_whole_ = false;
  std::string held_;  // base64
};

}  // namespace easel::providers
