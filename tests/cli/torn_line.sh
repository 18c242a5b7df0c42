#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The last line of the log is torn by a crash: the next build moves it away once, and its own event is whole.
. "$(dirname "$0")/common.sh"

replay cached-all
run 0 build .
file=$(ls "$log"/*.jsonl)
head -c 300 "$file" >"$work/piece" && cat "$work/piece" >>"$file"
run 0 build .
has "$err" "a torn last line of 300 bytes (an earlier crash) was moved to"
same "events" "$(events)" 2
same "torn" "$(cat "$log"/torn/* | wc -c)" 300
run 0 build .
lacks "$err" torn
same "events" "$(events)" 3

truncate -s -1 "$file" # only the newline is missing
run 0 build .
has "$err" "the last line lacked its newline"
same "events" "$(events)" 4
same "torn files" "$(find "$log/torn" -type f | wc -l)" 1
