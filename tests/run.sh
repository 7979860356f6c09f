#!/bin/sh
# End-to-end tests: the real binary against scripted upstreams and the official clients.
#   tests/run.sh [FILE.test.mjs …]
# EASEL_BIN names the binary (default: the development build, else the release build).
set -eu
cd "$(dirname "$0")"

if [ -z "${EASEL_BIN:-}" ]; then
  for candidate in ../build/dev/easel ../build/release/easel; do
    if [ -x "$candidate" ]; then EASEL_BIN=$candidate; break; fi
  done
fi
if [ -z "${EASEL_BIN:-}" ] || [ ! -x "$EASEL_BIN" ]; then
  echo "tests: there is no easel binary; build it, or set EASEL_BIN" >&2
  exit 1
fi
EASEL_BIN=$(cd "$(dirname "$EASEL_BIN")" && pwd)/$(basename "$EASEL_BIN")
export EASEL_BIN

# The machine's node when it is new enough, else the one that comes as a package.
major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/' || true)
if [ "${major:-0}" -ge 22 ] && node --experimental-strip-types --version >/dev/null 2>&1; then
  node=node
  omit=--omit=optional
else
  node=node_modules/.bin/node
  omit=
fi

stamp=node_modules/.stamp
wanted="$(sha256sum package-lock.json | cut -d' ' -f1) $node"
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
  npm ci --loglevel=error $omit >&2
  echo "$wanted" >"$stamp"
fi

if [ $# -eq 0 ]; then set -- ./*.test.mjs; fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
timeout "${EASEL_TEST_SECONDS:-2700}" "$node" --test --test-concurrency="${EASEL_TEST_JOBS:-2}" --test-timeout=900000 --test-force-exit \
  --test-reporter=spec --test-reporter-destination=stdout \
  --test-reporter=tap --test-reporter-destination="$log" "$@" || status=$?

count() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$log" | tail -1; }
failed=$(( $(count fail) + $(count cancelled) ))
echo "e2e: $(count pass) passed, $failed failed"
[ "$status" -eq 0 ] && [ "$failed" -eq 0 ]
