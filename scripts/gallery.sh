#!/usr/bin/env bash
# ./dev gallery [--beside FOLDER] [--size 1K] — draws the prompts of tests/gallery.txt into
# build/gallery, with a contact sheet where ImageMagick is installed. --beside lays an earlier
# folder's pictures to the left of the new ones, to see what a change did.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
source scripts/setup.sh

beside= size=1K
while [ $# -gt 0 ]; do
  case "$1" in
    --beside) beside=${2:?--beside wants a folder}; shift 2 ;;
    --size) size=${2:?--size wants 1K, 2K or 4K}; shift 2 ;;
    *) die "gallery: there is no \"$1\"" ;;
  esac
done
[ -z "$beside" ] || [ -d "$beside" ] || die "gallery: $beside is no folder"
beside=${beside:+$(readlink -f "$beside")}
out=$PWD/build/gallery
[ "$beside" = "$out" ] && die "gallery: move $out elsewhere first, it is drawn anew"

set_up_build
build release easel
rm -rf "$out"
mkdir -p "$out"
number=0
while read -r seed aspect prompt; do
  case "$seed" in '' | '#'*) continue ;; esac
  number=$((number + 1))
  file=$(printf '%s/%02d.png' "$out" "$number")
  build/release/easel draw "$prompt" -o "$file" --aspect "$aspect" --size "$size" --seed "$seed" \
    >"$out/last.txt" 2>&1 </dev/null || { cat "$out/last.txt" >&2; die "gallery: \"$prompt\" failed"; }
  printf '%02d  %s\n' "$number" "$prompt" | tee -a "$out/prompts.txt"
done <tests/gallery.txt
rm -f "$out/last.txt"

command -v montage >/dev/null || { say "No contact sheet: ImageMagick's montage is not installed."; exit 0; }
tiles=() columns=10
for file in "$out"/??.png; do
  if [ -n "$beside" ]; then
    columns=8
    [ -f "$beside/${file##*/}" ] && tiles+=("$beside/${file##*/}") || tiles+=(null:)
  fi
  tiles+=("$file")
done
montage "${tiles[@]}" -tile "${columns}x" -geometry 256x256+3+3 -background '#222222' -quality 88 "$out/sheet.jpg"
say "$out/sheet.jpg"
