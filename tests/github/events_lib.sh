# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What the tests of the event branch share: the program against a real `git http-backend` behind the stand-in. Source it.
# Beside tests/support/checks.sh:
#   prepare               scratch folder, program, stand-in with a private repository o/r; all goes away at the end
#   in_job NAME ARG..     tidegate with ARGs in a folder of its own, as a job of a workflow
#   repository JSON       changes fields of o/r
#   grant PERMISSIONS     what the token of the jobs may do
#   faults JSON           of the stand-in
#   ids_on_branch         of every event on the branch, one line each
#   bare                  path of the repository
# TEST_PROGRAM: the program (default: the newest under build/).

# shellcheck source-path=SCRIPTDIR source=../support/checks.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/checks.sh"

standin=$repo_root/tests/github/standin.sh
token=s3cret-token-of-the-job

clean_up() {
  "$standin" stop || true
  rm -rf "$scratch"
}

prepare() {
  local program=${TEST_PROGRAM:-$(newest_program)}
  [ -x "$program" ] || not_run "tidegate is not built; run scripts/build"
  have jq git || not_run "no jq or no git; run scripts/setup"
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/tidegate-events-XXXXXX")
  trap clean_up EXIT
  tidegate=$scratch/tidegate
  cp "$program" "$tidegate" # it may be built anew meanwhile
  unset "${!ACTIONS_@}" "${!GITHUB_@}" "${!RUNNER_@}" "${!GIT_@}" GH_TOKEN
  mkdir "$scratch/tmp" "$scratch/jobs" "$scratch/home"
  export STANDIN_DIR=$scratch/standin TMPDIR=$scratch/tmp HOME=$scratch/home
  "$standin" start >"$scratch/ready" || not_run "the stand-in for GitHub is not built; run scripts/build --standin"
  url=$(jq -r '.url | rtrimstr("/")' "$scratch/ready")
  repository '{"private": true}'
  grant '{"contents": "write"}'
}

post() { "$standin" post "/_control/$1"; }
repository() { jq -c '. + {name: "o/r"}' <<<"$1" | post repositories >"$scratch/repository"; }
bare() { jq -r .path "$scratch/repository"; }
grant() { jq -nc --arg token "$token" --argjson rights "$1" '{$token, name: "job", permissions: $rights}' | post tokens >/dev/null; }
faults() { post faults <<<"$1" >/dev/null; }

# Takes the place of its shell, so that a kill meets tidegate itself.
exec_job() {
  local folder=$scratch/jobs/$1
  shift
  mkdir -p "$folder"
  cd "$folder" || exit 3
  export GITHUB_SERVER_URL=$url GITHUB_API_URL=$url GITHUB_GRAPHQL_URL=$url/graphql GITHUB_REPOSITORY=o/r
  export GITHUB_TOKEN=$token GITHUB_RUN_ID=4711 GITHUB_WORKFLOW=image GITHUB_JOB=build
  exec "$tidegate" "$@"
}
in_job() { (exec_job "$@"); }

lines_on_branch() {
  git -C "$(bare)" ls-tree -r tidegate-data 2>/dev/null | awk '{ print $3 }' |
    git -C "$(bare)" cat-file --batch='' --buffer | grep -a '^{' || true
}
ids_on_branch() { lines_on_branch | jq -r .id; }

# each_once FILE: exactly the ids of FILE are on the branch, each once
each_once() { ids_on_branch | sort | cmp -s - <(sort "$1"); }
