#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A budget passes and fails on its own, and says measured, limit and rule; a failed one ends with 1.
. "$(dirname "$0")/common.sh"

export STANDIN_SIZE=250000000
judge() { # status of the gate, option, value, metric, verdict
  run "$1" build --gate off "$2" "$3" .
  has "$out" "$4: $5, measured" "rule ${2#--}"
  same "verdict" "$(record '.verdicts[0] | "\(.metric) \(.rule) \(.status) \(.measured != null) \(.limit != null)"')" \
    "$4 ${2#--} $5 true true"
}
replay partial
judge 0 --max-build-time 1h build-time pass
judge 1 --max-build-time 1ms build-time fail
has "$out" "over the budget of"
judge 0 --max-image-size 250MB image-size pass
judge 1 --max-image-size 200MB image-size fail
has "$out" "image is 250 MB" "50.0 MB over the budget of 200 MB"
judge 0 --min-cache-hit-ratio 1% cache-hit-ratio pass
judge 1 --min-cache-hit-ratio 100% cache-hit-ratio fail

STANDIN_SIZE=none run 0 build --gate off --max-image-size 1MB .
has "$out" "image-size: inconclusive" "measured unknown"
