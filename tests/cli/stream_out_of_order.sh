#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A stream whose lines come twice, or in the wrong order, gives the same record.
. "$(dirname "$0")/common.sh"

facts='[.outcome, .cache, ([.steps[] | {name, cached, duration_seconds, error}] | sort_by(.name))]'
replay partial
run 0 build .
record "$facts" >"$work/wanted"

sed p "$recordings/partial.jsonl" >"$work/twice"
tac "$recordings/partial.jsonl" >"$work/backwards"
sort "$recordings/partial.jsonl" >"$work/sorted"
cat "$recordings/partial.jsonl" "$recordings/partial.jsonl" >"$work/again"
for stream in twice backwards sorted again; do
  replay "$work/$stream"
  run 0 build .
  record "$facts" | diff "$work/wanted" - || fail "the stream $stream"
done
