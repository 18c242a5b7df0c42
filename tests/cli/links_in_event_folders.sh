#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A symbolic link that came with a repository leads no reading and no writing out of the folders of tidegate.
. "$(dirname "$0")/common.sh"

replay cached-all
victims=$work/victims
mkdir -p "$victims/folder"
event=$(jq -cn '{event_type:"docker_build",timestamp:"2026-01-02T03:04:05Z",id:"01K00000000000000000000000",schema:1,
  repository:"word-of-the-victim",run:{},runner:{},metadata:{}}')
for file in "$victims/file" "$victims/folder/cursor" "$victims/folder/01K00000000000000000000000.jsonl"; do
  printf '%s' "$event" >"$file" # without its newline: whoever opens it for writing would add one
done
# A segment is named by its content, so this one is right wherever it is found.
printf '%s\n' "$event" >"$work/segment"
hash=$(sha256sum "$work/segment" | cut -c 1-16)
below=2026/01/02/${hash:0:1}/${hash:1:1}
mkdir -p "$victims/folder/events/$below"
cp "$work/segment" "$victims/folder/events/$below/01K00000000000000000000000-$hash.jsonl"
content() { (cd "$victims" && find . -printf '%p %s %T@\n' && find . -type f -exec cat {} +) | sort; }
content >"$work/before"

tidegate_works() {
  local command
  run "$1" build .
  local commands=("gate" "history rebuild" "events query" "events validate")
  case $2 in
    */spool*) commands+=("events publish --remote http://127.0.0.1:9/o/r") ;;
    */history*) commands+=("history sync --repository o/r") ;;
  esac
  for command in "${commands[@]}"; do
    # shellcheck disable=SC2086 # words of a command line
    timeout 60 "$tidegate" $command >>"$out" 2>>"$err" </dev/null || [ $? -lt 124 ] || fail "$command hangs or crashes"
  done
  lacks "$out" "word-of-the-victim"
  lacks "$err" "word-of-the-victim" "AddressSanitizer"
  content | diff "$work/before" - || fail "a link at $2 led to what it names"
}

mkdir -p .tidegate
cp -r "$victims/folder" .tidegate/branch
run 0 events query
has "$out" "word-of-the-victim" # where there is no link, it is read

month=.tidegate/events/$(date -u +%Y-%m).jsonl
for place in .tidegate/events/2026-01.jsonl .tidegate/events/held/01K00000000000000000000000.jsonl .tidegate/spool/lock \
  .tidegate/spool/cursor .tidegate/history.db-sync .tidegate/branch/revision; do
  rm -rf .tidegate
  mkdir -p "${place%/*}"
  ln -s "$victims/file" "$place"
  tidegate_works 0 "$place"
done
for place in .tidegate/events/held .tidegate/events/torn .tidegate/spool .tidegate/branch; do
  rm -rf .tidegate
  mkdir -p "${place%/*}"
  ln -s "$victims/folder" "$place"
  tidegate_works 0 "$place"
done
for part in "" /2026 /2026/01 "/$below"; do
  rm -rf .tidegate
  place=.tidegate/branch/events$part
  mkdir -p "${place%/*}"
  ln -s "$victims/folder/events$part" "$place"
  tidegate_works 0 "$place"
done

rm -rf .tidegate
mkdir -p "${month%/*}"
ln -s "$victims/file" "$month"
tidegate_works 3 "$month"
has "$err" "it is a symbolic link, which tidegate does not follow"
mkdir -p "$victims/empty" && content >"$work/before"
rm "$month" && printf '{"event_type":' >"$month" # torn, so that a file of torn/ is to be made
ln -s "$victims/empty" .tidegate/events/torn
run 3 build .
content | diff "$work/before" - || fail "a torn line was moved through a link"
