#include "http/request_parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <cstring>
#include <limits>
#include <optional>

#include "http/text.h"

namespace easel::http {

namespace beast = boost::beast;
using beast::string_view;
using Field = beast::http::field;
using Verb = beast::http::verb;
using beast::error_code;

namespace {

std::string_view view(string_view text) {
  return {text.data(), text.size()};
}

bool served(Verb verb) {
  switch (verb) {
    case Verb::get:
    case Verb::head:
    case Verb::post:
    case Verb::put:
    case Verb::patch:
    case Verb::delete_:
    case Verb::options:
      return true;
    default:
      return false;
  }
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.size() <= 19 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_plain(char c) {
  return static_cast<unsigned char>(c - 0x21) < 0x7f - 0x21;
}

// origin-form, absolute-form (a client that thinks this is its proxy), or "*".
bool split_target(RequestHead& head) {
  auto rest = head.target;
  if (!std::ranges::all_of(rest, is_plain)) return false;
  if (rest != "*" && !rest.starts_with('/')) {
    const auto scheme = rest.find("://");
    if (scheme == std::string_view::npos) return false;
    const auto name = rest.substr(0, scheme);
    if (!equal_ignoring_case(name, "http") && !equal_ignoring_case(name, "https")) return false;
    rest.remove_prefix(std::min(rest.find_first_of("/?", scheme + 3), rest.size()));
  }
  const auto question = std::min(rest.find('?'), rest.size());
  head.path = question == 0 ? std::string_view("/") : rest.substr(0, question);
  head.query = rest.substr(std::min(question + 1, rest.size()));
  return true;
}

}  // namespace

class RequestParser::Grammar : public beast::http::basic_parser<true> {
 public:
  explicit Grammar(RequestHead& head) : head_(head) {}

  const Refusal* refusal() const { return refused_ ? &refusal_ : nullptr; }
  // What is left of the chunk being read; 0: a chunk header comes next.
  bool chunk_header_is_next() const { return chunked() && chunk_left_ == 0; }
  std::string_view take_piece() { return std::exchange(piece_, {}); }

 private:
  void refuse(error_code& error, int status, std::string_view message) {
    refusal_ = {status, message};
    refused_ = true;
    error = beast::http::error::bad_field;
  }

  void on_request_impl(Verb verb, string_view method, string_view target, int version,
                       error_code& error) override {
    error = {};
    head_.method = view(method);
    head_.target = view(target);
    head_.http11 = version == 11;
    if (!served(verb)) return refuse(error, 501, "This method is not implemented");
    if (!split_target(head_)) return refuse(error, 400, "The request target is malformed");
  }

  void on_response_impl(int, string_view, int, error_code&) override {}

  void on_field_impl(Field field, string_view name, string_view value, error_code& error) override {
    error = {};
    if (in_body_) return;  // trailers are read and forgotten
    head_.headers.emplace_back(view(name), view(value));
    switch (field) {
      case Field::host:
        if (++hosts_ > 1) refuse(error, 400, "There is more than one Host header");
        return;
      case Field::content_length:
        if (++lengths_ > 1 || !all_digits(view(value))) {
          refuse(error, 400, "The Content-Length header is malformed");
        }
        return;
      case Field::transfer_encoding:
        if (!equal_ignoring_case(view(value), "chunked") || !head_.http11) {
          refuse(error, 400, "The only transfer encoding here is chunked, in HTTP/1.1");
        }
        return;
      case Field::expect:
        head_.expects_continue = head_.http11 && equal_ignoring_case(view(value), "100-continue");
        return;
      default:
        return;
    }
  }

  void on_header_impl(error_code& error) override {
    error = {};
    in_body_ = true;
    if (head_.http11 && hosts_ == 0) refuse(error, 400, "The Host header is missing");
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code& error) override {
    error = {};
  }

  std::size_t on_body_impl(string_view bytes, error_code& error) override {
    error = {};
    piece_ = view(bytes);
    return bytes.size();
  }

  void on_chunk_header_impl(std::uint64_t size, string_view, error_code& error) override {
    error = {};
    chunk_left_ = size;
  }

  std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& error) override {
    error = {};
    piece_ = view(bytes);
    chunk_left_ -= bytes.size();
    return bytes.size();
  }

  void on_finish_impl(error_code& error) override { error = {}; }

  RequestHead& head_;
  std::string_view piece_;
  Refusal refusal_;
  std::uint64_t chunk_left_ = 0;
  int hosts_ = 0;
  int lengths_ = 0;
  bool in_body_ = false;
  bool refused_ = false;
};

// basic_parser reads one message; this makes a new one in the same place.
struct RequestParser::Reusable {
  std::optional<Grammar> now;
};

RequestParser::RequestParser(std::size_t max_head_bytes, std::uint64_t max_body_bytes)
    : max_head_bytes_(max_head_bytes),
      max_body_bytes_(max_body_bytes),
      grammar_(std::make_unique<Reusable>()) {
  reset();
}

RequestParser::~RequestParser() = default;

void RequestParser::reset() {
  constexpr std::size_t kUsualHeaders = 64;
  head_.headers.clear();
  if (head_.headers.capacity() > kUsualHeaders) head_.headers.shrink_to_fit();
  head_.expects_continue = false;
  scanned_ = line_start_ = leading_ = 0;
  auto& grammar = grammar_->now.emplace(head_);
  grammar.header_limit(static_cast<std::uint32_t>(
      std::min<std::size_t>(max_head_bytes_ + 1, std::numeric_limits<std::uint32_t>::max())));
  grammar.body_limit(max_body_bytes_);
}

RequestParser::Step RequestParser::refuse(int status, std::string_view message) {
  refusal_ = {status, message};
  return Step::refused;
}

// Beast is given whole heads only, so that its views stay in one place while the buffer grows.
RequestParser::Step RequestParser::find_end_of_head(std::string_view bytes, std::size_t& end) {
  constexpr std::size_t kMostLeading = 8;
  while (scanned_ < bytes.size()) {
    const void* found = std::memchr(bytes.data() + scanned_, '\n', bytes.size() - scanned_);
    if (!found) {
      scanned_ = bytes.size();
      break;
    }
    const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    if (at == 0 || bytes[at - 1] != '\r') return refuse(400, "A line does not end in CR LF");
    const bool empty_line = at - line_start_ == 1;
    const bool first_line = line_start_ == leading_;
    const char first = bytes[line_start_];
    const auto line_size = at - line_start_;
    scanned_ = line_start_ = at + 1;
    if (first_line && line_size > max_head_bytes_) {
      return refuse(414, "The request target is too long");
    }
    // Beast would unfold it; some readers take it for a header, and some for nothing.
    if (!first_line && (first == ' ' || first == '\t')) {
      return refuse(400, "Folded header lines are not accepted");
    }
    if (!empty_line) continue;
    if (!first_line) {
      end = at + 1;
      if (end - leading_ > max_head_bytes_) return refuse(431, "The request head is too large");
      return Step::done;
    }
    leading_ = at + 1;  // robustness against clients that end a body with an extra CR LF
    if (leading_ > kMostLeading) return refuse(400, "The request line is missing");
  }
  if (bytes.size() - leading_ < max_head_bytes_) return Step::need_more;
  if (line_start_ == leading_) return refuse(414, "The request target is too long");
  return refuse(431, "The request head is too large");
}

RequestParser::Step RequestParser::read_head(std::string_view bytes, std::size_t& consumed) {
  consumed = 0;
  std::size_t end = 0;
  const auto found = find_end_of_head(bytes, end);
  if (found != Step::done) return found;

  auto& grammar = *grammar_->now;
  const auto head = bytes.substr(leading_, end - leading_);
  error_code error;
  grammar.put(boost::asio::buffer(head.data(), head.size()), error);
  if (grammar.refusal()) return refuse(grammar.refusal()->status, grammar.refusal()->message);
  if (error == beast::http::error::body_limit) return refuse(413, "The request body is too large");
  if (error || !grammar.is_header_done()) return refuse(400, "The request is malformed");
  head_.keep_alive = grammar.keep_alive();
  head_.has_body = !grammar.is_done();
  consumed = end;
  return Step::done;
}

RequestParser::Step RequestParser::read_body(std::string_view bytes, std::size_t& consumed,
                                             std::string_view& piece) {
  // No chunk header with what must follow it is shorter, and Beast asserts that it got that much.
  constexpr std::size_t kShortestChunkHeader = 5;
  auto& grammar = *grammar_->now;
  consumed = 0;
  while (!grammar.is_done()) {
    const auto rest = bytes.substr(consumed);
    if (rest.size() < (grammar.chunk_header_is_next() ? kShortestChunkHeader : 1)) {
      return Step::need_more;
    }
    error_code error;
    consumed += grammar.put(boost::asio::buffer(rest.data(), rest.size()), error);
    if (error == beast::http::error::need_more) return Step::need_more;
    if (error == beast::http::error::body_limit) {
      return refuse(413, "The request body is too large");
    }
    if (error) return refuse(400, "The request body is malformed");
    piece = grammar.take_piece();
    if (!piece.empty()) return Step::piece;
  }
  return Step::done;
}

bool RequestParser::done() const {
  return grammar_->now->is_done();
}

std::uint64_t RequestParser::remaining() const {
  const auto& grammar = *grammar_->now;
  if (grammar.is_done()) return 0;
  const auto left = grammar.content_length_remaining();
  return left ? *left : std::numeric_limits<std::uint64_t>::max();
}

}  // namespace easel::http
