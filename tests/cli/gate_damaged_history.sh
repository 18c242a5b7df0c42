#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A log that was damaged, cut, replaced or written by a clock that was wrong is told by every verdict over it, not by the
# first one alone, and nothing of it is replaced.
. "$(dirname "$0")/common.sh"

replay cold-multi-stage
run 0 build .
template=$(cat "$log"/*.jsonl)
file=$log/2026-11.jsonl

# Thirty builds of 100 s, then COUNT of 150 s; a minute each.
builds() {
  rm -rf "$log"/*.jsonl "$db"
  jq -c --argjson count "$1" 'range(30 + $count) as $n | (if $n < 30 then 100 else 150 end + ($n % 3)) as $seconds |
    (if $n < 10 then "0\($n)" else "\($n)" end) as $digits |
    .id = "01ARZ3NDEKTSV4RRFFQ69G5F\($digits)" | .metadata.build.id = .id |
    .metadata.build.started = "2026-11-01T00:\($digits):00.000Z" |
    .metadata.build.phases = null | .metadata.build.duration_seconds = $seconds' <<<"$template" >"$file"
}

# TEXT is told by each of these, again and again.
told() {
  local again
  for again in gate "gate --release" "gate backtest" "bless image-size"; do
    # shellcheck disable=SC2086 # words
    run 0 $again
    has "$err" "$@"
  done
}

builds 0
run 0 gate
[ ! -s "$err" ] || fail "notes without a cause"

sed -i '20s/.*/{"event_type":"docker_bu/' "$file"
rm "$db"
run 0 gate
has "$err" "2026-11.jsonl: byte"
told "2026-11.jsonl: 1 line damaged and left out"

builds 0
run 0 gate
head -n 10 "$file" >cut.jsonl
cp cut.jsonl "$file"
told "2026-11.jsonl: was cut or replaced" "tidegate history rebuild"
run 0 history rebuild
run 0 gate
has "$out" "LEARNING 9 OF 15"
[ ! -s "$err" ] || fail "notes without a cause after the rebuild"

builds 0
run 0 gate
: >"$file"
told "2026-11.jsonl: was cut or replaced"
builds 0
run 0 gate
rm "$file"
run 0 gate
run 0 gate
has "$err" "2026-11.jsonl: is no longer in the event log"

# Thousands of lines of nonsense do not fill the log of a job.
builds 0
for ((i = 0; i < 500; i++)); do echo nonsense; done >>"$file"
run 0 gate
has "$err" "480 lines more damaged and left out"
[ "$(wc -l <"$err")" -lt 30 ] || fail "each line of nonsense is told"

# Two builds with one id: the first counts, the other is told. The same event twice is nothing.
builds 0
tail -n 1 "$file" >last.jsonl
cat last.jsonl >>"$file"
run 0 gate
[ ! -s "$err" ] || fail "the same event twice is told"
jq -c '.metadata.build.duration_seconds = 900' last.jsonl >>"$file"
run 0 gate
has "$err" "the id is that of another build"

# An acceptance from the future would let everything pass until then.
builds 6
run 1 gate
run 0 bless build-time
bless=$(tail -n 1 "$log"/*.jsonl | jq -c 'select(.event_type == "bless") | .timestamp = "2199-01-01T00:00:00.000Z"')
builds 6
echo "$bless" >>"$file"
run 1 gate
has "$err" "accepted in the future, on 2199-01-01"
run 1 gate
has "$err" "1 line damaged and left out"

# A build from the future stays the newest.
builds 0
jq -c '.id = "01ARZ3NDEKTSV4RRFFQ69G5F99" | .metadata.build.id = .id |
  .metadata.build.started = "2199-01-01T00:00:00.000Z"' last.jsonl >>"$file"
run 0 gate
has "$err" "a build began in the future, on 2199-01-01"
run 0 gate --release
has "$err" "a build began in the future"

# What cannot be judged by its past is no success of the gate.
builds 0
run 0 gate
sqlite3 "$db" 'DROP TABLE metric_values'
run 3 gate
has "$err" "no such table" "tidegate history rebuild"
run 0 history rebuild
run 0 gate

# Values of no use are inconclusive, and huge ones are told in few words; what is shown can be.
builds 0
jq -c '.id = "01ARZ3NDEKTSV4RRFFQ69G5F99" | .metadata.build.id = .id | .metadata.build.duration_seconds = 1e308 |
  .metadata.build.started = "2026-11-01T01:00:00.000Z"' last.jsonl >>"$file"
run 0 gate --explain
has "$out" "more than +1000000 %"
lacks "$out" "nan" "limit -10" "-0.0 %"
[ "$(awk '{ if (length > most) most = length } END { print most }' "$out")" -lt 1000 ] || fail "a number of hundreds of digits"
run 2 gate --commit "$(printf '\033[31m')"
lacks "$err" "$(printf '\033')"
