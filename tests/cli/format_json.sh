#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# --format json prints one valid document on stdout, nothing else, and it is the record of the event, which is shorter
# about what is as usual.
. "$(dirname "$0")/common.sh"

alike='(.verdicts[] | select(.rule == "prediction" and (.status == "pass" or .status == "learning")) | .evidence, .reason) = null'
for recording in cached-all failed-run gha-no-token warnings; do
  status=$([ "$recording" = failed-run ] && echo 1 || echo 0)
  replay "$recording" "$status"
  run $((status * 4)) build --format json -t octo/app:1 --build-arg A=secret-value --max-image-size 500MB .
  same "documents" "$(jq -s length "$out")" 1
  jq -S "$alike" "$out" >"$work/printed"
  record . | jq -S "$alike" | diff "$work/printed" - || fail "the record of $recording"
done
run 0 gate --format json
same "gate" "$(jq -r .id "$out")" "$(record .id)"
run 0 history rebuild --format json
same "rebuild" "$(jq -c . "$out")" '{"builds":4,"damaged_lines":0}'
