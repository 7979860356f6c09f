#pragma once

#include <string>
#include <string_view>

#include "api/telling.h"
#include "gateway/request.h"
#include "wire/json_writer.h"

// What the door for agents says and understands (Model Context Protocol, revisions 2025-03-26,
// 2025-06-18 and 2025-11-25). Pure.
namespace easel::api::mcp {

bool speaks(std::string_view version);
// The version to go on with: the one asked for, or the newest known here.
std::string_view agree_on(std::string_view asked);
// Whether a result may hold links (resource_link) and structured content: not in 2025-03-26.
bool has_links(std::string_view version);

std::string initialize_result(std::string_view version);
// {"tools":[…]} with the schemas of what they take and give.
std::string_view tools();

// The body of POST /images that a call of generate_image or edit_image stands for. A picture's text
// in it may still be bare base64. Errors: invalid_request naming an argument that there is not, or
// that is missing.
Result<gateway::json::object> picture_body(std::string_view tool,
                                           const gateway::json::object& arguments,
                                           const std::string& default_model);

// A result that says in one sentence what went wrong.
std::string tool_error(std::string_view message);

// A picture and where it can be had.
struct Linked {
  drive::KeptPicture picture;
  std::string url;
};
void write_pictures(wire::JsonWriter& out, const std::vector<Linked>& pictures);

// The result of a job that ended well: pictures of at most 1 MiB as image content, all of them as
// links (as addresses in the text, where links are not known), a text that says what was drawn and
// what it cost, and the same as structured content.
Pieces picture_result(const drive::Job& job, const std::vector<Linked>& pictures,
                      std::string_view version);

// {"content":[{"type":"text"…}],"structuredContent":…} of a JSON object.
std::string structured_result(std::string_view json, std::string_view version);

}  // namespace easel::api::mcp
