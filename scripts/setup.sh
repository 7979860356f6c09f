# What the machine must have, and how to get it: Debian packages, nothing else. Sourced by ./dev and
# the scripts beside this one.

run_packages="clang-19 lld-19 ccache ninja-build cmake pkg-config libc6-dev
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libcurl4-openssl-dev libssl-dev
  libsqlite3-dev libsoci-dev libtomlplusplus-dev libcli11-dev libspdlog-dev libfmt-dev
  prometheus-cpp-dev zlib1g-dev libspng-dev libjpeg62-turbo-dev libwebp-dev ca-certificates curl"
test_packages="libgtest-dev librapidcheck-dev libclang-rt-19-dev llvm-19
  python3 python3-requests procps"
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
set_up_lint() { need $run_packages $test_packages $lint_packages; }
set_up_bench() { need $run_packages $test_packages $bench_packages; }

# build PRESET [TARGET…]
build() {
  local preset=$1
  shift
  export CCACHE_DIR=${CCACHE_DIR:-$PWD/.cache/ccache}
  export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >&2
  say "Building $preset ${*:-}"
  cmake --build "build/$preset" ${1:+--target "$@"} >&2
}
