#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A build that looks slow is measured again, as often and as long as the policy allows; what goes wrong with it never
# fails the job. The program is tests/support/confirm_build.cpp, which takes every build for slow.
. "$(dirname "$0")/common.sh"
[ -n "${CONFIRM_BUILD:-}" ] || not_run "CONFIRM_BUILD is not set"
tidegate=$CONFIRM_BUILD

calls=$work/calls
builds() { grep -c '^--progress=rawjson$' "$calls"; }
# shellcheck disable=SC2016 # the stand-in's variable
second='[ "$(grep -c ^--progress=rawjson "$STANDIN_CALLS")" = 2 ]'
export STANDIN_CALLS=$calls

confirm() { # status, how often, limit in seconds, what the second build does; then the arguments
  : >"$calls"
  STANDIN_HOOK="if $second; then $4; fi" run "$1" "$2" "$3" "${@:5}"
}

replay cold-multi-stage
confirm 0 1 60 : --push -t app:1 --cache-to type=inline .
has "$out" "status fail" "value build-time"
has "$err" "measured again to confirm" "the same steps"
same "builds" "$(builds)" 2
same "pushes" "$(grep -c '^--push$' "$calls")" 1
same "tags" "$(grep -c '^app:1$' "$calls")" 1
same "cache exports" "$(grep -c '^type=inline$' "$calls")" 1
has "$calls" "--no-cache" "--output=type=image,push=false"

confirm 0 0 60 : . # confirm: 0
has "$out" "status fail"
lacks "$out" "remeasured"
same "builds" "$(builds)" 1

confirm 0 1 60 "echo 'ERROR: no space left on device' >&2; exit 1" .
has "$out" "status inconclusive" "failure it failed" "could not be confirmed"

confirm 0 1 60 "cat '$recordings/cached-all.jsonl' >&2; exit 0" .
has "$out" "status inconclusive" "was not executed the second time"

confirm 0 1 0.001 : .
has "$out" "status inconclusive" "left to measure again"
same "builds" "$(builds)" 1

confirm 0 1 1.5 "exec sleep 60" .
has "$out" "status inconclusive" "failure it was not done after"

same "left in the temporary folder" "$(ls "$TMPDIR")" ""
