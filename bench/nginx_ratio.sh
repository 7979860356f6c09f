#!/bin/sh
# How many requests a server answers per CPU-second, against nginx `return 200` with a body of the
# same size, one worker each, at 64 keep-alive connections, round by round in turn.
#   bench/nginx_ratio.sh URL HEADER PID     e.g. http://127.0.0.1:8080/api/v1/models "X: y" 1234
# HEADER may be "". PID is the server's process; its CPU time is read from /proc.
# ROUNDS (5), SECONDS_EACH (3) and NGINX_BODY (560 bytes) can be set in the environment.
set -eu
url=$1 header=${2:-} pid=$3
[ -n "$header" ] || header='X-Bench: 1'
rounds=${ROUNDS:-5} seconds=${SECONDS_EACH:-3}
port=$((20000 + $$ % 20000))
dir=$(mktemp -d)
body=$(head -c "${NGINX_BODY:-560}" /dev/zero | tr '\0' x)
cat > "$dir/nginx.conf" <<EOF
worker_processes 1; daemon off; master_process off; pid $dir/pid; error_log $dir/error crit;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 1000000000; client_body_temp_path $dir/b; proxy_temp_path $dir/p;
  fastcgi_temp_path $dir/f; scgi_temp_path $dir/s; uwsgi_temp_path $dir/u; default_type application/json;
  server { listen 127.0.0.1:$port; location / { return 200 "$body"; } }
}
EOF
nginx -c "$dir/nginx.conf" & nginx_pid=$!
trap 'kill $nginx_pid 2>/dev/null; rm -rf "$dir"' EXIT INT TERM
sleep 0.5

# User and system time of a process, all its threads, in clock ticks.
ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }
# Requests per CPU-second of one round; errors end the measurement.
round() {
  before=$(ticks "$1")
  wrk -t1 -c64 -d"${seconds}s" -H "$header" "$2" > "$dir/wrk"
  after=$(ticks "$1")
  if grep -Eq 'Non-2xx|Socket errors' "$dir/wrk"; then cat "$dir/wrk" >&2; exit 1; fi
  awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" \
    '/requests in/ { printf "%d\n", $1 * hz / (t > 0 ? t : 1) }' "$dir/wrk"
}

round "$pid" "$url" > /dev/null
round "$nginx_pid" "http://127.0.0.1:$port/" > /dev/null
i=0
while [ $i -lt "$rounds" ]; do
  round "$pid" "$url" >> "$dir/ours"
  round "$nginx_pid" "http://127.0.0.1:$port/" >> "$dir/theirs"
  i=$((i + 1))
done
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
ours=$(median "$dir/ours") theirs=$(median "$dir/theirs")
echo "ours:  $(tr '\n' ' ' < "$dir/ours")per CPU-second, median $ours"
echo "nginx: $(tr '\n' ' ' < "$dir/theirs")per CPU-second, median $theirs"
# Round by round, for the machine's own speed drifts from one to the next.
paste "$dir/ours" "$dir/theirs" | awk '{ printf "%.3f\n", $1 / $2 }' > "$dir/ratios"
echo "ratio: $(tr '\n' ' ' < "$dir/ratios")round by round, median $(median "$dir/ratios")"
