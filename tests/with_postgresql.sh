#!/bin/sh
# Runs a command beside a PostgreSQL server of its own, which is gone with it:
#   tests/with_postgresql.sh COMMAND…
# EASEL_TEST_POSTGRESQL then holds the address of an empty database. The server listens on a socket in
# a temporary folder, as somebody who is not root (PostgreSQL refuses root). DURABLE=1 leaves its
# flushes to the disk on, for measurements; the tests kill Easel and never the server.
set -eu
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if [ -z "$programs" ]; then echo "tests: PostgreSQL is not installed (Debian's postgresql)" >&2; exit 1; fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/easel-postgresql-XXXXXX")
as=
if [ "$(id -u)" -eq 0 ]; then
  as="setpriv --reuid=postgres --regid=postgres --clear-groups --"
  chown postgres: "$folder"
fi
chmod 755 "$folder"
$as "$programs/initdb" -D "$folder/data" -U easel -A trust -E UTF8 --locale=C.UTF-8 --no-instructions \
  -N >"$folder/said" 2>&1 || { cat "$folder/said" >&2; exit 1; }
flush=off
[ "${DURABLE:-0}" = 1 ] && flush=on
$as "$programs/postgres" -D "$folder/data" -k "$folder" -h '' -c fsync=$flush -c max_connections=200 \
  >"$folder/log" 2>&1 &
server=$!
finish() {
  kill -INT "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM
tries=0
until "$programs/psql" -q -h "$folder" -U easel postgres -c 'CREATE DATABASE easel' >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ $tries -gt 100 ]; then cat "$folder/log" >&2; exit 1; fi
  sleep 0.1
done
EASEL_TEST_POSTGRESQL="postgresql://easel@/easel?host=$folder"
export EASEL_TEST_POSTGRESQL
"$@"
