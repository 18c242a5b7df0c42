#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Lines of the stream that are cut, binary or empty cost nothing but themselves, and are counted.
. "$(dirname "$0")/common.sh"

{
  head -n 20 "$recordings/cold-multi-stage.jsonl"
  printf '{"vertexes":[{"digest":"sha256:12\n'
  printf '{"\x00\xff\xfe\x80":1}\n\x00\x01\x02\xff\n\n[]\n{}\n{"vertexes":7}\n{"logs":[{"data":"%%%%"}]}\n'
  tail -n +21 "$recordings/cold-multi-stage.jsonl"
  printf '{"vertexes":[{"digest"'
} >"$work/stream"
replay "$work/stream"
run 0 build .
record '[.steps[].name]' >"$work/steps"
has "$out" "line 21 of buildx's progress could not be read"
iconv -f utf-8 -t utf-8 "$log"/*.jsonl "$out" "$err" >/dev/null

replay cold-multi-stage
run 0 build .
same "steps" "$(cat "$work/steps")" "$(record '[.steps[].name]')"
