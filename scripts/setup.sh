# What the machine must have, and how to get it: Debian packages, nothing else. Sourced by ./dev and
# the scripts beside this one.

run_packages="clang-19 lld-19 ccache ninja-build cmake pkg-config libc6-dev
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libcurl4-openssl-dev libssl-dev
  libsqlite3-dev libsoci-dev libpq-dev libhiredis-dev libre2-dev libtomlplusplus-dev libcli11-dev libspdlog-dev libfmt-dev
  prometheus-cpp-dev zlib1g-dev libspng-dev libjpeg62-turbo-dev libwebp-dev libzip-dev
  libfreetype-dev libharfbuzz-dev libfribidi-dev libunibreak-dev libseccomp-dev
  fonts-open-sans fonts-dejavu-core ca-certificates curl"
test_packages="libgtest-dev librapidcheck-dev libclang-rt-19-dev llvm-19
  python3 python3-requests procps strace chromium postgresql redis-server"
bench_packages="libbenchmark-dev nginx-light wrk procps"
lint_packages="clang-format-19 clang-tidy-19"

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { echo "dev: $*" >&2; exit 1; }

# need PACKAGE… — installs those that are missing, as root or through sudo.
need() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
      missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || die "these Debian packages are missing: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "run as root, or install sudo, to get: ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}" >/dev/null ||
    die "apt-get could not install: ${missing[*]}"
}

set_up_build() { need $run_packages; }
set_up_tests() { need $run_packages $test_packages; }
# npm, where the machine has none; the node that runs the tests comes by it, pinned (tests/run.sh).
set_up_npm() { command -v npm >/dev/null || need npm; }
# A node that builds the pages: the machine's when it is 20.19 or newer, else one from npm, kept here.
set_up_node() {
  local version=22.21.1
  node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' \
    2>/dev/null && return
  set_up_npm
  [ -x .cache/node/node_modules/.bin/node ] ||
    npm install --prefix .cache/node --no-save --no-audit --no-fund --loglevel=error "node@$version" >&2
  PATH=$PWD/.cache/node/node_modules/.bin:$PATH
}
# The pages, when something of web/ is newer than what was built. Without them Easel is built all the
# same, and says so where they would be.
build_pages() {
  local built=web/dist/pages.txt
  [ -f "$built" ] && [ -z "$(find web docs README.md src/api/openapi.json -newer "$built" -type f -not -path 'web/dist/*' -not -path 'web/node_modules/*')" ] && return
  say "Building the pages"
  if (set_up_node && set_up_npm && cd web && { [ node_modules/.package-lock.json -nt package-lock.json ] ||
      npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; } && npm run --silent build) >&2; then
    return
  fi
  echo "dev: the pages could not be built (they need npm and its registry); Easel is built without them." >&2
}
set_up_lint() { need $run_packages $test_packages $lint_packages; }
set_up_bench() { need $run_packages $test_packages $bench_packages; }

# build PRESET [TARGET…]
build() {
  local preset=$1
  shift
  export CCACHE_DIR=${CCACHE_DIR:-$PWD/.cache/ccache}
  export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
  build_pages
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >&2
  say "Building $preset ${*:-}"
  cmake --build "build/$preset" ${1:+--target "$@"} >&2
}
