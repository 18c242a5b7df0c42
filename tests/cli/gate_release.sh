#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# gate --release judges builds, open regressions, health and the last runs at once, each with its reason; what is not
# known is told and never a pass.
. "$(dirname "$0")/common.sh"

answer() { jq -r "$1" "$out"; }
status_of() { answer ".gates[] | select(.name == \"$1\") | .status"; }

run 2 gate --last 5
has "$err" "--last is of a release alone"
run 2 gate --branch main
run 2 gate --release --last 0
run 3 gate --release
has "$err" "no recorded build to judge"

export GITHUB_REPOSITORY=octo/app GITHUB_REF=refs/heads/main
first=$(printf 'a%.0s' {1..40}) second=$(printf 'b%.0s' {1..40})
replay cold-multi-stage
GITHUB_SHA=$first TIDEGATE_LEG=one run 0 build .
GITHUB_SHA=$first TIDEGATE_LEG=two run 0 build .
GITHUB_SHA=$second GITHUB_REF=refs/heads/topic TIDEGATE_LEG=three run 0 build .

# Without a run history: told, open, and closed where the policy wants to know.
run 0 gate --release
has "$out" "release gate: open, but not all is known" "the newest build of 2 things, branch main of octo/app" \
  "not known: run \`tidegate history sync\`" "more than 85 wanted" "reliability: CI success rate"
run 0 gate --release --commit "$first" --format json
same "branch and builds" "$(answer '"\(.branch) \(.builds | length) \(.status)"')" "main 2 inconclusive"
same "what is not known" "$(answer '.runs.counted')" null
same "things of another branch" "$(GITHUB_REF='' && run 0 gate --release --branch topic --format json && answer '.builds | length')" 1
run 3 gate --release --commit "$(printf 'c%.0s' {1..40})"
run 2 gate --release --commit main
mkdir .github && printf 'gate:\n  on-inconclusive: fail\n' >.github/tidegate.yml
run 1 gate --release
has "$out" "release gate: closed"
rm .github/tidegate.yml

# A limit that a build does not keep.
run 1 gate --release --min-cache-hit-ratio 90%
has "$out" "release gate: closed" "cacheable steps came from the cache"
run 0 gate --release --min-cache-hit-ratio 90% --on-fail warn
has "$out" "open, with warnings"

# stored ID AGE CONCLUSION [WORKFLOW]: a run whose one job took 60 s after 5 s in the queue
stored() {
  local begin=$(($(date +%s) - $2))
  sqlite3 "$db" "
    INSERT INTO workflow_runs VALUES
      ($1, 'octo/app', $1, 1, $1, 7, '${4:-CI}', '', '.github/workflows/ci.yml', 'push', 'main', 'sha', 'completed', '$3', 'me',
       $begin, $begin, $((begin + 65)), 1);
    INSERT INTO workflow_jobs VALUES
      ($1, $1, $1, 1, 'build', 'completed', '$3', $begin, $((begin + 5)), $((begin + 65)), '', 'runner', '');"
}
for n in {1..8}; do stored "$n" $((n * 3600)) success; done
run 0 gate --release --format json
same "eight of ten" "$(status_of runs)" pass
same "figures of the runs" "$(answer '.runs | "\(.counted) \(.succeeded) \(.queue_seconds_p50)"')" "8 8 5"
same "health" "$(answer '.health.score > 85 and (.health.indicators | length) == 4')" true
stored 9 60 failure
stored 10 50 failure
run 0 gate --release
stored 11 40 failure
run 1 gate --release --format json
same "seven of ten" "$(status_of runs)" fail
same "the reason" "$(answer '.gates[3].reasons[0] | startswith("7 of the last 10 runs succeeded, 8 of 10 wanted")')" true
GITHUB_WORKFLOW=CI run 1 gate --release # there are no others
stored 12 30 success other
GITHUB_WORKFLOW=CI run 0 gate --release --last 1

# The gate of a build tells what the history of its branch says, too.
run 0 gate --commit "$first" --format json
same "metrics of the runs" "$(jq -rs '.[0].verdicts | map(.metric | select(startswith("ci-"))) | join(", ")' "$out")" \
  "ci-duration CI, ci-duration other, ci-success-rate CI, ci-success-rate other"
same "told once" "$(jq -rs '.[1].verdicts | map(.metric | select(startswith("ci-"))) | length' "$out")" 0
