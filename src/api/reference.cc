#include "api/reference.h"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "base/text.h"
#include "wire/json.h"

namespace easel::api {
namespace {

namespace json = boost::json;

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
constexpr char kDocument[] = {
#embed "openapi.json"
};
constexpr char kHead[] = {
#embed "reference_head.html"
};
#pragma clang diagnostic pop

const json::value* at(const json::value& from, std::string_view key) {
  return from.is_object() ? from.get_object().if_contains(key) : nullptr;
}

std::string text(const json::value& from, std::string_view key) {
  auto found = at(from, key);
  return found && found->is_string() ? std::string(found->get_string().c_str()) : "";
}

// Two spaces a level: examples are for reading. Long strings (pictures) are cut.
void pretty(const json::value& value, std::size_t indent, std::string& out) {
  constexpr std::size_t kLongest = 100;
  std::string pad(indent + 2, ' ');
  if (value.is_object() && !value.get_object().empty()) {
    bool first = true;
    out += "{\n";
    for (const auto& [key, inner] : value.get_object()) {
      if (!std::exchange(first, false)) out += ",\n";
      out += pad + json::serialize(json::string(key)) + ": ";
      pretty(inner, indent + 2, out);
    }
    out += "\n" + std::string(indent, ' ') + "}";
  } else if (value.is_array() && !value.get_array().empty()) {
    bool first = true;
    out += "[\n";
    for (const auto& inner : value.get_array()) {
      if (!std::exchange(first, false)) out += ",\n";
      out += pad;
      pretty(inner, indent + 2, out);
    }
    out += "\n" + std::string(indent, ' ') + "]";
  } else if (value.is_string() && value.get_string().size() > kLongest) {
    out += json::serialize(json::string(value.get_string().subview(0, 60))) + "…";
  } else {
    out += json::serialize(value);
  }
}

std::string anchor_of(std::string_view name) {
  return "schema-" + std::string(name);
}

// What a schema is, in a few words: a type, a list of them, or a link to the schema of that name.
std::string kind_of(const json::value& schema) {
  if (auto name = text(schema, "$ref"); !name.empty()) {
    auto last = name.substr(name.rfind('/') + 1);
    return "<a href=\"#" + anchor_of(last) + "\">" + last + "</a>";
  }
  if (auto any = at(schema, "anyOf"); any && any->is_array()) {
    std::string out;
    for (const auto& one : any->get_array())
      if (auto kind = kind_of(one); !kind.empty()) out += (out.empty() ? "" : " or ") + kind;
    return out;
  }
  if (auto list = at(schema, "enum"); list && list->is_array()) {
    std::string out;
    for (const auto& one : list->get_array())
      out += (out.empty() ? "" : ", ") + markup_text(json::serialize(one));
    return out;
  }
  if (text(schema, "type") == "array")
    return "list of " + (at(schema, "items") ? kind_of(*at(schema, "items")) : "anything");
  auto type = at(schema, "type");
  if (!type) return "anything";
  if (type->is_string()) return markup_text(text(schema, "type"));
  std::string out;
  if (type->is_array())
    for (const auto& one : type->get_array())
      out += (out.empty() ? "" : " or ") +
             markup_text(one.is_string() ? one.get_string().c_str() : "");
  return out;
}

std::string example(std::string_view title, const json::value* content) {
  auto as_json = content ? at(*content, "application/json") : nullptr;
  auto shown = as_json ? at(*as_json, "example") : nullptr;
  std::string out;
  if (as_json && at(*as_json, "schema"))
    out += "<p>" + std::string(title) + ": " + kind_of(*at(*as_json, "schema")) + "</p>";
  if (!shown) return out;
  std::string code;
  pretty(*shown, 0, code);
  return out + "<pre>" + markup_text(code) + "</pre>";
}

std::string parameters(const json::value& operation) {
  auto list = at(operation, "parameters");
  if (!list || !list->is_array()) return "";
  std::string out = "<table>";
  for (const auto& one : list->get_array())
    out += "<tr><td><code>" + markup_text(text(one, "name")) + "</code></td><td>" +
           markup_text(text(one, "in")) + "</td><td>" + markup_text(text(one, "description")) +
           "</td></tr>";
  return out + "</table>";
}

std::string operation_html(std::string_view path, std::string_view method,
                           const json::value& operation) {
  std::string verb(method);
  std::ranges::transform(verb, verb.begin(), [](unsigned char c) { return std::toupper(c); });
  std::string out = "<details id=\"" + markup_text(text(operation, "operationId")) +
                    "\"><summary><b>" + verb + "</b> <code>" + markup_text(path) + "</code> " +
                    markup_text(text(operation, "summary")) + "</summary>";
  if (auto more = text(operation, "description"); !more.empty())
    out += "<p>" + markup_text(more) + "</p>";
  out += parameters(operation);
  if (auto body = at(operation, "requestBody")) out += example("Body", at(*body, "content"));
  auto responses = at(operation, "responses");
  if (responses && responses->is_object())
    for (const auto& [status, response] : responses->get_object()) {
      bool error = status[0] >= '4';
      out += "<h4>" + std::string(status) + "</h4><p>" +
             markup_text(text(response, "description")) + "</p>";
      if (!error) out += example("Answer", at(response, "content"));
    }
  return out + "</details>";
}

std::string schema_html(std::string_view name, const json::value& schema) {
  std::string out = "<h3 id=\"" + anchor_of(name) + "\">" + std::string(name) + "</h3>";
  if (auto more = text(schema, "description"); !more.empty())
    out += "<p>" + markup_text(more) + "</p>";
  auto properties = at(schema, "properties");
  if (!properties || !properties->is_object()) return out;
  std::vector<std::string> required;
  if (auto list = at(schema, "required"); list && list->is_array())
    for (const auto& one : list->get_array()) required.emplace_back(one.get_string().c_str());
  out += "<table>";
  for (const auto& [key, property] : properties->get_object()) {
    bool must = std::ranges::count(required, std::string_view(key)) > 0;
    out += "<tr><td><code>" + markup_text(key) + "</code>" + (must ? "&nbsp;*" : "") + "</td><td>" +
           kind_of(property) + "</td><td>" + markup_text(text(property, "description")) +
           "</td></tr>";
  }
  return out + "</table>";
}

std::string page() {
  auto document = wire::parse_json(openapi_document());
  if (!document) return "";
  std::string out(kHead, sizeof kHead);
  out += "<main><h1>Easel's API</h1><p>" + markup_text(text(document->at("info"), "description")) +
         "</p><p><a href=\"/api/v1/openapi.json\">openapi.json</a></p>";
  for (const auto& tag : document->at("tags").get_array()) {
    auto name = text(tag, "name");
    out += "<h2>" + markup_text(name) + "</h2><p>" + markup_text(text(tag, "description")) + "</p>";
    for (const auto& [path, methods] : document->at("paths").get_object())
      for (const auto& [method, operation] : methods.get_object())
        if (operation.at("tags").get_array()[0] == json::value(name))
          out += operation_html(path, method, operation);
  }
  out += "<h2>Schemas</h2><p>* must be there.</p>";
  for (const auto& [name, schema] : document->at("components").at("schemas").get_object())
    out += schema_html(name, schema);
  return out + "</main></html>\n";
}

}  // namespace

std::string_view openapi_document() {
  return {kDocument, sizeof kDocument};
}

void add_reference_routes(const AddRoute& add) {
  add("GET", "/openapi.json", [](http::Request&, http::Response& out, const http::PathParams&) {
    return send_result(out, std::string(openapi_document()));
  });
}

Task<> get_reference_page(http::Response& out) {
  static const std::string html = page();
  out.add_header("Content-Security-Policy",
                 "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
                 "frame-ancestors 'none'");
  out.add_header("X-Content-Type-Options", "nosniff");
  (void)co_await out.send(200, "text/html; charset=utf-8", html);
}

}  // namespace easel::api
