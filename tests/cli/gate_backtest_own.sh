#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# gate backtest without a file: what the policy would have said over the own event log, so that one can be tried before
# it is switched on.
. "$(dirname "$0")/common.sh"

run 3 gate backtest
has "$err" "no recorded build to judge" "hint: run \`tidegate build\` first"

replay cold-multi-stage
run 0 build .
template=$(tail -n 1 "$log"/*.jsonl)

# As many builds as there are words, a minute each: seconds, and "/" what was measured again. The newest is an hour old.
builds() { # FIRST_NUMBER WORDS...; their commits begin with the number
  local first=$1
  shift
  jq -c --argjson first "$first" --arg words "$*" '
    def two: tostring | if length < 2 then "0" + . else . end;
    . as $build | $words | split(" ") | to_entries[] | ($first + .key) as $n | (.value | split("/")) as $times |
    ($n | two) as $digits | $build |
    .id = "01ARZ3NDEKTSV4RRFFQ69G5F\($digits)" | .metadata.build.id = .id |
    .metadata.build.run.sha = "\($digits)00000\($digits)" |
    .metadata.build.started = ((now - 3600 - 60 * (99 - $n)) | todate | sub("Z$"; ".000Z")) |
    .metadata.build.phases = null | .metadata.build.duration_seconds = ($times[0] | tonumber)' <<<"$template"
}

usual() { for ((i = 0; i < $1; i++)); do printf '%s ' "$((100 + i * 7 % 3))"; done; }
rm -f "$log"/*.jsonl "$db"
# shellcheck disable=SC2046 # words
builds 10 $(usual 30) 151 152 150 151 $(usual 10) 140 $(usual 5) >"$log/2026-11.jsonl"
same "builds" "$(events)" 50

run 0 gate backtest
has "$out" "in the last 90 days: 1 red, " "fixed" "fail" "4100000" "4300000" "+50 %" "build-time"
has "$out" "Inconclusive" "4000000" "5400000"
lacks "$out" "open"
[ ! -s "$err" ] || fail "notes without a cause"
same "events" "$(events)" 50

run 0 gate backtest --format json
line=$(jq -c 'select(.metric == "build-time")' "$out")
same "red builds" "$(jq -c .red <<<"$line")" "[31,32,33]"
same "their commits" "$(jq -c '.commits' <<<"$line")" '["410000041","420000042","430000043"]'
same "the episode" "$(jq -c '.episodes[] | [.first, .last, .builds, .end]' <<<"$line")" '[31,33,3,"fixed"]'
same "inconclusive" "$(jq -c .inconclusive <<<"$line")" "[30,44]"
has "$out" '"on_red":"fail"' '"image":'
lacks "$out" '"metric":"ci-queue"'
run 0 gate backtest --format json --confirm-with-next
same "red builds, each confirmed by the next" "$(jq -c 'select(.metric == "build-time") | .red' "$out")" "[30,31,32,33]"

# Another policy is tried without being switched on.
printf 'gate:\n  metrics:\n    build-time:\n      floor: 80%%\n' >lax.yml
run 0 gate backtest --config lax.yml
has "$out" "in the last 90 days: 0 reds"
printf 'gate:\n  metrics:\n    build-time: {on-fail: warn}\n' >warn.yml
run 0 gate backtest --config warn.yml
has "$out" "0 reds, 0 inconclusive, 2 warnings"
printf 'gate:\n  mode: off\n' >off.yml
run 0 gate backtest --config off.yml
has "$err" "another gate.mode"
has "$out" "1 red"
run 2 gate backtest --config nowhere.yml

# What is accepted ends a regression, what is not stays open.
# shellcheck disable=SC2046
builds 10 $(usual 30) 151 152 150 151 >"$log/2026-11.jsonl"
rm "$db"
run 0 gate backtest
has "$out" "1 red (1 open)" "open"
run 0 bless build-time --reason "a new compiler"
run 0 gate backtest
has "$out" "accepted"
lacks "$out" "open)"

# Only a part of the past; where there is nothing, that is said.
run 0 gate backtest --since 36h
has "$out" "since 20"
run 0 gate backtest --since 2020-01-01
has "$out" "since 2020-01-01: 1 red"
run 3 gate backtest --since 30m
has "$err" "no recorded build that succeeded since" "--since goes further back"
run 3 gate backtest --since 2100-01-01
run 2 gate backtest --since yesterday
has "$err" '--since: "yesterday" is no time'

# A damaged line is told, the rest is judged, and the log stays as it is.
printf '{"event_type":"docker_bu' >>"$log/2026-11.jsonl"
printf '\n' >>"$log/2026-11.jsonl"
before=$(cat "$log"/*.jsonl)
run 0 gate backtest
has "$err" "2026-11.jsonl"
has "$out" "1 red"
same "the log" "$(cat "$log"/*.jsonl)" "$before"

# Files are judged alone, and the log by its policy alone.
echo '{"series":"a","values":[1]}' >row.jsonl
run 2 gate backtest row.jsonl --since 7d
has "$err" "--since is for the own event log"
run 2 gate backtest row.jsonl --config lax.yml
run 2 gate backtest --profile strict
has "$err" "--profile is for files" "--config FILE"
run 2 gate backtest --together 3
