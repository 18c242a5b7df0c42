#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Bytes of a log, a name and an error that are no UTF-8: everything that tidegate writes is valid UTF-8 and JSON.
. "$(dirname "$0")/common.sh"

in_actions
{
  step "[1/2] FROM debian"
  step "[2/2] RUN make" 'broken \xff\xfe\xc3( \xe2\x82 \xed\xa0\x80 end\n'
  printf '{"vertexes":[{"digest":"sha256:%064d","name":"[3/3] RUN \xff\xfe","started":"2026-11-21T00:00:00Z"}]}\n' 3
  printf 'ERROR: failed to build: failed to solve: \xff\xfe broke\n'
} >"$work/stream"
for status in 0 1; do
  replay "$work/stream" "$status"
  run $((status * 4)) build .
  for file in "$out" "$err" "$log"/*.jsonl "$GITHUB_OUTPUT" "$GITHUB_STEP_SUMMARY"; do
    iconv -f utf-8 -t utf-8 "$file" >/dev/null || fail "${file##*/} is no UTF-8"
  done
done
has "$err" "broken" "end"
same "events" "$(events)" 2
