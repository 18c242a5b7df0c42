#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# bless accepts the level of a metric by an event in the log; what it does not know it names what is near of.
. "$(dirname "$0")/common.sh"

run 3 bless build-time
has "$err" "no recorded build"

replay cold-multi-stage
run 0 build .

# Thirty builds of 100 s, then ten of 150 s, each measured twice; at the same commit, of the same steps.
template=$(cat "$log"/*.jsonl)
rm "$log"/*.jsonl "$db"
jq -c 'range(40) as $n | (if $n < 30 then 100 else 150 end + ($n % 3)) as $seconds |
  (if $n < 10 then "0\($n)" else "\($n)" end) as $digits |
  .id = "01ARZ3NDEKTSV4RRFFQ69G5F\($digits)" | .metadata.build.id = .id |
  .metadata.build.run.sha = "abcdef0123" | .metadata.build.started = "2026-11-01T00:\($digits):00.000Z" |
  .metadata.build.phases = null | .metadata.build.duration_seconds = $seconds' <<<"$template" >"$log/2026-11.jsonl"

run 2 bless speed
has "$err" '"speed" is no metric of that build' "build-time"
run 2 bless ci-duration CI
run 2 bless build-tim
has "$err" 'did you mean "build-time"?'
some_step=$(record '[.steps[] | select(.stage != null and .cached == false and .duration_seconds != null and (.instruction | startswith("FROM") | not))][0] | "\(.stage): \(.instruction)"')
run 2 bless step-time "${some_step}x"
has "$err" "did you mean \"step-time $some_step\"?"
run 3 bless build-time --image other
run 2 bless build-time --commit main
run 2 bless
same "events before anything was accepted" "$(events)" 40

GITHUB_TOKEN=ghs_1234567890abcdefghijklmnopqrstuvwxyz run 0 bless build-time --commit abcdef0 \
  --reason "a new compiler, ghs_1234567890abcdefghijklmnopqrstuvwxyz"
has "$out" "accepted: build-time" "from 1" "commit     abcdef0123" "a new compiler" "next: \`tidegate events publish\`"
lacks "$log/2026-11.jsonl" ghs_1234567890
same "the event" "$(jq -rs 'map(select(.event_type == "bless"))[0].metadata | "\(.metric) \(.after) \(.unit)"' "$log"/*.jsonl)" \
  "build-time 150 seconds"
same "the situation" "$(jq -rs 'map(select(.event_type == "bless"))[0].metadata.situation | test("from 1")' "$log"/*.jsonl)" true
run 0 events validate
run 0 events query --type bless --format json

run 0 bless step-time "$some_step" --all-situations --format json
same "what is accepted" "$(jq -r '.metric + " " + (.situation // "any")' "$out")" "step-time $some_step any"
run 0 bless stage-time --reason "all stages"
has "$out" "accepted: stage-time" "whatever steps are executed"

# What was accepted is in the index, also of lines that are no good.
printf '{"event_type":"bless","timestamp":"2026-11-20T00:00:00.000Z","id":"A1","schema":1,"repository":null,"run":{"actor":"x\\u001b[2J"},"runner":{},"metadata":{"metric":"image-size","reason":"\\u001b]0;title\\u0007 \\r::error::no"}}\n' >>"$log/2026-11.jsonl"
printf '{"event_type":"bless","timestamp":"2026-11-20T00:00:00.000Z","id":"A2","schema":1,"repository":null,"run":{},"runner":{},"metadata":{"metric":"nonsense"}}\n' >>"$log/2026-11.jsonl"
run 0 gate --gate off
cat "$out" "$err" >"$work/both"
has "$work/both" "metadata.metric\" is an unknown word"
same "accepted" "$(sql "SELECT group_concat(metric, ', ') FROM (SELECT metric FROM acceptances WHERE metric NOT LIKE 'step%' ORDER BY metric)")" \
  "build-time, image-size, stage-time"
same "control characters" "$(sql "SELECT count(*) FROM acceptances WHERE reason GLOB '*[' || char(1) || '-' || char(31) || ']*' OR actor GLOB '*[' || char(27) || ']*'")" 0
rm "$db"
run 0 gate --gate off
same "accepted, read again" "$(sql "SELECT count(*) FROM acceptances")" 4
