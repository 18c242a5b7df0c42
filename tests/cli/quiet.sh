#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# -q prints the image id and nothing else; a failure is still explained.
. "$(dirname "$0")/common.sh"

replay cached-all
run 0 build -q .
same "stdout" "$(cat "$out")" sha256:2222222222222222222222222222222222222222222222222222222222222222
[ ! -s "$err" ] || fail "stderr is not empty"
! grep -qx -e -q "$STANDIN_CALLS" || fail "docker got -q" # the whole word: a folder may be called so

replay failed-run 1
run 4 build --quiet .
same "stdout" "$(cat "$out")" ""
has "$err" "did not complete successfully"
same "events" "$(events)" 2
