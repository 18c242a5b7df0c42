#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every build writes one event and one row of its own, whatever the others wrote.
. "$(dirname "$0")/common.sh"

replay cached-all
for _ in 1 2 3; do run 0 build -t app:1 .; done
for _ in 1 2 3 4; do "$tidegate" build -t app:2 . >/dev/null 2>&1 & done
wait
run 0 gate
same "events" "$(events)" 7
same "ids" "$(cat "$log"/*.jsonl | jq -r .id | sort -u | wc -l)" 7
same "rows" "$(sql 'SELECT count(*), count(DISTINCT event_id) FROM docker_builds')" "7|7"
same "statistics" "$(sql 'SELECT total_builds FROM build_statistics ORDER BY image_name')" 7
