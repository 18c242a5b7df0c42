#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The rule sigma learns, passes and fails, each time with mean, limit and the number of samples.
. "$(dirname "$0")/common.sh"

replay cached-all
run 0 build --gate sigma .
has "$out" "LEARNING 0 OF 5" "rule sigma, samples 0 of 5"

# Five builds of the past that took so many seconds.
past() {
  template=$(cat "$log"/*.jsonl | tail -n 1)
  rm "$log"/*.jsonl "$db"
  for n in 1 2 3 4 5; do
    jq -c --argjson n "$n" --argjson seconds "$1" '.id = "01ARZ3NDEKTSV4RRFFQ69G5FA\($n)" |
      .metadata.build.id = .id | .metadata.build.duration_seconds = $seconds + $n / 1000 | .metadata.build.verdicts = []' \
      <<<"$template" >>"$log/2026-11.jsonl"
  done
}
past 100
run 0 build --gate sigma .
has "$out" "PASS" "build-time: pass, measured" "rule sigma, samples 5"
same "verdict" "$(record '.verdicts[0] | "\(.status) \(.samples) \(.limit | floor)"')" "pass 5 105"

past 0
STANDIN_HOOK="sleep 1.2" run 1 build --gate sigma . # the least margin is one second
has "$out" "FAIL" "build-time: fail, measured" "rule sigma, samples 5" "limit 1.0"
same "verdict" "$(record '.verdicts[0] | "\(.status) \(.measured > .limit)"')" "fail true"

replay cold-multi-stage # builds of another cache state are no measure
run 0 build --gate sigma .
has "$out" "LEARNING 0 OF 5"
