#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A second signal ends at once what ignores the first, and all that it started; the event is written.
. "$(dirname "$0")/common.sh"

replay canceled-sigint
export STANDIN_HOOK="trap '' INT TERM; sleep 300 & echo \$! >$work/child" STANDIN_AFTER='while :; do sleep 300; done'
start build .
begin=$(date +%s)
kill -INT "$pid"
kill -TERM "$pid"
finish 130
[ $(($(date +%s) - begin)) -lt 20 ] || fail "it took too long"
same "outcome" "$(record .outcome)" canceled
same "events" "$(events)" 1
for _ in {1..100}; do
  kill -0 "$(cat "$work/child")" 2>/dev/null || exit 0
  sleep 0.05
done
fail "what the stand-in started still runs"
