#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A whole pull request that left its base branch before that became faster: it is compared with where it left, in the
# comment, in the summary and by the gate, not with the tip that it knows nothing of.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/events_lib.sh"

commit() { # NAME: its id
  git -C "$work" -c user.name=t -c user.email=t@t commit -q --allow-empty -m "$1" && git -C "$work" rev-parse HEAD
}

# action_build EVENT COMMIT REF SECONDS: log in $scratch/log
action_build() {
  : >"$scratch/output"
  : >"$scratch/summary"
  PATH=$scratch/bin:$PATH FAKE_SECONDS=$4 FAKE_RECORDING=$repo_root/tests/data/rawjson/cold-multi-stage.jsonl \
    GITHUB_ACTIONS=true GITHUB_EVENT_PATH=$scratch/$1.json GITHUB_EVENT_NAME=$1 GITHUB_SHA=$2 GITHUB_REF=$3 GITHUB_RUN_ATTEMPT=1 GITHUB_BASE_REF=$([ "$1" = push ] || echo main) \
    RUNNER_TEMP=$scratch/tmp RUNNER_OS=Linux RUNNER_ARCH=X64 GITHUB_OUTPUT=$scratch/output GITHUB_STEP_SUMMARY=$scratch/summary \
    INPUT_CONTEXT=. INPUT_TAGS=app:1 INPUT_COMMENT=true INPUT_GATE=sigma INPUT_PUBLISH=$([ "$1" = push ] && echo true || echo false) \
    INPUT_GITHUB_TOKEN=$token in_job "$2" action build >"$scratch/log" 2>&1
}
push() { action_build push "$1" refs/heads/main "$2"; }
pull_request() { action_build pull_request "$merged" refs/pull/7/merge 2; }
comments() { curl -sSf -H "Authorization: Bearer $token" "$url/repos/o/r/issues/7/comments" | jq -r '.[].body'; }

prepare
repository '{"private": true, "default_branch": "main"}'
grant '{"contents": "write", "pull-requests": "write"}'
mkdir "$scratch/bin"
cat >"$scratch/bin/docker" <<'END'
#!/bin/sh
[ "$1 $2" = "buildx build" ] || exit 1
sleep "$FAKE_SECONDS"
cat "$FAKE_RECORDING" >&2
END
chmod +x "$scratch/bin/docker"

work=$scratch/work
git init -q -b main "$work"
commit one >/dev/null
base=$(commit base)
git -C "$work" checkout -q -b topic
head=$(commit topic)
git -C "$work" checkout -q main
tip=$(commit tip)
git -C "$work" checkout -q -b merged
merged=$(commit merged)
git -C "$work" push -q "$(bare)" main topic merged
echo '{}' >"$scratch/push.json"
jq -n --arg head "$head" --arg tip "$tip" '{repository: {full_name: "o/r"}, pull_request: {number: 7,
  head: {sha: $head, ref: "topic", repo: {full_name: "o/r"}}, base: {sha: $tip, ref: "main", repo: {full_name: "o/r"}}}}' \
  >"$scratch/pull_request.json"
post pulls <<<'{"repository": "o/r", "number": 7, "head_ref": "topic", "base_ref": "main"}' >/dev/null

for _ in {1..5}; do push "$base" 2 || die "a push: $(tail -n 3 "$scratch/log")"; done
action_build push "$base" refs/tags/v1 2 || die "a tag: $(tail -n 3 "$scratch/log")" # it says nothing of main
for _ in {1..6}; do push "$tip" 0 || die "a push: $(tail -n 3 "$scratch/log")"; done

check "a build that is as slow as where it left the base branch passes" pull_request
reference="compared with .*${base:0:7}.*the merge-base"
check "the comment names that commit" grep -q "$reference" <(comments)
check "the summary, too" grep -q "$reference" "$scratch/summary"
check "only the builds up to there are samples" grep -q "rule sigma, samples 5$" "$scratch/log"

faults '[{"kind": "status", "status": 500, "match": {"route": "Compare"}}]'
check "where nobody tells the merge-base" pull_request
check "all builds are samples" grep -q "rule sigma, samples 13$" "$scratch/log"
check "and that is said" grep -q "it is not known where the pull request left its base branch" "$scratch/summary"
finish
