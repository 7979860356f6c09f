#!/usr/bin/env bash
# The law of the house: which folder of src may include which. The table is the one of
# docs/architecture.md; CMakeLists.txt links by it.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
git grep -nE '^#include "[a-z]+/' -- 'src/*/*' | awk -F'[:/"]' '
BEGIN {
  may["base"] = ""
  may["wire"] = may["runtime"] = may["imaging"] = "base"
  may["http"] = "base runtime"
  may["painter"] = "base imaging"
  may["gateway"] = "base wire"
  may["providers"] = "base wire gateway imaging painter"
  may["store"] = may["fleet"] = "base runtime gateway"
  may["media"] = "base runtime http"
  may["drive"] = "base wire runtime http imaging gateway providers store media fleet"
  may["api"] = may["drive"] " drive"
  may["pages"] = may["api"] " api"
  may["cli"] = may["pages"] " pages painter"
  may["app"] = may["cli"] " cli"
}
{
  from = $2; line = $0
  sub(/^.*#include "/, "", line)
  split(line, part, "/"); to = part[1]
  checked++
  if (!(from in may)) { print "unknown folder: " $0; bad++ }
  else if (from != to && index(" " may[from] " ", " " to " ") == 0) {
    print "against the law: " $0; bad++
  }
}
END { printf "include law: %d includes, %d against it\n", checked, bad; exit bad > 0 }'
