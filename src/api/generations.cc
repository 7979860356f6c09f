#include "api/generations.h"

#include <charconv>

#include "api/errors.h"
#include "api/forget.h"
#include "api/management.h"
#include "api/moments.h"
#include "api/record.h"
#include "base/ids.h"
#include "wire/fields.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using http::PathParams;
using http::Request;
using http::Response;
using store::Database;
using store::Generation;

Error not_found(const std::string& id) {
  return {.kind = ErrorKind::not_found, .message = "Generation " + id.substr(0, 80) + " not found"};
}

bool sees(const store::Key& key, const Generation& row, const std::optional<store::Key>& maker) {
  if (row.key_hash == key.hash) return true;
  if (!key.management) return false;
  auto scope = scope_of(key);
  return scope.empty() || (maker && maker->parent_hash == scope);
}

// One that the key of this request may see and that has ended.
Task<Result<Generation>> seen(House& house, Request& in, std::string id) {
  auto found = co_await house.keys.find(secret_of(in));
  auto key = CO_TRY(std::move(found));
  if (id.empty()) co_return fail(invalid("id", "id must be the id of a generation.", "gen-…"));
  auto looked = co_await house.store.find_generation(id);
  auto row = CO_TRY(std::move(looked));
  if (!row || row->state == "running") co_return fail(not_found(id));
  auto made_by = co_await house.store.find_key(row->key_hash, house.micros());
  auto maker = CO_TRY(std::move(made_by));
  if (!sees(key->key, *row, maker)) co_return fail(not_found(id));
  co_return std::move(*row);
}

Task<Result<std::string>> one(House& house, Request& in) {
  auto found = co_await seen(house, in, http::query_value(in.query(), "id").value);
  auto row = CO_TRY(std::move(found));
  auto read = co_await house.store.read(
      [row](Database& database) -> Result<RecordParts> { return parts_of_record(database, row); });
  auto parts = CO_TRY(std::move(read));
  co_return R"({"data":)" + generation_record(row, parts) + "}";
}

Task<> get_generation(House& house, Request& in, Response& out) {
  auto body = co_await one(house, in);
  co_await send_result(out, std::move(body));
}

Task<Result<std::string>> content(House& house, Request& in) {
  auto found = co_await seen(house, in, http::query_value(in.query(), "id").value);
  auto row = CO_TRY(std::move(found));
  auto read =
      co_await house.store.read([id = row.id](Database& database) { return database.content(id); });
  auto kept = CO_TRY(std::move(read));
  if (!kept)
    co_return fail(ErrorKind::not_found,
                   "The content of generation " + row.id +
                       " was not kept: its key does not log, it was made with zero data "
                       "retention, or its time is over.");
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().key("data").begin_object();
  out.field_raw("input", kept->input).field_raw("output", kept->output);
  if (row.error.empty()) {
    out.field_null("error");
  } else {
    out.key("error").begin_object().field("message", row.error).field_null("status");
    out.field_or_null("provider_name", row.provider).field_null("raw");
    out.key("previous_errors").begin_array().end_array().end_object();
  }
  out.end_object().end_object();
  co_return body;
}

Task<> get_content(House& house, Request& in, Response& out) {
  auto body = co_await content(house, in);
  co_await send_result(out, std::move(body));
}

Task<Result<std::string>> feedback(House& house, Request& in) {
  auto known = co_await house.keys.find(secret_of(in));
  auto key = CO_TRY(std::move(known));
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  wire::Fields fields(body, "");
  store::Feedback said{.id = "feedback-" + random_alphanumeric(20), .key_hash = key->key.hash};
  said.generation_id = fields.text("generation_id").value_or("");
  if (said.generation_id.empty()) fields.complain("generation_id", "the id of a generation");
  auto category = fields.choice("category", {"latency", "incoherence", "incorrect_response",
                                             "formatting", "billing", "api_error", "other"});
  if (!category)
    fields.complain("category",
                    "one of latency, incoherence, incorrect_response, formatting, billing, "
                    "api_error, other");
  said.category = category.value_or("");
  said.comment = fields.text("comment").value_or("");
  if (said.comment.size() > 1000) fields.complain("comment", "at most 1000 bytes");
  CO_TRY(fields.status());
  auto found = co_await seen(house, in, said.generation_id);
  CO_TRY(std::move(found));
  said.at = house.micros();
  auto added = co_await house.store.write(
      [said](Database& database) { return database.add_feedback(said); });
  CO_TRY(std::move(added));
  co_return R"({"data":{"success":true}})";
}

Task<> post_feedback(House& house, Request& in, Response& out) {
  auto body = co_await feedback(house, in);
  co_await send_result(out, std::move(body));
}

// "1795219200000000.gen-…": the last row of a page.
Status read_cursor(const std::string& text, store::GenerationFilter& filter) {
  if (text.empty()) return {};
  auto dot = text.find('.');
  std::int64_t at = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + std::min(dot, text.size()), at);
  if (dot == text.npos || ec != std::errc() || end != text.data() + dot)
    return fail(invalid("cursor", "cursor is the next_cursor of an earlier answer."));
  filter.cursor_at = at;
  filter.cursor_id = text.substr(dot + 1);
  return {};
}

Status read_moment(const Request& in, std::string_view name, std::optional<store::Micros>& into) {
  auto given = http::query_value(in.query(), name);
  if (!given.found || given.value.empty()) return {};
  into = read_iso(given.value);
  if (into) return {};
  return fail(invalid(std::string(name), std::string(name) + " must be a moment, ISO 8601, UTC.",
                      "2026-11-21T08:15:30Z"));
}

// metadata=project:spring, trace_id=…
Status read_labels(const Request& in, store::GenerationFilter& filter) {
  if (auto trace = http::query_value(in.query(), "trace_id").value; !trace.empty())
    filter.labels.emplace_back("trace.trace_id", trace);
  auto metadata = http::query_value(in.query(), "metadata").value;
  if (metadata.empty()) return {};
  auto colon = metadata.find(':');
  if (colon == metadata.npos || colon == 0)
    return fail(invalid("metadata", "metadata must be name:value.", "name:value"));
  filter.labels.emplace_back("metadata." + metadata.substr(0, colon), metadata.substr(colon + 1));
  return {};
}

Result<store::GenerationFilter> read_filter(const Request& in, const store::Key& key) {
  store::GenerationFilter filter;
  auto text = [&](std::string_view name) { return http::query_value(in.query(), name).value; };
  filter.key_hash = key.management ? text("key") : key.hash;
  if (key.management) filter.parent_hash = scope_of(key);
  filter.model = text("model");
  filter.provider = text("provider");
  filter.state = text("state");
  filter.user = text("user");
  filter.session_id = text("session_id");
  filter.app = text("app");
  filter.text = text("q");
  TRY(read_labels(in, filter));
  TRY(read_moment(in, "since", filter.since));
  TRY(read_moment(in, "before", filter.before));
  TRY(read_cursor(text("cursor"), filter));
  filter.at_most = TRY(query_number(in, "limit", 50, 1, 200));
  return filter;
}

using Page = std::vector<std::pair<Generation, RecordParts>>;

Result<Page> read_page(Database& database, store::GenerationFilter filter) {
  ++filter.at_most;  // one more tells whether there are more
  auto rows = TRY(database.list_generations(filter));
  Page page;
  for (auto& row : rows) {
    auto parts = TRY(parts_of_record(database, row));
    page.emplace_back(std::move(row), std::move(parts));
  }
  return page;
}

Task<Result<std::string>> list(House& house, Request& in) {
  auto known = co_await house.keys.find(secret_of(in));
  auto key = CO_TRY(std::move(known));
  auto filter = CO_TRY(read_filter(in, key->key));
  auto read = co_await house.store.read(
      [filter](Database& database) { return read_page(database, filter); });
  auto page = CO_TRY(std::move(read));
  bool more = static_cast<std::int64_t>(page.size()) > filter.at_most;
  if (more) page.pop_back();
  std::string body = R"({"data":[)";
  for (const auto& [row, parts] : page)
    body += (body.back() == '[' ? "" : ",") + generation_record(row, parts);
  body += R"(],"next_cursor":)";
  wire::JsonWriter out(body);
  if (more)
    out.value(std::to_string(page.back().first.created_at) + "." + page.back().first.id);
  else
    out.null();
  co_return body + "}";
}

Task<> get_list(House& house, Request& in, Response& out) {
  auto body = co_await list(house, in);
  co_await send_result(out, std::move(body));
}

Task<> delete_one(House& house, Request& in, Response& out, std::string id) {
  auto row = co_await seen(house, in, id);
  if (!row) co_return co_await send_result(out, fail(row.error()));
  auto gone = co_await forget(house, {.generation_id = id});
  if (!gone) co_return co_await send_result(out, fail(gone.error()));
  co_await send_result(out, R"({"deleted":true})");
}

}  // namespace

void add_generation_routes(const AddRoute& add, House& house) {
  auto at = [&](std::string_view method, std::string_view path, auto handle) {
    add(method, path, [&house, handle](Request& in, Response& out, const PathParams&) {
      return handle(house, in, out);
    });
  };
  at("GET", "/generation", get_generation);
  at("GET", "/generation/content", get_content);
  at("POST", "/generation/feedback", post_feedback);
  at("GET", "/generations", get_list);
  add("DELETE", "/generations/{id}",
      [&house](Request& in, Response& out, const PathParams& params) {
        return delete_one(house, in, out, std::string(params["id"]));
      });
}

}  // namespace easel::api
