#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# gate judges the newest build of the log under the policy of now; without a build it says so.
. "$(dirname "$0")/common.sh"

run 3 gate
has "$err" "no recorded build to judge" "hint: run \`tidegate build\` first"

replay cold-multi-stage
run 0 build .
replay cached-all
run 0 build .
run 0 gate --gate off --min-cache-hit-ratio 90%
has "$out" "PASS" "cache-hit-ratio: pass, measured 100"
rm "$db"
replay cold-multi-stage
run 0 build .
run 1 gate --min-cache-hit-ratio 90%
has "$out" "FAIL" "cache-hit-ratio: fail, measured 0" "0 of 10 cacheable steps came from the cache"
mkdir .github && printf 'gate:\n  min-cache-hit-ratio: 90%%\n  on-fail: warn\n' >.github/tidegate.yml
run 0 gate
has "$out" WARN
