#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/errors.h"
#include "api/house.h"
#include "drive/job.h"
#include "http/server.h"

// How an answer leaves, the same for every door: a shape says in pieces of text and pictures what
// is to be told, and these tell it. Pictures are read from their files and encoded as they leave; a
// slow client holds 100 KiB here and nothing upstream.
namespace easel::api {

// Some text and, behind it, a picture: as a data URL, as its bare base64, or, for a request that
// wishes it, as its address.
struct Piece {
  std::string text;
  std::optional<drive::KeptPicture> picture{};
  bool bare = false;
};
using Pieces = std::vector<Piece>;

// A job in one door's words: pure. Asked in the order of these functions, each once but told().
class Shape {
 public:
  virtual ~Shape() = default;
  virtual void set_headers(http::Response&) const {}
  virtual ErrorStyle error_style() const { return ErrorStyle::openrouter; }
  // A stream: what comes before everything, what one thing told becomes (nothing, where this door
  // does not show it), and the end, good or bad.
  virtual Pieces opening() { return {}; }
  virtual Pieces told(const drive::Told& told) = 0;
  virtual Pieces ending(const drive::Outcome& outcome) = 0;
  // The buffered answer to a job that ended well.
  virtual Pieces whole(const drive::Outcome& outcome) = 0;
};

// "data:image/png;base64,"
std::string data_url_head(const drive::KeptPicture& picture);

// Server-sent events. A failure within the grace time, before anything was told, gets its true
// status code. `shape` outlives the task. Like those below it says whether all was told; the error
// is then `cancelled`, or why a picture could not be read.
Task<Status> tell_stream(House& house, std::shared_ptr<drive::Job> job, http::Request& in,
                         http::Response& out, Shape& shape);
// One JSON document, with its length. Where white space is wished to keep the connection alive, the
// head, a 200, goes out at once and a space every heartbeat; a failure is then {"error":…}.
Task<Status> tell_whole(House& house, std::shared_ptr<drive::Job> job, http::Request& in,
                        http::Response& out, Shape& shape);
// Server-sent events, whatever the end: a failure too is told in the stream.
Task<> tell_events(House& house, std::shared_ptr<drive::Job> job, http::Request& in,
                   http::Response& out, Shape& shape);
// Writes them into an answer that was started; pictures lie on that disk.
Task<Status> write_pieces(media::Disk& disk, Pieces pieces, http::Response& out);
// 200 and a JSON document of these pieces, whose pictures leave as base64.
Task<Status> send_json(media::Disk& disk, Pieces pieces, http::Response& out);
// The same, as the job's request wishes its pictures.
Task<Status> send_pieces(House& house, const drive::Job& job, Pieces pieces, http::Response& out);
// Until when the address of a picture made at `from` opens, unix seconds: about as long as it is
// kept.
std::int64_t address_end(const House& house, const store::KeyPolicy& policy, std::int64_t from);
// Writes out what is text about a picture: the head of its data URL or, for a request that wishes
// it, its address in its place, so that only text is left.
Pieces in_words(const House& house, const drive::Job& job, Pieces pieces);

}  // namespace easel::api
