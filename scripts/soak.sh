#!/usr/bin/env bash
# ./dev soak [ROUNDS] [sqlite|postgresql]: kills Easel that many times (1,000) under load, on each database
# (tests/soak.test.mjs). A kill leaves what was written to files, so the data may lie in memory: TMPDIR
# says where (/dev/shm). An hour, about.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
source scripts/setup.sh
set_up_tests
set_up_npm
build dev easel
export EASEL_SOAK_ROUNDS=${1:-1000} EASEL_TEST_SECONDS=36000
export TMPDIR=${TMPDIR:-/dev/shm}
[ -n "${2:-}" ] && export EASEL_SOAK_DATABASE=$2
exec bash tests/run.sh ./soak.test.mjs
