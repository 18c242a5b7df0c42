#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Another process holds the database: the wait ends, a warning says so, the event is safe, the index catches up later.
. "$(dirname "$0")/common.sh"

replay cached-all
run 0 build .
mkfifo "$work/statements"
sqlite3 "$db" <"$work/statements" >"$work/answer" &
exec 3>"$work/statements"
echo "BEGIN EXCLUSIVE; SELECT 'held';" >&3
for _ in {1..200}; do
  [ -s "$work/answer" ] && break
  sleep 0.05
done
has "$work/answer" held

run 0 build .
has "$err" "warning" "locked"
same "events" "$(events)" 2
has "$out" "INCONCLUSIVE"
run 3 gate
has "$err" "locked"

echo "ROLLBACK;" >&3
exec 3>&-
wait
same "rows while it was held" "$(sql 'SELECT count(*) FROM docker_builds')" 1
run 0 gate
same "rows" "$(sql 'SELECT count(*) FROM docker_builds')" 2
