#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The release gate under a real runner with the real program: what another job published to the event branch of the
# stand-in is fetched and judged. TEST_PROGRAM: the program (default: the newest under build/).
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

# What a job that builds leaves: an event in its log, then on the branch.
publish_a_build() {
  (
    cd "$scratch/builder" || exit
    "$TEST_PROGRAM" observe --rawjson "$recording" --events-dir .tidegate/events >"$scratch/observed" 2>&1 || exit
    GITHUB_SERVER_URL=$url GITHUB_TOKEN=$1 "$TEST_PROGRAM" events publish >"$scratch/published" 2>&1
  )
}

# gate LIMIT: the release workflow with that limit in the configuration; exit code in `status`
gate() {
  printf 'gate:\n  max-build-time: %s\n' "$1" >"$scratch/project/.github/tidegate.yml"
  git -C "$scratch/project" -c user.name=test -c user.email=test@example.invalid commit --quiet --allow-empty --all --message "limit $1"
  status=0
  run_act "$scratch/project" tidegate-release.yml --platform ubuntu-24.04=-self-hosted --secret "GITHUB_TOKEN=$2" \
    --env "GITHUB_API_URL=$url" --env "GITHUB_SERVER_URL=$url" || status=$?
  [ "$status" != 125 ] || exit 125
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
control tokens '{"token": "may-write", "name": "writer", "permissions": {"contents": "write"}, "repositories": ["octo/app"]}' >/dev/null
control tokens '{"token": "may-read", "name": "reader", "permissions": {"contents": "read"}, "repositories": ["octo/app"]}' >/dev/null

git -C "$scratch/builder" init --quiet --initial-branch main
git -C "$scratch/builder" remote add origin "$(jq -r .url "$scratch/repository.json")"
cp -R "$scratch/builder" "$scratch/project"
(cd "$scratch/project" && "$TEST_PROGRAM" init --only release --only config --action "$action_ref" >/dev/null)
git -C "$scratch/project" add --all

gate 10m may-read
check "without any event the gate stays closed" [ "$status" = 1 ]
check "and says why" says "no recorded build to judge"
publish_a_build may-write || { cat "$scratch/observed" "$scratch/published" >&2; fail "nothing was published"; }
gate 10m may-read
check "a build within its limits opens the gate" [ "$status" = 0 ]
gate 1ms may-read
check "a build beyond its limit closes the gate" [ "$status" = 1 ]
check "the command ends with the exit code of the gate" says "exit status 1"
check "the token is not shown" lacks may-read
