#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a build of the action gives to others and takes from them: events on the branch, the comment, the check run; and
# what is left of it with a token that may only read.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/events_lib.sh"

head=$(printf 'a%.0s' {1..40})

world() { # PERMISSIONS
  post reset </dev/null >/dev/null
  repository '{"private": true}'
  grant "$1"
  post pulls <<<"{\"repository\":\"o/r\",\"number\":7,\"head_sha\":\"$head\",\"head_ref\":\"topic\",\"base_ref\":\"main\"}" >/dev/null
  rm -rf "$scratch/jobs"
  mkdir -p "$scratch/bin"
  ln -sf "$repo_root/tests/chaos/fake-docker" "$scratch/bin/docker"
}

action_build() { # LEG, output in $scratch/log
  jq -n --arg sha "$head" '{repository: {full_name: "o/r"}, pull_request: {number: 7,
    head: {sha: $sha, ref: "topic", repo: {full_name: "o/r"}}, base: {sha: $sha, ref: "main", repo: {full_name: "o/r"}}}}' \
    >"$scratch/event.json"
  : >"$scratch/output"
  : >"$scratch/summary"
  PATH=$scratch/bin:$PATH FAKE_RECORDING=$repo_root/tests/data/rawjson/cold-multi-stage.jsonl GITHUB_ACTIONS=true \
    GITHUB_EVENT_PATH=$scratch/event.json GITHUB_EVENT_NAME=pull_request GITHUB_SHA=$head GITHUB_REF=refs/pull/7/merge \
    GITHUB_RUN_ATTEMPT=1 GITHUB_RUN_NUMBER=5 RUNNER_TEMP=$scratch/tmp RUNNER_OS=Linux RUNNER_ARCH=X64 \
    GITHUB_OUTPUT=$scratch/output GITHUB_STEP_SUMMARY=$scratch/summary INPUT_CONTEXT=. INPUT_TAGS=app:1 \
    INPUT_PUBLISH=true INPUT_COMMENT=true INPUT_CHECK=true INPUT_LEG=$1 INPUT_GITHUB_TOKEN=$token \
    in_job "$1" action build >"$scratch/log" 2>&1
}

api() { curl -sSf -H "Authorization: Bearer $token" "$url/repos/o/r/$1"; }
says() { grep -qF -- "$1" "$scratch/log"; }
unpublished() { awk '/^unpublished-events<</ { getline; print }' "$scratch/output"; }
comments() { api issues/7/comments | jq -r '.[].body'; }

prepare
world '{"contents": "write", "pull-requests": "write", "checks": "write"}'
check "a build that shares is a build as any other" action_build amd64
check "its event is on the branch" [ "$(ids_on_branch | wc -l)" = 1 ]
check "nothing is left to publish" [ -z "$(unpublished)" ]
check "another leg, on another machine" action_build arm64
check "knows the build before it" grep -qE "1 segment of branch tidegate-data \([0-9a-f]{10}\): 1 new \([0-9.]+ k?B\), 0 removed" "$scratch/log"
check "both events are on the branch" [ "$(ids_on_branch | wc -l)" = 2 ]
check "there is one comment" [ "$(api issues/7/comments | jq length)" = 1 ]
check "with a section for each leg" [ "$(comments | grep -cE '<code>image / build \((amd64|arm64)\) · app</code>')" = 2 ]
check "there is a check run for each leg" \
  [ "$(api "commits/$head/check-runs" | jq -c '[.check_runs[].name] | sort')" = '["tidegate (image / build (amd64) · app)","tidegate (image / build (arm64) · app)"]' ]

world '{"contents": "read", "pull-requests": "read", "checks": "read"}'
check "with a token that may only read the build is the same" action_build amd64
check "what is missing for the branch is named" says "contents: write"
check "what is missing for the comment is named" says "pull-requests: write"
check "what is missing for the check is named" says "checks: write"
check "the summary names what is not published" \
  grep -qE "1 event stays in [^ ]*\.tidegate/spool and goes out with the next publish; .*contents: write" "$scratch/summary"
check "an output leads to it" [ "$(cat "$(unpublished)"/*.jsonl | wc -l)" = 1 ]
check "the token is nowhere but in its mask" [ -z "$(grep -rhF "$token" "$scratch/log" "$scratch/jobs" "$scratch/tmp" "$scratch/summary" | grep -vF "::add-mask::")" ]
finish
