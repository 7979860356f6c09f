#!/usr/bin/env bash
# ./dev test: everything, ending with one line "N passed, N failed".
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
source scripts/setup.sh

steps=("$@")
[ ${#steps[@]} -eq 0 ] && steps=(law unit e2e asan)
passed=0 failed=0
log=$(mktemp) said=$(mktemp)  # what one runner printed; what every failed one said, told again at the end
trap 'rm -f "$log" "$said"' EXIT

# count_gtest FILE — adds what a GoogleTest runner printed; a runner that died counts as one failure.
count_gtest() {
  local ok bad
  ok=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) tests*\.$/\1/p' "$1" | tail -1)
  bad=$(sed -n 's/^ *\([0-9]*\) FAILED TESTS*$/\1/p' "$1" | tail -1)
  [ -z "$ok" ] && bad=$((${bad:-0} + 1))
  passed=$((passed + ${ok:-0})) failed=$((failed + ${bad:-0}))
}

run_unit() {  # PRESET
  local runner started
  for runner in build/"$1"/tests/*_test; do
    started=$SECONDS
    "$runner" --gtest_brief=1 >"$log" 2>&1 || tee -a "$said" <"$log"
    printf '%-8s %-16s %4d s  %s\n' "$1" "$(basename "$runner")" $((SECONDS - started)) \
      "$(grep -E '^\[  (PASSED|FAILED)  \]' "$log" | head -1)"
    count_gtest "$log"
  done
}

# The store's tests once more, on the other database; power cuts and a disk that fails are SQLite's.
run_store_on_postgresql() {
  local started=$SECONDS
  RC_PARAMS=max_success=10 tests/with_postgresql.sh build/dev/tests/store_test --gtest_brief=1 \
    --gtest_filter=-SimVfs*:PowerCut*:DiskTrouble* >"$log" 2>&1 || tee -a "$said" <"$log"
  printf "%-8s %-16s %4d s  %s\n" dev store/PostgreSQL $((SECONDS - started)) \
    "$(grep -E '^\[  (PASSED|FAILED)  \]' "$log" | head -1)"
  count_gtest "$log"
}

# The limits' tests once more, counted in Redis.
run_limits_on_redis() {
  local started=$SECONDS
  tests/with_redis.sh build/dev/tests/fleet_test --gtest_brief=1 --gtest_filter='*Limits*' >"$log" 2>&1 || cat "$log"
  printf "%-8s %-16s %4d s  %s\n" dev limits/Redis $((SECONDS - started)) \
    "$(grep -E '^\[  (PASSED|FAILED)  \]' "$log" | head -1)"
  count_gtest "$log"
}

for step in "${steps[@]}"; do
  case "$step" in
    law)
      if bash tests/include_law.sh; then passed=$((passed + 1)); else failed=$((failed + 1)); fi ;;
    unit)
      set_up_tests
      if build dev; then run_unit dev; run_store_on_postgresql; run_limits_on_redis; else failed=$((failed + 1)); fi ;;
    e2e)
      set_up_tests
      set_up_npm
      build dev easel || failed=$((failed + 1))
      bash tests/run.sh 2>&1 | tee "$log"
      sed -n '/^✖ failing tests:/,$p' "$log" >>"$said"
      read -r ok bad < <(sed -n 's/^e2e: \([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log" | tail -1)
      passed=$((passed + ${ok:-0})) failed=$((failed + ${bad:-1})) ;;
    asan)
      set_up_tests
      export ASAN_OPTIONS=detect_stack_use_after_return=1
      export EASEL_SHORT=1  # fewer rounds of what the plain pass repeats many times
      if build asan; then run_unit asan; else failed=$((failed + 1)); fi
      unset EASEL_SHORT ;;
    lint)
      if scripts/lint.sh; then passed=$((passed + 1)); else failed=$((failed + 1)); fi ;;
    *) echo "dev test: there is no step \"$step\"" >&2; exit 2 ;;
  esac
done
cat "$said"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
