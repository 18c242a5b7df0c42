#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A database that is damaged or no database: put aside, made again from the log, the build judged as before.
. "$(dirname "$0")/common.sh"

replay cached-all
run 0 build .
run 0 build .
columns="event_id, image_name, build_duration, record"
sql "SELECT $columns FROM docker_builds ORDER BY id" >"$work/wanted"

damage() {
  case $1 in
    garbage) head -c 9000 /dev/urandom >"$db" ;;
    empty) : >"$db" ;;
    cut) truncate -s 5000 "$db" ;;
    middle) dd if=/dev/zero of="$db" bs=4096 seek=1 count=4 conv=notrunc status=none ;;
  esac
}
for kind in garbage empty cut middle; do
  rm -f "$db"-*
  damage "$kind"
  run 0 gate
  has "$out" "learning 1 of 15"
  sql "SELECT $columns FROM docker_builds ORDER BY id" | diff "$work/wanted" - || fail "rows after $kind"
  same "check after $kind" "$(sql 'PRAGMA integrity_check')" ok
  [ "$kind" = empty ] || has "$err" "put aside"
done
damage garbage
run 0 build .
has "$err" "put aside"
same "events" "$(events)" 3
