#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A read-only event folder: exit 3, the old log untouched, the event kept elsewhere.
needs_mounts=1
. "$(dirname "$0")/common.sh"

replay cached-all
run 0 build .
before=$(cat "$log"/*)
mount --bind "$log" "$log"
mount -o remount,bind,ro "$log"
run 3 build .
has "$err" "Read-only file system" "the event is kept in"
same "log" "$(cat "$log"/*)" "$before"
same "kept events" "$(jq -r .event_type "$TMPDIR"/tidegate-event-*.jsonl)" docker_build

umount "$log"
run 0 build .
same "events" "$(events)" 2
