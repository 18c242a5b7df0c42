#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A folder that cannot be written to: what is wrong with it, and what to do.
needs_mounts=1
. "$(dirname "$0")/common.sh"

mkdir -p .tidegate "$work/none"
for folder in .tidegate "$work/none"; do
  mount --bind "$folder" "$folder"
  mount -o remount,bind,ro "$folder"
done
run 3 history sync --repository o/r
has "$err" "cannot open history .tidegate/history.db: Read-only file system" "hint: make the folder writable"
run 3 history sync --repository o/r --store "$work/none/below/history.db"
has "$err" "cannot make the folder of history" "Read-only file system" "hint: make the folder writable"
umount .tidegate "$work/none"
