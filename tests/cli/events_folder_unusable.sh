#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The event log cannot be written: exit 3, and the event lies whole in the temporary folder that is named.
. "$(dirname "$0")/common.sh"

replay cached-all
: >"$work/file"
run 3 build --events-dir "$work/file/events" .
has "$err" "cannot create folder $work/file: Not a directory" "name another folder" "the event is kept in $TMPDIR/tidegate-event-"
kept=$(ls "$TMPDIR"/tidegate-event-*.jsonl)
same "lines" "$(wc -l <"$kept")" 1
same "kept event" "$(jq -r '.event_type, .metadata.build.outcome' "$kept" | paste -sd ' ')" "docker_build success"

mkdir -p "$log" && cat "$kept" >>"$log/2026-11.jsonl" # what the hint tells to do
run 0 gate
