#!/usr/bin/env bash
# ./dev run: from a checkout to a first picture through Easel's own API.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
source scripts/setup.sh

port=8080 data=data once=
while [ $# -gt 0 ]; do
  case "$1" in
    --once) once=1 ;;
    --port) port=${2:-}; shift ;;
    --data) data=${2:-}; shift ;;
    *) echo "dev run: takes --once, --port N and --data DIR, not \"$1\"" >&2; exit 2 ;;
  esac
  shift || break
done
[[ $port =~ ^[0-9]+$ ]] || { echo "dev run: --port takes a number, not \"$port\"" >&2; exit 2; }
[ -n "$data" ] || { echo "dev run: --data takes a folder" >&2; exit 2; }

set_up_build
build release easel
easel=build/release/easel
mkdir -p "$data"
chmod 700 "$data"

# The server writes one line when it answers; the fifo hands it over without a race.
fifo=$(mktemp -u)
mkfifo -m 600 "$fifo"
"$easel" serve --listen "127.0.0.1:$port" --data "$data" >"$fifo" &
server=$!
stop() {
  trap - INT TERM EXIT
  kill -TERM "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
}
trap 'stop; exit 130' INT TERM
trap stop EXIT
read -r line <"$fifo" || { rm -f "$fifo"; exit 1; }
rm -f "$fifo"
address=${line##* }

key_file=$data/first.key
if [ ! -s "$key_file" ]; then
  (umask 077; "$easel" keys create --data "$data" --name first >"$key_file")
fi
key=$(cat "$key_file")

prompt="Generate a sunset over mountains"
picture=$data/sunset-over-mountains.png
"$easel" draw "$prompt" --server "$address" --key "$key" --out "$picture" --force

cat <<TEXT

$line
  address   $address/api/v1
  key       $key
  pages     $("$easel" link --data "$data" --origin "$address") (once, within 15 minutes)
  picture   $picture

Try it (saves sunset.png):

curl -s $address/api/v1/chat/completions -H "Authorization: Bearer $key" -H "Content-Type: application/json" -d '{"model":"easel/painter-1","messages":[{"role":"user","content":"$prompt"}],"modalities":["image","text"]}' | grep -o 'base64,[^"]*' | cut -d, -f2 | base64 -d > sunset.png

To let the painter answer for models that are not connected here (off by default), then start again:

printf '[fallback]\nimage_model = "easel/painter-1"\n' >> $data/easel.toml

TEXT
[ -n "$once" ] && exit 0
echo "Ctrl-C ends it."
wait "$server"
