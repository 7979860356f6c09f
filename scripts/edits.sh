#!/usr/bin/env bash
# ./dev edits: every verb of docs/edits.md on real photographs (scikit-image's samples, from Debian's
# python3-skimage, and for leaves those of mate-backgrounds; unpacked and not installed) and on drawings, as sheets of before and after in
# build/edits. A verb that is not done on a picture it is shown on is an error.
# --keep puts the sheets into docs/pictures. EASEL_BIN: another binary than the release build's.
# EASEL_SAMPLES: a folder that has those samples.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
source scripts/setup.sh

easel=${EASEL_BIN:-}
if [ -z "$easel" ]; then
  set_up_build
  build release easel
  easel=$PWD/build/release/easel
fi
command -v montage >/dev/null || need imagemagick
out=$PWD/build/edits
rm -rf "$out"
mkdir -p "$out/before"

samples=${EASEL_SAMPLES:-}
if [ -z "$samples" ]; then
  mkdir -p "$out/package"
  (cd "$out/package" && apt-get download -q python3-skimage mate-backgrounds >/dev/null &&
    for package in ./*.deb; do dpkg -x "$package" .; done)
  samples=$out/package/usr/lib/python3/dist-packages/skimage/data
  for leaves in Garden GreenMeadow LadyBird; do
    convert "$out/package/usr/share/backgrounds/mate/nature/$leaves.jpg" -resize 640x "$samples/$leaves.jpg"
  done
fi
for file in coffee.png chelsea.png rocket.jpg astronaut.png motorcycle_left.png motorcycle_right.png \
  logo.png horse.png phantom.png chessboard_GRAY.png retina.jpg brick.png coins.png grass.png gravel.png \
  Garden.jpg GreenMeadow.jpg LadyBird.jpg; do
  cp "$samples/$file" "$out/before/${file%.*}"
done
draw() { "$easel" draw "$2" -o "$out/$1.png" --seed 3 --aspect 3:2 --size 0.5K >/dev/null 2>&1; mv "$out/$1.png" "$out/before/$1"; }
draw lake "a mountain lake in summer, pine forest"
draw harbour "rocky coast with a lighthouse"
draw fox "a fox in a meadow"
convert -size 300x200 xc:white -fill '#d33' -draw 'circle 100,100 160,100' -fill '#247' \
  -draw 'polygon 150,170 230,40 280,170' "PNG24:$out/before/shapes"
convert -size 300x200 xc:black -fill white -draw 'rectangle 20,20 90,80' "PNG24:$out/before/mask"

# render SVG PNG: for the sheets alone, and only what the painter writes: a ground and paths.
render() {
  local size ground commands
  size=$(sed -n 's/^<svg[^>]* width="\([0-9]*\)" height="\([0-9]*\)".*/\1x\2/p' "$1")
  ground=$(sed -n 's/.*<rect[^>]* fill="\([^"]*\)".*/\1/p' "$1")
  commands=$(grep -o '<path [^>]*' "$1" | sed -n "s/.*fill=\"\(#[^\"]*\)\" stroke.* d=\"\([^\"]*\)\".*/fill '\1' stroke '\1' fill-rule evenodd path '\2'/p")
  convert -size "$size" "xc:$ground" -draw "$commands" "$2"
}

# edit SHEET "PROMPT" PICTURE… [+ PICTURE…]: each before the "+" by itself, those behind it with each.
number=0 bad=0
edit() {
  local sheet=$1 prompt=$2 others=() pictures=() picture rest=
  shift 2
  for picture; do
    if [ "$picture" = + ]; then rest=1
    elif [ -n "$rest" ]; then others+=(--image "$out/before/$picture")
    else pictures+=("$picture"); fi
  done
  for picture in "${pictures[@]}"; do
    number=$((number + 1))
    local name
    name=$(printf '%s-%03d' "$sheet" "$number")
    "$easel" draw "$prompt" --image "$out/before/$picture" "${others[@]}" -o "$out/$name.png" --force \
      >"$out/said" 2>&1 || true
    if head -c 4 "$out/$name.png" 2>/dev/null | grep -q '<svg'; then
      mv "$out/$name.png" "$out/$name.svg"
      render "$out/$name.svg" "$out/$name.png"
    fi
    if ! grep -q 'Done:' "$out/said" || grep -qE 'Approximated:|Not done:' "$out/said"; then
      echo "not done: $prompt ($picture): $(head -c 400 "$out/said")" >&2
      bad=$((bad + 1))
    fi
    [ -f "$out/$name.png" ] || continue
    montage "$out/before/$picture" "$out/$name.png" -tile 2x1 -geometry 150x120+1+1 -background '#888' \
      "$out/$name.pair.png"
    montage -label "$prompt" "$out/$name.pair.png" -pointsize 11 -geometry +3+2 -background white \
      "$out/$name.tile.png"
  done
}

edit shape "crop to 16:9" coffee astronaut motorcycle_left lake
edit shape "crop the box 30%,10%,40%,60%" chelsea rocket astronaut fox
edit shape "extend to 16:9" rocket brick gravel lake
edit shape "extend by 30% to the left" coffee rocket grass harbour
edit shape "resize to 240x160" coffee rocket motorcycle_left lake
edit shape "upscale 2x" chelsea coffee coins fox
edit shape "rotate by 12 degrees" chelsea coffee astronaut logo
edit shape "rotate 90 degrees clockwise" rocket chelsea horse lake
edit shape "straighten by 3 degrees" rocket coffee motorcycle_left harbour
edit shape "flip it horizontally" chelsea astronaut motorcycle_left horse
edit grade "make it warmer" rocket coffee astronaut lake
edit grade "make it much cooler" coffee chelsea astronaut harbour
edit grade "brighter" rocket motorcycle_left retina fox
edit grade "darker" coffee chelsea brick lake
edit grade "more contrast" chelsea astronaut motorcycle_left harbour
edit grade "vivid colours" astronaut rocket chelsea lake
edit grade "black and white" coffee chelsea astronaut fox
edit grade "sepia" chelsea motorcycle_left rocket lake
edit grade "vintage" coffee astronaut chelsea harbour
edit grade "teal and orange" astronaut rocket motorcycle_left lake
edit grade "add a vignette" grass coffee chelsea harbour
edit grade "match the colours of the second picture" rocket chelsea astronaut lake + coffee
edit mood "make it night" coffee motorcycle_left astronaut lake
edit mood "make it day" rocket chelsea motorcycle_left harbour
edit mood "at sunset" astronaut chelsea motorcycle_left lake
edit mood "add fog" rocket motorcycle_left astronaut lake
edit mood "make it snow" motorcycle_left coffee rocket lake
edit mood "turn it into autumn" Garden GreenMeadow LadyBird fox
edit style "as an oil painting" chelsea coffee rocket astronaut
edit style "as a watercolour" chelsea coffee astronaut motorcycle_left
edit style "as a pencil drawing" chelsea astronaut motorcycle_left rocket
edit style "as pixel art" chelsea coffee rocket astronaut
edit style "as low poly" chelsea coffee rocket motorcycle_left
edit style "as a woodcut" chelsea astronaut rocket coffee
edit style "sharpen it" chelsea coffee coins lake
edit style "blur it" chelsea astronaut rocket lake
edit ground "blur the background" chelsea rocket retina logo
edit ground "remove the background" retina logo horse shapes
edit ground "remove the box 42%,15%,14%,20%" rocket grass brick lake
edit ground "fill the mask" rocket gravel coffee harbour + mask
edit ground "add the text \"Good morning\" at the top" coffee rocket astronaut lake
edit sheet "make a collage" coffee chelsea rocket lake + astronaut motorcycle_left harbour
edit sheet "make it black and white, before and after" coffee chelsea astronaut lake
edit sheet "palette of 5 colours" coffee rocket chelsea lake
edit sheet "vectorise in 6 colours" horse phantom chessboard_GRAY shapes

for sheet in shape grade mood style ground sheet; do
  montage "$out/$sheet"-*.tile.png -tile 4x -geometry +4+4 -background white -quality 80 "$out/$sheet.jpg"
done
# --keep: as docs/edits.md shows them.
if [ "${1:-}" = --keep ]; then
  for sheet in shape grade mood style ground sheet; do
    convert "$out/$sheet.jpg" -resize 960x -strip -quality 72 "docs/pictures/edits-$sheet.jpg"
  done
fi
say "$number edits, $bad of them not done; sheets in $out"
[ "$bad" -eq 0 ]
