#include "providers/comfyui_reply.h"

#include <fmt/format.h>

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "providers/reply_fields.h"

namespace easel::providers {
namespace {

using namespace gateway;

constexpr std::size_t kLongestWords = 300;

std::string encoded(const std::string& text) {
  return boost::urls::encode(text, boost::urls::unreserved_chars);
}

// Pictures that a node saved, or else those that it only showed.
std::vector<std::string> pictures_in(const json::object& outputs, const std::string& view,
                                     std::string_view type) {
  std::vector<std::string> found;
  for (const auto& [id, output] : outputs) {
    auto images = output.is_object() ? array_at(output.get_object(), "images") : nullptr;
    for (std::size_t i = 0; images && i < images->size(); ++i) {
      auto image = (*images)[i].if_object();
      auto name = image ? text_at(*image, "filename") : "";
      if (name.empty() || text_at(*image, "type") != type) continue;
      found.push_back(fmt::format("{}?filename={}&subfolder={}&type={}", view, encoded(name),
                                  encoded(text_at(*image, "subfolder")), type));
    }
  }
  return found;
}

// status.messages: [["execution_error",{node_id,node_type,exception_message,…}],…]
TaskState failed(const json::object& status) {
  TaskState state{.kind = TaskState::Kind::failed,
                  .error = {.kind = ErrorKind::provider_error,
                            .message = "ComfyUI could not make the picture.",
                            .provider_code = "error"}};
  auto messages = array_at(status, "messages");
  for (std::size_t i = 0; messages && i < messages->size(); ++i) {
    auto pair = (*messages)[i].if_array();
    if (!pair || pair->size() < 2 || !(*pair)[0].is_string() || !(*pair)[1].is_object()) continue;
    auto what = (*pair)[0].get_string().subview();
    const auto& facts = (*pair)[1].get_object();
    auto node = fmt::format("node {} ({})", text_at(facts, "node_id"), text_at(facts, "node_type"));
    if (what == "execution_interrupted")
      state.error.message = "ComfyUI was told to stop, in " + node + ".";
    if (what == "execution_error")
      state.error.message =
          fmt::format("ComfyUI failed in {}: {}", node,
                      text_at(facts, "exception_message").substr(0, kLongestWords));
    if (what.starts_with("execution_i") || what == "execution_error")
      state.error.provider_code = std::string(what);
  }
  return state;
}

}  // namespace

TaskState comfy_end(const json::object& entry, const std::string& view) {
  auto status = object_at(entry, "status");
  if (status && text_at(*status, "status_str") == "error") return failed(*status);
  TaskState state{.kind = TaskState::Kind::ready};
  auto outputs = object_at(entry, "outputs");
  if (outputs) state.pictures = pictures_in(*outputs, view, "output");
  if (outputs && state.pictures.empty()) state.pictures = pictures_in(*outputs, view, "temp");
  return state;
}

int comfy_place(const json::object& queue, std::string_view id) {
  // An entry is [number, id, graph, …]; the list of those that wait is in no order.
  auto number_of = [](const json::value& entry) {
    auto fields = entry.if_array();
    bool counted = fields && !fields->empty() && (*fields)[0].is_number();
    return counted ? (*fields)[0].to_number<double>() : 0;
  };
  auto is_it = [&](const json::value& entry) {
    auto fields = entry.if_array();
    return fields && fields->size() > 1 && (*fields)[1].is_string() &&
           (*fields)[1].get_string().subview() == id;
  };
  if (auto running = array_at(queue, "queue_running"))
    for (const auto& entry : *running)
      if (is_it(entry)) return 0;
  auto pending = array_at(queue, "queue_pending");
  if (!pending) return -1;
  for (const auto& own : *pending) {
    if (!is_it(own)) continue;
    int place = 1;
    for (const auto& other : *pending) place += number_of(other) < number_of(own);
    return place;
  }
  return -1;
}

Error comfy_error(int status, const json::object& body) {
  Error error{.kind = kind_of_status(status), .message = text_at(body, "error")};
  if (auto whole = object_at(body, "error")) {
    error.message = text_at(*whole, "message");
    error.provider_code = text_at(*whole, "type");
  }
  auto nodes = object_at(body, "node_errors");
  for (auto node = nodes ? nodes->begin() : nullptr; nodes && node != nodes->end(); ++node) {
    auto fields = node->value().if_object();
    auto errors = fields ? array_at(*fields, "errors") : nullptr;
    auto first = errors && !errors->empty() ? (*errors)[0].if_object() : nullptr;
    if (!first) continue;
    error.message =
        fmt::format("ComfyUI refused the workflow: node {} ({}): {}: {}", std::string(node->key()),
                    text_at(*fields, "class_type"), text_at(*first, "message"),
                    text_at(*first, "details").substr(0, kLongestWords));
    break;
  }
  if (error.message.empty()) error.message = "Provider returned error";
  return error;
}

}  // namespace easel::providers
