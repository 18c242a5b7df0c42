#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# --check and --call ask a question: buildx answers on stdout, nothing is recorded or judged.
. "$(dirname "$0")/common.sh"

: >"$work/empty"
replay "$work/empty"
export STANDIN_HOOK='echo "Check complete, no warnings found."'
run 0 build --check --max-build-time 1ms .
same "stdout" "$(cat "$out")" "Check complete, no warnings found."
run 0 build --call=outline,format=json .
lacks "$STANDIN_CALLS" rawjson --iidfile
replay "$work/empty" 1
run 4 build --check .
same "events" "$(events)" 0
