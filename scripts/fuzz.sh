#!/usr/bin/env bash
# ./dev fuzz [SECONDS]: every fuzzer on its committed corpus, so long each (60). What it finds lies in
# build/fuzz/found/.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
source scripts/setup.sh
set_up_tests
need libfuzzer-19-dev
build fuzz
mkdir -p build/fuzz/found
for source in fuzz/*.cc; do
  name=$(basename "$source" .cc)
  mkdir -p "build/fuzz/corpus/$name" "fuzz/corpus/$name"
  say "Fuzzing $name for ${1:-60} s"
  "build/fuzz/fuzz_$name" -max_total_time="${1:-60}" -rss_limit_mb=4096 -print_final_stats=1 \
    -artifact_prefix=build/fuzz/found/ "build/fuzz/corpus/$name" "fuzz/corpus/$name" 2>&1 |
    grep -E '^(stat::number_of_executed_units|==|SUMMARY|Test unit)' || true
  ls build/fuzz/found/* >/dev/null 2>&1 && die "found something: build/fuzz/found"
done
echo "fuzz: nothing found"
