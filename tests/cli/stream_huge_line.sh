#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A line of the stream that is longer than the limit is dropped with a note; what is around it counts.
. "$(dirname "$0")/common.sh"

{
  head -n 20 "$recordings/cold-multi-stage.jsonl"
  printf '{"logs":[{"data":"'
  head -c 20000000 /dev/zero | tr '\0' A
  printf '"}]}\n'
  tail -n +21 "$recordings/cold-multi-stage.jsonl"
} >"$work/stream"
replay "$work/stream"
run 0 build .
has "$out" "line 21 of buildx's progress could not be read: longer than 16 MiB"
same "cacheable" "$(record .cache.cacheable_steps)" 10
