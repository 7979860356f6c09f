#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "gateway/request.h"
#include "wire/fields.h"

// Patterns that a guardrail looks for in what is asked, by RE2: linear in the text, whatever the
// pattern.
namespace easel::api {

struct ContentFilter {
  enum class Action {
    redact,  // the match gives way to the label
    block,   // the request is refused
    flag,    // the generation gets the label "guardrail.flag", to be found by
  } action = Action::block;
  std::string pattern, label;
  bool checked_digits = false;  // a match also has to pass Luhn's check, as card numbers do
};

// The rules `content_filters` and `content_filter_builtins` as OpenRouter has them. What is wrong
// is told to `fields`, by its place; `rules` gets what is good.
void take_filters(const boost::json::object& body, wire::Fields& fields,
                  boost::json::object& rules);
std::vector<ContentFilter> filters_of(const boost::json::object& rules);

// Every text of the request, wherever its door has them: messages, instructions, texts to be set.
// Addresses and pictures are none. Error: content_policy, naming the label.
Status filter_content(gateway::GenerationRequest& request,
                      const std::vector<ContentFilter>& filters);

}  // namespace easel::api
