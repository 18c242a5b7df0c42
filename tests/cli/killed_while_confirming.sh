#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A build that is being measured again is not lost with the program: who opens the log next takes it over, once, and
# not while the program lives.
. "$(dirname "$0")/common.sh"

# Twenty builds of half a second; what follows takes three.
replay cold-multi-stage
run 0 build .
template=$(tail -n 1 "$log"/*.jsonl)
rm -f "$log"/*.jsonl "$db"
jq -c 'range(20) as $n | .id = "01ARZ3NDEKTSV4RRFFQ69G5F\($n + 10)" | .metadata.build.id = .id |
  .metadata.build.started = ((now - 60 * (99 - $n)) | todate | sub("Z$"; ".000Z")) |
  .metadata.build.phases = null |
  .metadata.build.duration_seconds = 0.5 + $n % 3 / 100' <<<"$template" >"$log/2026-11.jsonl"
same "builds" "$(events)" 20

builds=$(grep -c '^--progress=rawjson$' "$STANDIN_CALLS")
# shellcheck disable=SC2016 # the stand-in's variables
again='[ "$(grep -c ^--progress=rawjson "$STANDIN_CALLS")" = '$((builds + 2))' ]'

STANDIN_HOOK="if $again; then kill -9 \$PPID; else sleep 3; fi" run 137 build .
same "in the log" "$(events)" 20
same "held" "$(find "$log/held" -name '*.jsonl' | wc -l)" 1
held=$(cat "$log"/held/*.jsonl)
run 0 gate
same "in the log" "$(events)" 21
same "what was held" "$(event .)" "$(jq . <<<"$held")"
event . >"$work/event"
has "$work/event" "the program was killed meanwhile" '"inconclusive"'
same "held" "$(ls "$log/held")" ""

# One that was appended, and not let go of, is not appended again; nothing is taken for an event that is none.
printf '%s\n' "$held" >"$log/held/a.jsonl"
printf 'torn\n' >"$log/held/b.jsonl"
run 0 gate
has "$err" "held/b.jsonl: no event"
same "in the log" "$(events)" 21
same "held" "$(ls "$log/held")" b.jsonl
rm "$log/held/b.jsonl"

# While the program lives nobody else takes it, and afterwards the event is there once.
builds=$(grep -c '^--progress=rawjson$' "$STANDIN_CALLS")
# shellcheck disable=SC2016 # the stand-in's variables
again='[ "$(grep -c ^--progress=rawjson "$STANDIN_CALLS")" = '$((builds + 2))' ]'
STANDIN_HOOK="if $again; then $tidegate gate >$work/other 2>&1; cat $log/*.jsonl | wc -l >$work/meanwhile; ls $log/held >>$work/meanwhile; fi; sleep 3" \
  run 1 build .
same "meanwhile in the log" "$(sed -n 1p "$work/meanwhile")" 21
same "meanwhile held" "$(sed -n 2p "$work/meanwhile" | grep -c '\.jsonl$')" 1
same "in the log" "$(events)" 22
same "measured again" "$(record '.remeasured | length')" 1
same "held" "$(ls "$log/held")" ""
