#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# SIGINT and SIGTERM reach buildx; the record says canceled, once; the exit code is the shell's.
. "$(dirname "$0")/common.sh"

for words in "INT 130 130" "INT 1 130" "TERM 1 143" "TERM 130 143"; do
  read -r signal status wanted <<<"$words"
  replay canceled-sigint "$status"
  rm -f "$work/started"
  export STANDIN_HOOK="trap 'touch $work/told' $signal"
  export STANDIN_AFTER="until rm $work/told 2>/dev/null; do sleep 0.05; done; echo 'ERROR: told to end' >&2"
  start build --max-build-time 1ms .
  kill "-$signal" "$pid"
  finish "$wanted"
  has "$err" "told to end"
  same "outcome" "$(record '"\(.outcome) \(.exit_status) \(.verdicts | length)"')" "canceled $wanted 0"
done
same "events" "$(events)" 4
same "left in the temporary folder" "$(ls "$TMPDIR")" ""
