#include "api/content_filters.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace easel::api {
namespace {

namespace json = boost::json;
using gateway::GenerationRequest;
using Action = ContentFilter::Action;

constexpr std::size_t kMostFilters = 50, kLongestPattern = 1000, kLongestLabel = 100;
constexpr std::int64_t kMostMemory = 1 << 20;  // of one compiled pattern

struct Builtin {
  std::string_view slug, label, pattern;
  bool checked_digits = false;
};

// Those of OpenRouter's that a pattern can find; names of people and addresses need a model.
constexpr std::array kBuiltins{
    Builtin{"email", "[EMAIL]", R"((?i)\b[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b)"},
    Builtin{"phone", "[PHONE]",
            R"((?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?|\b\d{2,4}[ .-])\d{3,4}[ .-]\d{3,4}\b)"},
    Builtin{"ssn", "[SSN]", R"(\b\d{3}-\d{2}-\d{4}\b)"},
    Builtin{"credit-card", "[CREDIT_CARD]", R"(\b\d(?:[ -]?\d){12,18}\b)", true},
    Builtin{"ip-address", "[IP_ADDRESS]",
            R"(\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b)"},
    Builtin{"regex-prompt-injection", "[PROMPT_INJECTION]",
            R"((?i)\b(?:ignore|disregard|forget)\s+(?:all\s+)?(?:of\s+)?(?:the\s+|your\s+|any\s+)?)"
            R"((?:previous|prior|above|earlier)\s+(?:instructions?|prompts?|rules?|messages?)\b)"},
};

// Where no text of the client's is: addresses, data, names of things.
constexpr std::string_view kNoText[] = {"url",  "image_url", "font_url", "data",    "file_data",
                                        "role", "type",      "id",       "b64_json"};

RE2::Options options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMostMemory);
  return options;
}

std::optional<Action> action_of(std::string_view word) {
  if (word == "redact") return Action::redact;
  if (word == "block") return Action::block;
  if (word == "flag") return Action::flag;
  return {};
}

// ISO/IEC 7812-1, annex B.
bool passes_luhn(std::string_view text) {
  int sum = 0, place = 0;
  for (auto it = text.rbegin(); it != text.rend(); ++it) {
    if (*it < '0' || *it > '9') continue;
    int digit = *it - '0';
    if (place++ % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

class Scan {
 public:
  Scan(GenerationRequest& request, const std::vector<ContentFilter>& filters) : request_(request) {
    for (const auto& filter : filters)
      patterns_.push_back({filter, std::make_unique<RE2>("(" + filter.pattern + ")", options())});
  }

  Status run() {
    for (auto& message : request_.messages)
      for (auto& part : message.parts)
        if (part.kind == gateway::Part::Kind::text) TRY(look(part.text));
    for (auto& font : request_.fonts) TRY(look(font.text));
    for (const char* place :
         {"messages", "prompt", "input", "instructions", "system", "image_config"})
      if (auto found = request_.body.if_contains(place)) TRY(walk(*found));
    for (const auto& label : flagged_) request_.by.labels.emplace_back("guardrail.flag", label);
    return {};
  }

 private:
  struct Pattern {
    ContentFilter filter;
    std::unique_ptr<RE2> compiled;
  };

  Status walk(json::value& value) {
    if (auto text = value.if_string()) return look_at(*text);
    if (auto list = value.if_array())
      for (auto& one : *list) TRY(walk(one));
    if (auto object = value.if_object())
      for (auto& member : *object)
        if (std::ranges::count(kNoText, std::string_view(member.key())) == 0)
          TRY(walk(member.value()));
    return {};
  }

  // A text so long that it is kept beside the document comes back into it when it is changed.
  Status look_at(json::string& place) {
    int blob = request_.blob_index(place);
    std::string text(place);
    if (blob >= 0) {
      const auto& blocks = request_.blobs[static_cast<std::size_t>(blob)]->blocks();
      if (blocks.empty() || blocks.front().starts_with("data:")) return {};
      text.clear();
      for (const auto& block : blocks) text += block;
    }
    auto before = text;
    TRY(look(text));
    if (text != before) place = text;
    return {};
  }

  Status look(std::string& text) {
    for (const auto& [filter, compiled] : patterns_) {
      if (!compiled->ok()) return fail(internal("a content filter does not compile"));
      std::string redacted;
      re2::StringPiece left(text), match;
      const char* from = text.data();
      while (RE2::FindAndConsume(&left, *compiled, &match)) {
        if (match.empty()) {  // nothing is consumed: on by one
          if (left.empty()) break;
          left.remove_prefix(1);
          continue;
        }
        bool counts =
            !filter.checked_digits || passes_luhn(std::string_view(match.data(), match.size()));
        if (!counts) continue;
        redacted.append(from, match.data());
        redacted += filter.label;
        from = match.data() + match.size();
      }
      if (from == text.data()) continue;  // no match
      if (filter.action == Action::block)
        return fail(ErrorKind::content_policy,
                    "A guardrail of this key does not let this request pass: it holds " +
                        filter.label + ".");
      if (filter.action == Action::flag) {
        if (std::ranges::find(flagged_, filter.label) == flagged_.end())
          flagged_.push_back(filter.label);
        continue;
      }
      redacted.append(from, std::as_const(text).data() + text.size());
      text = std::move(redacted);
    }
    return {};
  }

  GenerationRequest& request_;
  std::vector<Pattern> patterns_;
  std::vector<std::string> flagged_;
};

// One entry of a list; complains by its place.
void take_entry(const json::value& entry, const std::string& where, bool builtin,
                wire::Fields& fields, json::array& good) {
  if (!entry.is_object()) return fields.complain(where, "an object");
  wire::Fields its(entry.get_object(), where);
  auto action = its.text("action").value_or("");
  auto label = its.text("label").value_or("");
  if (!action_of(action)) fields.complain(where + ".action", "\"redact\", \"block\" or \"flag\"");
  if (label.size() > kLongestLabel) fields.complain(where + ".label", "at most 100 bytes");
  json::object kept{{"action", action}};
  if (!label.empty()) kept["label"] = label;
  if (builtin) {
    auto slug = its.text("slug").value_or("");
    if (std::ranges::find(kBuiltins, slug, &Builtin::slug) == kBuiltins.end())
      fields.complain(where + ".slug",
                      "email, phone, ssn, credit-card, ip-address or regex-prompt-injection");
    kept["slug"] = slug;
  } else {
    auto pattern = its.text("pattern").value_or("");
    bool fits = !pattern.empty() && pattern.size() <= kLongestPattern;
    if (!fits || !RE2(pattern, options()).ok())
      fields.complain(where + ".pattern", "a regular expression of RE2, of 1 to 1000 bytes");
    kept["pattern"] = pattern;
  }
  good.push_back(std::move(kept));
}

}  // namespace

void take_filters(const json::object& body, wire::Fields& fields, json::object& rules) {
  for (std::string name : {"content_filters", "content_filter_builtins"}) {
    auto given = body.if_contains(name);
    if (!given) continue;
    if (given->is_null()) {
      rules[name] = nullptr;
      continue;
    }
    auto list = given->if_array();
    if (!list || list->size() > kMostFilters) {
      fields.complain(name, "an array of at most 50 filters, or null");
      continue;
    }
    json::array good;
    for (std::size_t i = 0; i < list->size(); ++i)
      take_entry((*list)[i], name + "[" + std::to_string(i) + "]",
                 name == "content_filter_builtins", fields, good);
    rules[name] = std::move(good);
  }
}

std::vector<ContentFilter> filters_of(const json::object& rules) {
  std::vector<ContentFilter> filters;
  for (const char* name : {"content_filters", "content_filter_builtins"}) {
    auto list = rules.if_contains(name);
    if (!list || !list->is_array()) continue;
    for (const auto& entry : list->get_array()) {
      if (!entry.is_object()) continue;
      wire::Fields its(entry.get_object(), "");
      ContentFilter filter{
          .action = action_of(its.text("action").value_or("")).value_or(Action::block),
          .pattern = its.text("pattern").value_or(""),
          .label = its.text("label").value_or("[REDACTED]")};
      auto slug = its.text("slug").value_or("");
      if (auto known = std::ranges::find(kBuiltins, slug, &Builtin::slug);
          known != kBuiltins.end()) {
        filter.pattern = known->pattern;
        filter.checked_digits = known->checked_digits;
        filter.label = its.text("label").value_or(std::string(known->label));
      }
      filters.push_back(std::move(filter));
    }
  }
  return filters;
}

Status filter_content(GenerationRequest& request, const std::vector<ContentFilter>& filters) {
  if (filters.empty()) return {};
  return Scan(request, filters).run();
}

}  // namespace easel::api
