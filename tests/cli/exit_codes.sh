#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# 0 fine, 1 the gate, 2 usage, 3 tidegate, 4 the build: one of each, and the gate does not hide a failed build.
. "$(dirname "$0")/common.sh"

replay cached-all
run 0 build .
run 0 --version
has "$out" "tidegate "
run 0 build --help
run 1 build --max-build-time 1ms .
run 2
run 2 nonsense
has "$err" "tidegate does not know nonsense"
run 2 events foo
has "$err" "tidegate events does not know foo" "hint: tidegate events --help"
run 2 build --format xml .
has "$err" "--format" "must be one of json, text, not xml"
run 2 history stats --by x
has "$err" "must be one of branch, event, job, workflow, not x"
run 2 events publish --via x
has "$err" "must be one of api, git, not x"
run 2 build --on-fail sometimes .
run 2 build --progress=loud .
run 3 gate --events-dir "$work/none" --store "$work/none.db"
replay failed-run 1
run 4 build --max-build-time 1ms .
replay usage-unknown-flag 125
run 2 build --nonsense .
has "$err" "unknown flag: --nonsense"
replay usage-no-context 1
run 2 build
same "events" "$(events)" 3
