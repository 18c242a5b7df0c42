#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Times that go back, in the stream or of the machine: no negative time anywhere.
. "$(dirname "$0")/common.sh"

{
  step "[1/3] FROM debian" "" 2026-11-21T10:00:00Z 2026-11-21T09:00:00Z
  step "[2/3] RUN one" "log\n" 2026-11-21T08:00:00Z 2026-11-21T07:59:59.5Z
  step "[3/3] RUN two" "log\n" 2026-11-21T09:30:00Z 2026-11-20T00:00:00Z
  step "exporting to image" "" 1970-01-01T00:00:00Z 0001-01-01T00:00:00Z
} >"$work/stream"
replay "$work/stream"
run 0 build .
same "negative times" "$(record '[.. | numbers | select(. < 0)] | length')" 0
lacks "$err" " -"
same "steps" "$(record '.steps | length')" 4

# The log of a machine whose clock was ahead: the newest build is still the one that started last.
sed -i 's/"started":"20[0-9][0-9]/"started":"2099/' "$log"/*.jsonl
run 0 build .
run 0 history rebuild
same "rows" "$(sql 'SELECT count(*) FROM docker_builds')" 2
