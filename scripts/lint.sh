#!/usr/bin/env bash
# ./dev lint: format, include law, tidy. Each finding is fatal.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
source scripts/setup.sh
set_up_lint
bash tests/include_law.sh
git ls-files 'src/*.h' 'src/*.cc' 'fuzz/*.cc' | xargs clang-format-19 --dry-run -Werror
[ -f build/dev/compile_commands.json ] || cmake --preset dev >/dev/null
# tidy makes its own way without the compiler's precompiled header.
mkdir -p build/tidy
sed -E 's/-Xclang -include-pch -Xclang [^ ]+//g; s/-Winvalid-pch//g' \
  build/dev/compile_commands.json > build/tidy/compile_commands.json
git ls-files 'src/*.cc' | grep -vE '_(test|bench)\.cc$' |
  xargs -P "$(nproc)" -n 4 clang-tidy-19 -p build/tidy --quiet 2>/dev/null
echo "lint: clean"
