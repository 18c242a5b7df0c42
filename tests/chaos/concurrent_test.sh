#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Many tidegates at once on one event folder and one database: 8 real builds, then 32 that take no time and so all want to
# write at the same moment. Nobody fails, no event is lost or torn, and the index has them all.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib.sh"

build() { "$tidegate" build --gate off --events-dir "$events" --store "$store" "$@"; }

# at_once COUNT: each with a context and a tag of its own; their exit codes in $scratch/codes
at_once() {
  local i pids=() status
  : >"$scratch/codes"
  for ((i = 1; i <= $1; i++)); do new_context "$scratch/context-$i"; done
  for ((i = 1; i <= $1; i++)); do
    build --tag "chaos:at-once-$i" "$scratch/context-$i" >"$scratch/out-$i" 2>&1 &
    pids+=($!)
  done
  for ((i = 1; i <= $1; i++)); do
    status=0
    wait "${pids[i - 1]}" || status=$?
    echo "$status" >>"$scratch/codes"
    [ "$status" = 0 ] || { say "build $i ended with $status:" && tail -n 20 "$scratch/out-$i" >&2; }
  done
}

quietly() { "$@" >/dev/null 2>&1; }
none_failed() { ! grep -qvx 0 "$scratch/codes"; }
each_has_one_event() {
  [ "$(events_of "$events" | jq -r '.metadata.build.request.tags[0]' | sort -u | wc -l)" = "$1" ]
}
no_warnings() { ! grep -h 'tidegate: \(warning\|error\)' "$scratch"/out-* >&2; }

try() {
  local count=$1 begun before=$failures
  events=$scratch/events-$count store=$scratch/history-$count.db
  rm -f "$scratch"/out-*
  begun=$(now)
  at_once "$count"
  say "$count builds at once, $(seconds_since "$begun") s"
  check "none of $count failed" none_failed
  check "none of them complains" no_warnings
  check "there are $count events" [ "$(count_events "$events")" = "$count" ]
  check "each build has one" each_has_one_event "$count"
  check "every line is whole" each_line_is_json "$events"
  check "no id is there twice" no_id_twice "$events"
  check "the next build works" quietly build --tag chaos:next "$scratch/context-1"
  check "the index has all of them after it, without a rebuild" [ "$(builds_in "$store")" = $((count + 1)) ]
  check "a rebuild finds the same" [ "$(rebuilt "$events" "$store")" = $((count + 1)) ]
  check "the database is whole" is_whole "$store"
  tally "two and more on one store" "$count" "$(lost_since "$before")"
}

prepare
try 8
export FAKE_RECORDING=$repo_root/tests/data/rawjson/cold-multi-stage.jsonl
ln -s "$repo_root/tests/chaos/fake-docker" "$scratch/bin/docker"
PATH=$scratch/bin:$PATH
try 32
finish
