#!/bin/sh
# Runs a command beside a Redis server of its own, which is gone with it:
#   tests/with_redis.sh COMMAND…
# EASEL_TEST_REDIS then holds its address: a socket in a temporary folder. Nothing is written to disk.
set -eu
command -v redis-server >/dev/null || { echo "tests: Redis is not installed (Debian's redis-server)" >&2; exit 1; }
folder=$(mktemp -d "${TMPDIR:-/tmp}/easel-redis-XXXXXX")
redis-server --port 0 --unixsocket "$folder/socket" --dir "$folder" --save '' --appendonly no >"$folder/log" 2>&1 &
server=$!
finish() {
  kill -TERM "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM
tries=0
until redis-cli -s "$folder/socket" ping >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ $tries -gt 100 ]; then cat "$folder/log" >&2; exit 1; fi
  sleep 0.1
done
EASEL_TEST_REDIS="unix://$folder/socket"
export EASEL_TEST_REDIS
"$@"
