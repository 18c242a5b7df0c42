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

# Of a commit: each thing that was built of it, as it was built last; what failed cannot be let through.
in_actions
cd "$work" && mkdir other && cd other
log=$PWD/.tidegate/events
first=$(printf 'a%.0s' {1..40}) second=$(printf 'b%.0s' {1..40})
for words in "$first one cold-multi-stage" "$first two cached-all" "$first one cached-all" "$second one cold-multi-stage"; do
  read -r sha leg recording <<<"$words"
  replay "$recording"
  GITHUB_SHA=$sha TIDEGATE_LEG=$leg run 0 build -f "$work/project/Dockerfile" "$work/project"
done
run 0 gate --commit "$first" --min-cache-hit-ratio 90% --format json
same "what was judged" "$(jq -r '.run.leg + " " + .cache.state' "$out")" $'one warm\ntwo warm'
run 1 gate --commit "${second:0:7}" --min-cache-hit-ratio 90%
run 3 gate --commit "$(printf 'c%.0s' {1..40})"
has "$err" "no recorded build of commit ccc"
run 2 gate --commit ""
run 2 gate --commit main
has "$err" '"main" is no commit'
: >"$work/empty"
replay "$work/empty" 1
GITHUB_SHA=$second run 4 build -f "$work/project/Dockerfile" "$work/project"
run 1 gate --gate off
