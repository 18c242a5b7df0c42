#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# No secret is left anywhere. For each kind of secret (secret_finder.py) a fresh one is planted in each place that tidegate reads
# (secret_places.py), every command runs, well and badly, and all that they said, kept and sent is searched for it. A marker
# beside each secret shows that it was there to be found.
# SECRET_KINDS="ghp jwt", or all: these kinds instead of the usual ones.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/events_lib.sh"
. "$repo_root/tests/github/secret_commands.sh"

secrets() { python3 "$repo_root/tests/github/secret_finder.py" "$@"; }

begin_round() { # KIND
  kind=$1 plan=$scratch/plan/$1 left=$scratch/left/$1 job=$scratch/jobs/$1
  cd "$scratch"
  rm -rf "${scratch:?}"/{home,tmp,jobs,cache,helpers}
  mkdir -p "$plan" "$left" "$job" "$scratch"/{home,tmp,cache,fork} "$left"/{calls,may-hold-planted,may-hold-build-arguments}
  secrets make "$kind" "$plan"
  token=0123456789-of-the-job-$RANDOM$RANDOM runtime_token=9876543210-of-the-runner-$RANDOM$RANDOM
  [ "$kind" != token ] || token=$(cat "$plan/secret")
  [ "$kind" != runtime_token ] || runtime_token=$(cat "$plan/secret")
  python3 "$repo_root/tests/github/secret_stream.py" "$plan" "$scratch/fork"
  prepare_world
  prepare_job
}

# Everything that is on disk or with GitHub when all commands are through.
gather() {
  local repository
  repository=$(bare)
  mkdir -p "$left"/{events,store,branch,comments,checks,requests,cache,tmp,summary,outputs,may-hold-foreign}
  cp -r "$job/.tidegate/." "$left/events/"
  find "$left/events" -name 'history.db*' -exec mv -t "$left/store" {} +
  mkdir -p "$scratch"/jobs/{foreign,fork}/.tidegate
  cp -r "$scratch/jobs/foreign/.tidegate/." "$scratch/jobs/fork/.tidegate/." "$left/may-hold-foreign/"
  mkdir -p "$left/kept-answers"
  secrets unpack "$left/store/history.db" >"$left/kept-answers/all"
  git -C "$repository" log --format=fuller tidegate-data >"$left/branch/commits"
  git -C "$repository" rev-list --objects tidegate-data | cut -d ' ' -f 1 | git -C "$repository" cat-file --batch >"$left/branch/objects"
  git -C "$repository" for-each-ref >"$left/branch/refs"
  for number in 7 8; do api "issues/$number/comments" >"$left/comments/$number"; done
  for sha in "$head" "$other"; do api "commits/$sha/check-runs" >"$left/checks/$sha"; done
  cp "$("$standin" log)" "$left/requests/"
  cp -r "$scratch/tmp/." "$left/tmp/"
  cp -r "$scratch/cache/." "$scratch/home/." "$left/cache/"
  cp "$scratch/summary" "$left/summary/"
  cp "$scratch/output" "$left/outputs/"
  cp "$job/Dockerfile" "$scratch/event.json" "$scratch/redirect" "$left/may-hold-planted/"
}

no_helper_is_told() {
  [ -s "$scratch/helpers" ] && ! grep -qaE '^(GITHUB_TOKEN|ACTIONS_RUNTIME_TOKEN|INPUT_GITHUB_TOKEN|INPUT_SECRETS)=' "$scratch/helpers"
}

# A crash in the middle of a build, whatever the sanitizers do about signals and core files.
leaves_no_core() {
  local child ended=0 crashed=$scratch/crashed
  mkdir -p "$crashed"
  cd "$crashed"
  (
    job_environment
    ulimit -c unlimited
    # shellcheck disable=SC2016 # for the stand-in to expand
    export STANDIN_STREAM=$scratch/fork/good.jsonl STANDIN_HOOK='kill -SEGV "$PPID"; sleep 1' RUNNER_TEMP=$crashed
    export ASAN_OPTIONS=handle_segv=0:disable_coredump=0
    exec "$tidegate" build --gate off .
  ) >/dev/null 2>&1 &
  child=$!
  wait "$child" 2>/dev/null || ended=$?
  [ "$ended" = 139 ] && [ -z "$(find "$crashed" -name 'core*')" ]
}

is_json() { jq -e . "$1" >/dev/null; }

prepare
have python3 curl || not_run "no python3 or no curl"
kinds=${SECRET_KINDS:-mixed token password argument input_lines}
[ "$kinds" != all ] || kinds=$(secrets kinds)
for each in $kinds; do
  begin_round "$each"
  run_builds
  case $each in
    argument | input*) ;;
    *) run_other_commands ;;
  esac
  while IFS= read -r json; do
    check "$each: ${json#"$left"/} is JSON" is_json "$json"
  done < <(find "$left" -path '*-json/out')
  gather
  check "no secret of the kind $each is left" secrets look "$each" "$plan" "$left"
  check "$each: no program but the build got a token" no_helper_is_told
done
case $(cat /proc/sys/kernel/core_pattern) in
  core*) check "a crash leaves no core file" leaves_no_core ;;
  *) say "not run: a crash leaves no core file: core_pattern leads elsewhere" ;;
esac
finish
