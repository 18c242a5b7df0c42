#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A buildx that cannot speak rawjson: exit 3, whether it refuses the word or prints plain progress.
. "$(dirname "$0")/common.sh"

echo "ERROR: invalid progress mode rawjson" >"$work/stream"
replay "$work/stream" 1
run 3 build .
has "$err" "invalid progress mode rawjson" "hint: update buildx" "0.13"

printf '#1 [internal] load build definition from Dockerfile\n#1 DONE 0.1s\n' >"$work/stream"
run 3 build .
has "$err" "hint: update buildx"
same "events" "$(events)" 0
