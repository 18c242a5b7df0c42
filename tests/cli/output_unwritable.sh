#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# GITHUB_OUTPUT or GITHUB_STEP_SUMMARY cannot be written: exit 3, the file and the way out are named, the event is kept.
. "$(dirname "$0")/common.sh"

in_actions
replay cached-all
count=0
for place in "$work/nowhere/output" "$work/project" "$work/project/Dockerfile/output" /dev/full; do
  GITHUB_OUTPUT=$place run 3 build .
  has "$err" "cannot append to '$place'" "GITHUB_OUTPUT"
  GITHUB_STEP_SUMMARY=$place run 3 build .
  has "$err" "cannot append to '$place'" "GITHUB_STEP_SUMMARY"
  count=$((count + 2))
  same "events" "$(events)" "$count"
  same "outcome" "$(record .outcome)" success
done
GITHUB_OUTPUT=$work/project run 1 build --max-build-time 1ms . # the closed gate outweighs it
has "$err" "cannot append to"
