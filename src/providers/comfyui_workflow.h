#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "gateway/request.h"

namespace easel::providers {

// A workflow of ComfyUI in its "API format" ({"node id":{"class_type":…,"inputs":{…}}}) with
// placeholders in its texts: {{prompt}}, {{negative_prompt}}, {{seed}}, {{width}}, {{height}},
// {{steps}}, {{cfg_scale}}, {{strength}}, {{sampler}}, {{scheduler}}, {{checkpoint}}, {{image}} and
// {{image_2}} … {{image_8}}; each may bring its own default, as in {{steps|28}}. A text that is one
// placeholder and nothing else becomes a value of the right type. What is put in is never looked at
// again, so no prompt can name a placeholder.
class ComfyWorkflow {
 public:
  using Values = std::map<std::string, gateway::json::value, std::less<>>;

  // Errors: invalid_request, one sentence of what is wrong with the text, without its name.
  static Result<ComfyWorkflow> parse(std::string_view text);
  // Those that are built in, for a checkpoint: from words, and from a picture and words.
  static const ComfyWorkflow& from_words();
  static const ComfyWorkflow& from_picture();

  bool has(std::string_view placeholder) const { return names_.contains(placeholder); }
  int pictures() const;  // how many it needs
  gateway::json::object filled(const Values& values) const;

 private:
  gateway::json::object graph_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace easel::providers
