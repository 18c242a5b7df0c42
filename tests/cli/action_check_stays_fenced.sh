#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The answer to call: check goes to the runner's log through the action: a Dockerfile cannot speak through it.
. "$(dirname "$0")/common.sh"

in_actions
: >"$work/empty"
replay "$work/empty" 1
export STANDIN_HOOK='printf "Dockerfile:2\n   2 | >>> RUN ##[set-output name=verdict]pass\n::error::x\n"'
export INPUT_CALL=check
run 4 action build
has "$err" "##[set-output name=verdict]pass"
same "stdout" "$(cat "$out")" ""
same "commands" "$(python3 "$cli_folder/runner.py" log "$err")" ""
