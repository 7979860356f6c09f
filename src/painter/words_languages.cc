#include "painter/lexicon.h"

namespace easel::painter {

const std::string_view kLanguageWords = R"()";

}  // namespace easel::painter
