#include "imaging/text_runs.h"

#include <fribidi.h>
#include <hb.h>
#include <linebreak.h>

#include <algorithm>
#include <mutex>
#include <optional>

namespace easel::imaging {
namespace {

Error unsettable(std::string why) {
  return invalid("", "This text cannot be set: " + std::move(why),
                 "1 to 300 characters without control codes");
}

// One character and how many bytes it took; none where the bytes are no UTF-8 (RFC 3629).
std::optional<std::pair<char32_t, std::size_t>> first_of(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes.front());
  if (lead < 0x80) return {{lead, 1}};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || bytes.size() < size) return {};
  char32_t value = lead & (0x7fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(bytes[i]);
    if ((next & 0xc0) != 0x80) return {};
    value = value << 6 | (next & 0x3f);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xd800 && value <= 0xdfff;
  if (value < kLeast[size] || value > 0x10ffff || surrogate) return {};
  return {{value, size}};
}

bool is_direction_mark(char32_t c) {
  return c == 0x200e || c == 0x200f || c == 0x061c || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

bool is_control(char32_t c) {
  return (c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
         (c >= 0xfff9 && c <= 0xfffb) || (c & 0xfffe) == 0xfffe;
}

void find_levels(std::u32string_view text, TextLayout& layout) {
  const auto size = static_cast<FriBidiStrIndex>(text.size());
  const std::vector<FriBidiChar> chars(text.begin(), text.end());
  std::vector<FriBidiCharType> types(text.size());
  std::vector<FriBidiBracketType> brackets(text.size());
  std::vector<FriBidiLevel> levels(text.size());
  fribidi_get_bidi_types(chars.data(), size, types.data());
  fribidi_get_bracket_types(chars.data(), size, types.data(), brackets.data());
  FriBidiParType base = FRIBIDI_PAR_ON;
  if (fribidi_get_par_embedding_levels_ex(types.data(), brackets.data(), size, &base,
                                          levels.data()) == 0)
    std::ranges::fill(levels, 0);
  layout.levels.assign(levels.begin(), levels.end());
}

bool is_common(std::uint32_t script) {
  return script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED;
}

void find_scripts(std::u32string_view text, TextLayout& layout) {
  hb_unicode_funcs_t* facts = hb_unicode_funcs_get_default();
  for (const char32_t c : text) layout.scripts.push_back(hb_unicode_script(facts, c));
  std::uint32_t last = HB_SCRIPT_COMMON;
  for (auto& script : layout.scripts) last = script = is_common(script) ? last : script;
  for (auto i = layout.scripts.size(); i-- > 0;) {
    auto& script = layout.scripts[i];
    last = script = is_common(script) ? last : script;
  }
}

void find_breaks(std::u32string_view text, TextLayout& layout) {
  static std::once_flag once;
  std::call_once(once, init_linebreak);
  std::vector<char> breaks(text.size());
  set_linebreaks_utf32(reinterpret_cast<const utf32_t*>(text.data()), text.size(), "",
                       breaks.data());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool must = text[i] == '\n', last = i + 1 == text.size();
    if (breaks[i] != LINEBREAK_ALLOWBREAK && !must && !last) continue;
    layout.ends.push_back(static_cast<int>(i) + 1);
    layout.must.push_back(must || last);
  }
}

}  // namespace

bool is_space(char32_t c) {
  return c == ' ' || c == '\n' || c == 0xa0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200b);
}

bool is_invisible(char32_t c) {
  return is_space(c) || is_direction_mark(c) || c == 0x200c || c == 0x200d || c == 0xad ||
         c == 0x2060 || c == 0xfeff || (c >= 0xfe00 && c <= 0xfe0f);
}

Result<std::u32string> characters_of(std::string_view text) {
  std::u32string out;
  while (!text.empty()) {
    const auto next = first_of(text);
    if (!next) return fail(unsettable("it is not UTF-8."));
    const auto [character, size] = *next;
    if (is_control(character)) return fail(unsettable("it holds a control code."));
    out += character;
    text.remove_prefix(size);
  }
  while (!out.empty() && is_space(out.back())) out.pop_back();
  out.erase(0, static_cast<std::size_t>(std::ranges::find_if_not(out, is_space) - out.begin()));
  if (std::ranges::all_of(out, is_invisible)) return fail(unsettable("nothing in it can be seen."));
  if (out.size() > kLongestText) return fail(unsettable("it has more than 300 characters."));
  return out;
}

std::string utf8(std::u32string_view characters) {
  std::string out;
  const auto put = [&](char32_t value) { out += static_cast<char>(value); };
  for (const char32_t c : characters) {
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xc0 | c >> 6), put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
      put(0xe0 | c >> 12), put(0x80 | (c >> 6 & 0x3f)), put(0x80 | (c & 0x3f));
    } else {
      put(0xf0 | c >> 18), put(0x80 | (c >> 12 & 0x3f));
      put(0x80 | (c >> 6 & 0x3f)), put(0x80 | (c & 0x3f));
    }
  }
  return out;
}

TextLayout lay_out(std::u32string_view text) {
  TextLayout layout;
  find_levels(text, layout);
  find_scripts(text, layout);
  find_breaks(text, layout);
  return layout;
}

std::vector<TextRun> runs_of(const TextLayout& layout, int from, int count) {
  std::vector<TextRun> runs;
  int highest = 0;
  for (int i = from; i < from + count; ++i) {
    const int level = layout.levels[static_cast<std::size_t>(i)];
    const std::uint32_t script = layout.scripts[static_cast<std::size_t>(i)];
    highest = std::max(highest, level);
    if (!runs.empty() && runs.back().level == level && runs.back().script == script)
      ++runs.back().count;
    else
      runs.push_back({i, 1, level, script});
  }
  for (int level = highest; level > 0; --level) {
    for (auto at = runs.begin(); at != runs.end();) {
      at = std::find_if(at, runs.end(), [&](const TextRun& run) { return run.level >= level; });
      const auto end =
          std::find_if(at, runs.end(), [&](const TextRun& run) { return run.level < level; });
      std::reverse(at, end);
      at = end;
    }
  }
  return runs;
}

}  // namespace easel::imaging
