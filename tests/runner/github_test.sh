#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The starters that talk to GitHub, under a real runner with the real program, against the stand-in: what another job
# published to the event branch is fetched and judged; runs are read and reported; a fork's artifact becomes a comment. TEST_PROGRAM: the program (default: the newest under build/).
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib.sh"

standin=$repo_root/tests/github/standin.sh
recording=$repo_root/tests/data/rawjson/cold-multi-stage.jsonl

end() {
  "$standin" stop >/dev/null 2>&1 || true
  rm -rf "$scratch"
}

control() { "$standin" post "/_control/$1" <<<"$2"; }

# What a job that builds a commit leaves: an event in its log, then on the branch.
publish_a_build() {
  (
    cd "$scratch/builder" || exit
    GITHUB_SHA=$2 "$TEST_PROGRAM" observe --rawjson "$recording" --events-dir .tidegate/events >"$scratch/observed" 2>&1 || exit
    GITHUB_SERVER_URL=$url GITHUB_TOKEN=$1 "$TEST_PROGRAM" events publish >"$scratch/published" 2>&1
  )
}

# workflow NAME TOKEN [EVENT [OPTION..]]: exit code in `status`
workflow() {
  status=0
  act_event=${3:-push} run_act "$scratch/project" "$1.yml" --platform ubuntu-24.04=-self-hosted --secret "GITHUB_TOKEN=$2" \
    --env "GITHUB_API_URL=$url" --env "GITHUB_SERVER_URL=$url" --env GITHUB_REPOSITORY=octo/app "${@:4}" || status=$?
  [ "$status" != 125 ] || exit 125
}

# limit TIME: a commit with that limit in the configuration, in `sha`
limit() {
  printf 'gate:\n  max-build-time: %s\n' "$1" >"$scratch/project/.github/tidegate.yml"
  git -C "$scratch/project" -c user.name=test -c user.email=test@example.invalid commit --quiet --allow-empty --all --message "limit $1"
  sha=$(git -C "$scratch/project" rev-parse HEAD)
}
says() { grep -qF -- "$1" "$scratch/act.log" || { tail -n 40 "$scratch/act.log" >&2; return 1; }; }
lacks() { ! grep -qF -- "$1" "$scratch/act.log"; }

new_scratch
trap end EXIT
TEST_PROGRAM=${TEST_PROGRAM:-$(newest_program)}
[ -x "$TEST_PROGRAM" ] || not_run "tidegate is not built; run scripts/build"
have jq || not_run "no jq; run scripts/setup"
go_tool act github.com/nektos/act "$act_version" >/dev/null
stage_action
stage_built "$TEST_PROGRAM"
export STANDIN_DIR=$scratch/standin REPORT_FOLDER=$scratch/report
mkdir -p "$scratch/report" "$scratch/builder"
"$standin" start >"$scratch/standin.json" || not_run "the stand-in for GitHub is not built; run scripts/build --standin"
url=$(jq -r '.url | rtrimstr("/")' "$scratch/standin.json")
control repositories '{"name": "octo/app", "private": true, "default_branch": "main"}' >"$scratch/repository.json"
control tokens '{"token": "may-write", "name": "writer", "permissions": {"contents": "write", "actions": "read"}, "repositories": ["octo/app"]}' >/dev/null
control tokens '{"token": "may-read", "name": "reader", "permissions": {"contents": "read"}, "repositories": ["octo/app"]}' >/dev/null

git -C "$scratch/builder" init --quiet --initial-branch main
git -C "$scratch/builder" remote add origin "$(jq -r .url "$scratch/repository.json")"
cp -R "$scratch/builder" "$scratch/project"
(cd "$scratch/project" && "$TEST_PROGRAM" init --only config,comment,trend,release --action "$action_ref" >/dev/null)
git -C "$scratch/project" add --all

publish() { publish_a_build may-write "$sha" || { cat "$scratch/observed" "$scratch/published" >&2; fail "nothing was published"; }; }

limit 10m
workflow tidegate-release may-read
check "without any event the gate stays closed" [ "$status" = 1 ]
check "and says why" says "no recorded build of commit $sha"
publish
workflow tidegate-release may-read
check "a build within its limits opens the gate" [ "$status" = 0 ]
limit 1ms
workflow tidegate-release may-read
check "a build of another commit does not" [ "$status" = 1 ]
publish
workflow tidegate-release may-read
check "a build beyond its limit closes the gate" [ "$status" = 1 ]
check "the command ends with the exit code of the gate" says "exit status 1"
check "the token is not shown" lacks may-read

control runs "{\"repository\": \"octo/app\", \"generate\": {\"count\": 12, \"first\": \"$(date --utc --date '2 days ago' +%FT%TZ)\"}}" >/dev/null
mapfile -t cache < <(grep -ohE 'actions/cache/[a-z]+@[0-9a-f]{40}' "$scratch/project/.github/workflows/tidegate-trend.yml" |
  sed -E 's|/[a-z]+@|@|' | sort -u | sed "s|.*|--local-repository=&=$repo_root/tests/runner/actions/cache|")
workflow tidegate-trend may-read schedule "${cache[@]}"
check "a trend whose token may not read runs fails" [ "$status" = 1 ]
check "with the line of the permissions that is missing" says "the token needs \`permissions: actions: read\`"

rm -r "$scratch/report.cache"
workflow tidegate-trend may-write schedule "${cache[@]}"
check "the trend is reported" [ "$status" = 0 ]
check "as a job summary" says "Summary - "
check "and as an event on the branch" says "1 event on branch tidegate-data"

# What a fork's run leaves, and what GitHub then knows of it.
head=0123456789012345678901234567890123456789
mkdir "$scratch/fork"
(
  cd "$scratch/fork"
  GITHUB_REPOSITORY=octo/app GITHUB_RUN_ID=77 GITHUB_RUN_ATTEMPT=1 GITHUB_SHA=$head GITHUB_REF=refs/pull/7/merge \
    GITHUB_WORKFLOW=tidegate GITHUB_JOB=build GITHUB_EVENT_NAME=pull_request \
    "$TEST_PROGRAM" observe --rawjson "$recording" --events-dir events >"$scratch/observed" 2>&1
)
control pulls "{\"repository\": \"octo/app\", \"number\": 7, \"head_sha\": \"$head\", \"head_repository\": \"fork/app\"}" >/dev/null
control runs "{\"repository\": \"octo/app\", \"runs\": [{\"id\": 77, \"name\": \"tidegate\", \"event\": \"pull_request\",
  \"head_sha\": \"$head\", \"head_branch\": \"feature\", \"head_repository\": \"fork/app\"}]}" >/dev/null
control artifacts "$(jq -n --rawfile events <(cat "$scratch/fork/events"/*.jsonl) '{repository: "octo/app", run_id: 77,
  name: "tidegate-events-build-0-1", files: {"one.jsonl": ($events + "{\"event_type\": \"docker_build\", \"id\": \"<b>\"}\n")}}')" >/dev/null
control tokens '{"token": "may-comment", "name": "commenter", "permissions": {"contents": "read", "actions": "read",
  "pull-requests": "write"}, "repositories": ["octo/app"]}' >/dev/null
jq -n --arg sha "$head" '{action: "completed", workflow_run: {id: 77, run_attempt: 1, event: "pull_request", head_sha: $sha,
  head_branch: "feature", head_repository: {full_name: "fork/app"}}, repository: {full_name: "octo/app"}}' >"$scratch/event.json"
comments() { curl --silent --fail --header "Authorization: Bearer may-comment" "$url/repos/octo/app/issues/7/comments"; }

workflow tidegate-comment may-comment workflow_run --eventpath "$scratch/event.json"
check "a fork's build is commented on" [ "$status" = 0 ]
check "in one comment" [ "$(comments | jq length)" = 1 ]
check "that shows the build" [ "$(comments | jq '.[0].body | contains("cold")')" = true ]
workflow tidegate-comment may-comment workflow_run --eventpath "$scratch/event.json"
check "the same run makes no second one" [ "$(comments | jq length)" = 1 ]
