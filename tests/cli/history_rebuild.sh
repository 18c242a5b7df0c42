#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The database is deleted or damaged: it is made again from the log, with the same rows.
. "$(dirname "$0")/common.sh"

for recording in cached-all partial cold-multi-stage failed-run; do
  status=$([ "$recording" = failed-run ] && echo 1 || echo 0)
  replay "$recording" "$status"
  run $((status * 4)) build -t "app:$recording" .
done
columns=$(sql "SELECT group_concat(name) FROM pragma_table_info('docker_builds') WHERE name NOT IN ('id', 'created_at')")
rows() { sql "SELECT $columns FROM docker_builds ORDER BY event_id"; }
run 0 history rebuild
rows >"$work/wanted"
same "rows" "$(sql 'SELECT count(*) FROM docker_builds')" 4

rm -f "$db"*
run 0 history rebuild
has "$out" ".tidegate/history.db: 4 builds indexed from .tidegate/events, 0 damaged lines"
rows | diff "$work/wanted" - || fail "rows after deletion"

head -c 20000 /dev/urandom >"$db"
run 0 history rebuild
has "$err" "put aside"
rows | diff "$work/wanted" - || fail "rows after damage"

sed -i '2s/.*/{"event_type":"docker_build","half/' "$log"/*.jsonl
run 0 history rebuild
has "$err" "warning: 20" "byte"
has "$out" "3 builds indexed" "1 damaged lines"
