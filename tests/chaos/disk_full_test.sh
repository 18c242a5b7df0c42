#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The disk is full: the event folder, then the database, on a tmpfs of 64 KiB. A real build succeeds all the same, tidegate
# says what it could not store and where it is now, and nothing torn is left behind. Needs root, to mount.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib.sh"

build() {
  status=0
  change "$scratch/context"
  "$tidegate" build --gate off --events-dir "$events" --store "$store" --tag "chaos:$1" "$scratch/context" \
    >"$scratch/out" 2>"$scratch/err" || status=$?
}
fill() { head -c 524288 /dev/zero >"$scratch/small/filler" 2>/dev/null || true; }
says() { grep -q -- "$1" "$scratch/err" || { cat "$scratch/err" >&2 && return 1; }; }
image_is_there() { docker image inspect "chaos:$1" >/dev/null; }
kept_file() { sed -n 's/.*the event is kept in \([^;]*\);.*/\1/p' "$scratch/err"; }
kept_is_whole() { [ "$(jq -r '.metadata.build.request.tags[0]' "$(kept_file)")" = "chaos:$1" ]; }

# full NAME: a build whose event finds room in the last page of the log only
full() {
  local before
  before=$(count_events "$events")
  fill
  build "$1"
  check "$1: exit 3" [ "$status" = 3 ]
  check "$1: the image was built" image_is_there "$1"
  check "$1: the message names the place" says "cannot [a-z ]* $events.*No space left on device"
  check "$1: the event is kept, and says where" kept_is_whole "$1"
  check "$1: the log is as before" [ "$(count_events "$events")" = "$before" ]
  check "$1: nothing torn is left" each_line_is_json "$events"
  cat "$(kept_file)" >>"$scratch/kept"
  rm -f "$scratch/small/filler"
}

event_folder_is_full() {
  events=$scratch/small/events store=$scratch/history.db
  mkdir "$events"
  fill
  build nothing-at-all
  check "an empty folder: exit 3" [ "$status" = 3 ]
  check "an empty folder: nothing torn" [ -z "$(events_of "$events")" ]
  rm "$scratch/small/filler"
  build first
  check "with room: exit 0" [ "$status" = 0 ]
  full full
  full full-again
  build later
  check "with room again: exit 0" [ "$status" = 0 ]
  cat "$scratch/kept" >>"$(find "$events" -name '*.jsonl')"
  check "the kept lines can be appended" [ "$(rebuilt "$events" "$store")" = 4 ]
}

database_is_full() {
  events=$scratch/events store=$scratch/small/history.db
  rm -rf "$scratch/small/events"
  build db-first
  check "database with room: exit 0" [ "$status" = 0 ]
  fill
  build db-full
  check "database full: the build is fine and recorded, so exit 0" [ "$status" = 0 ]
  check "database full: the image was built" image_is_there db-full
  check "database full: a warning names the place" says "tidegate: warning: no space left for history $store"
  check "database full: the event is in the log" [ "$(count_events "$events")" = 2 ]
  check "database full: it is whole" is_whole "$store"
  check "database full: a rebuild tells it too" rebuild_fails_for_space
  rm "$scratch/small/filler"
  mount -o remount,size=1m "$scratch/small" # a transaction needs as much again for its journal
  check "with room again: a rebuild finds both" [ "$(rebuilt "$events" "$store")" = 2 ]
}

rebuild_fails_for_space() {
  local code=0
  "$tidegate" history rebuild --events-dir "$events" --store "$store" >/dev/null 2>"$scratch/err" || code=$?
  [ "$code" = 3 ] && says "hint: free some space there" && is_whole "$store"
}

prepare
[ "$(id -u)" = 0 ] || not_run "mounting a small file system needs root"
mkdir "$scratch/small"
mount -t tmpfs -o size=256k tmpfs "$scratch/small" 2>"$scratch/err" || not_run "no tmpfs can be mounted here: $(cat "$scratch/err")"
new_context "$scratch/context" 0
event_folder_is_full
database_is_full
tally "disk full, build on the engine" 7 "$failures"
finish
