#!/usr/bin/env bash
# ./dev bench [painter] [imaging] [start] [key] [ledger] [accounts] [slow-readers] [pages]: what docs/measurements.md quotes. Printed with
# the machine's name; each prints its own calibration or its rival in the same run.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
source scripts/setup.sh
set_up_bench
build release easel painter_bench

names=("$@")
[ ${#names[@]} -eq 0 ] && names=(painter imaging start key ledger accounts slow-readers pages)
easel=$PWD/build/release/easel
work=$(mktemp -d)
server=
stop() { [ -n "$server" ] && kill -TERM "$server" 2>/dev/null && wait "$server" 2>/dev/null; server=; true; }
trap 'stop; rm -rf "$work"' EXIT

# serve [LINE OF easel.toml…] — starts a server in a fresh folder; sets $address, $key, $server.
serve() {
  rm -rf "$work/data" && mkdir -m 700 "$work/data"
  printf '%s\n' "$@" >"$work/data/easel.toml"
  : >"$work/line"
  "$easel" serve --listen 127.0.0.1:0 --data "$work/data" >"$work/line" 2>"$work/log" &
  server=$!
  until [ -s "$work/line" ]; do kill -0 "$server" && sleep 0.01; done
  address=$(sed 's/.* //' "$work/line")
  key=$("$easel" keys create --data "$work/data" --name bench)
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

echo "machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) cores; $(uname -sr)"
for name in "${names[@]}"; do
  echo "== $name"
  case "$name" in
    painter)
      for size in "1024 1024" "1024 1024" "1024 1024" "2048 2048" "4096 4096"; do
        build/release/painter_bench $size
      done
      for prompt in "neon city street in heavy rain" "old town by day" "city skyline at night" \
        "a ringed planet with moons" "a nebula" "spiral galaxy" "a black hole" "a mandala" fractal \
        marble "flow field"; do
        build/release/painter_bench 1024 1024 1 "$prompt"
      done
      for prompt in "neon city street in heavy rain" "a ringed planet with moons" "a black hole"; do
        build/release/painter_bench 4096 4096 1 "$prompt"
      done
      # A style's cost is what it adds to the same picture without one.
      for style in "realistic" "oil painting" watercolor "ink drawing" pencil "pastel drawing" \
        "pixel art" "low poly" ukiyo-e "chinese scroll" woodcut "pop art" "flat poster" noir; do
        build/release/painter_bench 1024 1024 1 "a nebula, $style"
      done
      build/release/painter_bench 4096 4096 1 "a nebula, realistic"
      build/release/painter_bench 4096 4096 1 "a nebula, oil painting"
      build/release/painter_bench looks "sunset over mountains" "city street by day" \
        "neon street in rain" "old town at dusk" "city skyline at night" "a gas giant" \
        "spiral galaxy" "a black hole" "a mandala" marble "flow field" "geometric pattern" \
        "a lake, oil painting" "a lake, watercolor" "a lake, ink drawing" "a lake, pencil" \
        "a lake, pastel drawing" "a lake, low poly" "a lake, ukiyo-e" "a lake, chinese scroll" \
        "a lake, woodcut" "a lake, pop art" "a lake, flat poster" "a lake, noir" ;;
    imaging)
      build release imaging_bench
      build/release/bench/imaging_bench ;;
    start)
      serve
      stop
      for _ in 1 2 3 4 5; do
        : >"$work/line"
        began=$(date +%s%N)
        "$easel" serve --listen 127.0.0.1:0 --data "$work/data" >"$work/line" 2>"$work/log" &
        server=$!
        until [ -s "$work/line" ]; do sleep 0.002; done
        curl -fs "$(sed 's/.* //' "$work/line")/readyz" >/dev/null
        echo $((($(date +%s%N) - began) / 1000000))
        sleep 0.5
        sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$server/status" >>"$work/rss"
        stop
      done >"$work/starts"
      echo "warm start to the first answer: $(tr '\n' ' ' <"$work/starts")ms, median $(median <"$work/starts") ms"
      echo "idle memory: $(median <"$work/rss") KiB resident" ;;
    key)
      serve "[server]" "loops = 1"
      length=$(curl -fs "$address/api/v1/key" -H "Authorization: Bearer $key" | wc -c)
      NGINX_BODY=$length bash bench/nginx_ratio.sh "$address/api/v1/key" \
        "Authorization: Bearer $key" "$server"
      stop ;;
    accounts)
      python3 bench/million.py "$easel" ;;
    ledger)
      build release ledger_bench
      DURABLE=1 tests/with_postgresql.sh sh -c \
        'build/release/bench/ledger_bench "$1" "$EASEL_TEST_POSTGRESQL"' sh "$work/ledger.db" ;;
    slow-readers)
      set_up_npm
      EASEL_BIN=$easel EASEL_SLOW_READERS=200 bash tests/run.sh ./slow_readers.test.mjs ;;
    pages)
      set_up_tests
      set_up_npm
      EASEL_BIN=$easel bash tests/run.sh ../bench/pages.mjs ;;
    *) echo "dev bench: there is no \"$name\"" >&2; exit 2 ;;
  esac
done
