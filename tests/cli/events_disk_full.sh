#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The disk is full in the middle of the event: exit 3, no piece of it stays, the event is kept elsewhere.
needs_mounts=1
. "$(dirname "$0")/common.sh"

replay cached-all
mkdir -p "$log"
mount -t tmpfs -o size=64k tmpfs "$log"
run 0 build --store "$work/history.db" .
before=$(cat "$log"/*)
head -c 100000 /dev/zero >"$log/ballast" 2>/dev/null || true
log_file=$(ls "$log"/*.jsonl)
run 3 build --store "$work/history.db" .
has "$err" "No space left on device" "free some space" "the event is kept in"
same "log" "$(cat "$log_file")" "$before"
same "kept events" "$(jq -r .event_type "$TMPDIR"/tidegate-event-*.jsonl)" docker_build

rm "$log/ballast"
run 0 build --store "$work/history.db" .
same "events" "$(events)" 2
umount "$log"
