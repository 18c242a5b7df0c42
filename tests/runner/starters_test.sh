#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Each starter workflow under a real runner, as `tidegate init` writes it, with a program that tells what it was called
# for: the steps that GitHub would run, in their order, with the token where it belongs.
# TEST_PROGRAM: the tidegate that writes them (default: the newest under build/).
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib.sh"

commands() { cat "$scratch/report/commands" 2>/dev/null || true; }
called() { [ "$(commands)" = "$1" ] || { say "called: $(commands)"; tail -n 40 "$scratch/act.log" >&2; return 1; }; }
told() { grep -qxF "$1=$2" "$scratch/report/program" || { say "told: $(grep "^$1=" "$scratch/report/program")"; return 1; }; }
ended() { [ "$status" = "$1" ] || { say "ended with $status"; tail -n 40 "$scratch/act.log" >&2; return 1; }; }
# An artifact of that name, wherever it was put: by the real action as an archive, by its stand-in as a folder.
artifact() {
  local archive
  archive=$(find "$scratch/artifacts" -name "$1.zip" 2>/dev/null | head -n 1)
  if [ -n "$archive" ]; then
    python3 -m zipfile -l "$archive"
  else
    find "$scratch/report/artifacts" -path "*/artifacts/$1/*" -type f 2>/dev/null
  fi
}
artifacts() { find "$scratch/artifacts" "$scratch/report/artifacts" -mindepth 1 2>/dev/null; }

# local_repository ACTION@COMMIT: the runner takes it from the folder that we have
local_repository() { printf -- '--local-repository=%s=%s\n' "$1" "$(outside_action "$1")"; }

# stand_in ACTION@COMMIT: the same from the folder of its stand-in
stand_in() { local name=${1%@*}; printf -- '--local-repository=%s=%s\n' "$1" "$repo_root/tests/runner/actions/${name#*/}"; }
# How often the database that the trend keeps was synced.
synced() { wc -l <"$scratch/report.cache/$(find "$scratch/report.cache" -type f -printf '%f\n' | sort | tail -n 1)"; }

# run EVENT WORKFLOW [EVENT.JSON]: exit code in `status`
run() {
  local workflow=$2 options=("${others[@]}" --artifact-server-path "$scratch/artifacts" --artifact-server-port 0 --artifact-server-addr 127.0.0.1)
  [ -z "${3:-}" ] || options+=(--eventpath "$3")
  rm -rf "$scratch/report" "$scratch/artifacts"
  mkdir -p "$scratch/report"
  status=0
  act_event=$1 run_act "$scratch/project" "$workflow" --platform ubuntu-24.04=-self-hosted --secret GITHUB_TOKEN=of-the-job \
    --env FAKE_SPOOL=1 --env GITHUB_RUN_ID=$((++run_id)) "${options[@]}" || status=$?
  [ "$status" != 125 ] || exit 125
}

# workflow_run EVENT REPOSITORY BRANCH: what GitHub says when a run has ended
workflow_run() {
  jq -n --arg event "$1" --arg repository "$2" --arg branch "$3" '{action: "completed", workflow_run: {id: 77,
    event: $event, head_sha: "0123456789012345678901234567890123456789", head_branch: $branch,
    head_repository: {full_name: $repository}}}' >"$scratch/event.json"
}

run_id=1000
new_scratch
have jq || not_run "no jq; run scripts/setup"
TEST_PROGRAM=${TEST_PROGRAM:-$(newest_program)}
[ -x "$TEST_PROGRAM" ] || not_run "tidegate is not built; run scripts/build"
go_tool act github.com/nektos/act "$act_version" >/dev/null
stage_action
stage_built "$repo_root/tests/runner/fake-tidegate"
touch "$scratch/runtime.env"
write_node_wrapper
export REPORT_FOLDER=$scratch/report RUNNER_TOOL_CACHE=$scratch/tools
mkdir -p "$scratch/project"
git -C "$scratch/project" init --quiet --initial-branch main
(cd "$scratch/project" && "$TEST_PROGRAM" init --action "$action_ref" >/dev/null && "$TEST_PROGRAM" init --action "$action_ref" --only observe >/dev/null)
cp "$(dirname "$0")/project/Dockerfile" "$scratch/project/"
git -C "$scratch/project" remote add origin https://github.com/octo/app
git -C "$scratch/project" add --all
git -C "$scratch/project" -c user.name=test -c user.email=test@example.invalid commit --quiet --message one
mapfile -t others < <(grep -rhoE 'uses: (docker|actions)/(setup-buildx-action|upload-artifact)@[0-9a-f]{40}' "$scratch/project/.github" |
  sort -u | cut -d ' ' -f 2 | while read -r used; do local_repository "$used"; done)
# Beside those that tell more, or need more, than a runner of our own has: the cache of GitHub, an engine.
mapfile -t -O "${#others[@]}" others < <(grep -rhoE 'uses: (docker/build-push-action|actions/cache(/[a-z]+)?)@[0-9a-f]{40}' "$scratch/project/.github" |
  sed -E 's/^uses: //; s|^(actions/cache)/[a-z]+|\1|' | sort -u | while read -r used; do stand_in "$used"; done)

run push tidegate.yml
check "a push is built" ended 0
check "by one call of the program" called ""
check "its events are published" told publish true
check "there is nothing to comment on" told comment false
check "a job without a matrix has no leg" told matrix null
check "what could not be published is kept, under the name that the action gives" [ -n "$(artifact tidegate-events-of-the-fake)" ]

echo '{"pull_request": {"number": 5, "head": {"ref": "feature", "sha": "0123456789012345678901234567890123456789"}}}' >"$scratch/pull.json"
run pull_request tidegate.yml "$scratch/pull.json"
check "a pull request is built" ended 0
check "its events are not published" told publish false
check "it is commented on" told comment true
check "its events are left for the run that may comment" [ -n "$(artifact tidegate-events-of-the-fake)" ]

echo '{"merge_group": {"head_ref": "refs/heads/gh-readonly-queue/main/pr-5-0123456789", "head_sha": "0123456789012345678901234567890123456789"}}' >"$scratch/queue.json"
run merge_group tidegate.yml "$scratch/queue.json"
check "what a merge queue holds is built" ended 0
check "its events are not published: the push that follows is of the same commit" told publish false
check "there is no pull request to comment on" told comment false

run push tidegate-observe.yml
check "a build of others is observed" ended 0
check "after the fact" told mode observe
check "by what its step said" told metadata '{"buildx.build.ref": "stand/in/ref"}'
check "what was seen is published" told publish true
run pull_request tidegate-observe.yml "$scratch/pull.json"
check "that of a pull request is not" told publish false

workflow_run pull_request fork/app feature
run workflow_run tidegate-comment.yml "$scratch/event.json"
check "a fork's run is commented on" ended 0
check "by the command that trusts nothing of it" called "report comment --from-run token"
check "nothing of it is kept" [ -z "$(artifacts)" ]
workflow_run pull_request octo/app dependabot/docker/debian-13
run workflow_run tidegate-comment.yml "$scratch/event.json"
check "Dependabot's run is commented on, too" called "report comment --from-run token"
workflow_run pull_request octo/app feature
run workflow_run tidegate-comment.yml "$scratch/event.json"
check "a run that could comment itself is not" called ""
workflow_run push fork/app main
run workflow_run tidegate-comment.yml "$scratch/event.json"
check "a push is not" called ""

run schedule tidegate-trend.yml
check "the trend runs" ended 0
trend="restore
history sync --since 30d token
save
history stats --record --format markdown
events publish token"
check "it syncs, keeps what it has, reports, publishes" called "$trend"
check "what was synced is kept" [ "$(synced)" = 1 ]
FAKE_SYNC_EXIT=3 run schedule tidegate-trend.yml
check "a sync that the limit of requests ends does not fail it" ended 0
check "nor keep the figures back" called "$trend"
check "and it goes on where the one before ended" [ "$(synced)" = 2 ]

echo '{"repository": {"default_branch": "main"}}' >"$scratch/tag.json"
release="events fetch token
history sync --since 30d --branch main --budget 300 --max-wait 1m token
gate --release --branch main --commit $(git -C "$scratch/project" rev-parse HEAD) token"
run push tidegate-release.yml "$scratch/tag.json"
check "the gate runs" ended 0
check "it fetches and judges the commit" called "$release"
FAKE_SYNC_EXIT=3 run push tidegate-release.yml "$scratch/tag.json"
check "a sync that the limit of requests ends does not keep the gate from judging" called "$release"
FAKE_COMMAND_EXIT=1 run push tidegate-release.yml "$scratch/tag.json"
check "a command that fails fails the job" ended 1
check "and nothing runs after it" called "events fetch token"
