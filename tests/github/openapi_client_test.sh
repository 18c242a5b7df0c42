#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the program asks of GitHub's REST API, and what the stand-in answers it, against GitHub's own description: syncs,
# a comment and a check run go through the proxy of prism.sh. GraphQL and artifacts are no part of that description.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/events_lib.sh"
. "$(dirname "$0")/prism.sh"

head=$(printf 'a%.0s' {1..40})
through_proxy() { (export GITHUB_API_URL; unset GITHUB_TOKEN; in_proxy_job "$@"); }
in_proxy_job() {
  local folder=$scratch/jobs/$1
  shift
  mkdir -p "$folder"
  cd "$folder" || exit 3
  GITHUB_SERVER_URL=$url GITHUB_REPOSITORY=o/r GITHUB_TOKEN=$token GITHUB_RUN_ID=4711 GITHUB_SHA=$head "$tidegate" "$@"
}

prepare
STANDIN_THROUGH_PRISM=1
standin_api "$url"
grant '{"contents": "write", "pull-requests": "write", "checks": "write", "actions": "read"}'
post runs >/dev/null <<<'{"repository":"o/r","generate":{"count":12,"jobs":2,"steps":3,"first":"2026-11-01T00:00:00Z","spacing_s":3600}}'
post pulls >/dev/null <<<"{\"repository\":\"o/r\",\"number\":7,\"head_sha\":\"$head\",\"head_ref\":\"topic\",\"base_ref\":\"main\"}"

check "a first sync" through_proxy sync history sync --since 2026-10-01 --format json >"$scratch/first"
check "brings all runs" [ "$(jq .runs "$scratch/first")" = 12 ]
check "a second sync" through_proxy sync history sync --since 2026-10-01 --format json >"$scratch/second"
check "with filters" through_proxy filtered history sync --since 2026-10-01 --branch main --event push --format json >/dev/null

mkdir -p "$scratch/bin"
ln -sf "$repo_root/tests/chaos/fake-docker" "$scratch/bin/docker"
PATH=$scratch/bin:$PATH FAKE_RECORDING=$repo_root/tests/data/rawjson/cached-all.jsonl \
  check "a build" through_proxy talk build --gate off --tag app:1 . >/dev/null 2>&1
check "a comment" through_proxy talk report comment --pr 7
check "the same comment" through_proxy talk report comment --pr 7
check "a check run" through_proxy talk report check
check "all as GitHub describes it" standin_api_end
finish
