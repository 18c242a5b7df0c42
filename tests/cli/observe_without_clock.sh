#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A log that tells no time of day is recorded under the time of its recording.
. "$(dirname "$0")/common.sh"

printf '%s\n' '#1 [1/2] FROM base' '#1 DONE 0.1s' '' '#2 [2/2] RUN true' '#2 DONE 1.0s' >"$work/build.log"
run 0 observe --log "$work/build.log" --publish
same "events" "$(events)" 1
same "year of the event" "$(jq -r '.timestamp[:4]' "$log"/*.jsonl)" "$(date -u +%Y)"
