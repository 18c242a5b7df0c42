#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The comment of a pull request: legs that finish together, writers that die, older runs, what forks hand over.
# COMMENT_ROUNDS (1) times COMMENT_WRITERS (16) at once. For figures: 5 and 16.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/events_lib.sh"

rounds=${COMMENT_ROUNDS:-1} writers=${COMMENT_WRITERS:-16}
head=$(printf 'a%.0s' {1..40})
api() { curl -sf -H "Authorization: Bearer $token" "$url/repos/o/r/$1"; }
open_pull() { # number of a new pull request
  jq -nc --arg sha "$head" '{repository: "o/r", head_sha: $sha, base_ref: "main"} + $more' --argjson more "${1:-{\}}" |
    post pulls | jq -r .number
}
legs() { api "issues/$1/comments" | jq -r '.[].body' | grep -c '^<!-- tidegate:leg v1 ' || true; }
comments() { api "issues/$1/comments" | jq length; }

# record RUN: a build as run RUN recorded it
record() {
  jq -c --arg run "$1" --arg sha "$head" \
    '.run = {id: $run, attempt: "1", workflow: "ci", job: "image", sha: $sha, ref: "refs/pull/1/merge", event: "pull_request"} | .repository = "o/r"' \
    "$scratch/build.json" >"$scratch/record-$1.json"
}
say_in() { # say_in PULL LEG RUN [ARG..]
  local pull=$1 leg=$2 run=$3
  shift 3
  in_job "$pull-$leg" report comment --build "$scratch/record-$run.json" --pr "$pull" --leg "leg $leg" --format json "$@"
}

at_once() {
  local round i begun pull pids
  for ((round = 1; round <= rounds; round++)); do
    pull=$(open_pull) begun=$(now) pids=()
    for ((i = 1; i <= writers; i++)); do
      mkdir -p "$scratch/jobs/$pull-$i"
      say_in "$pull" "$i" 100 >"$scratch/jobs/$pull-$i/out" 2>"$scratch/jobs/$pull-$i/err" &
      pids+=($!)
    done
    wait "${pids[@]}" || true
    check "round $round: $writers writers in $(seconds_since "$begun") s make one comment ($(comments "$pull"))" [ "$(comments "$pull")" = 1 ]
    check "round $round: with $writers sections ($(legs "$pull"))" [ "$(legs "$pull")" = "$writers" ]
    check "round $round: each says that it posted" [ "$(cat "$scratch/jobs/$pull"-*/out | jq -r .status | sort -u)" = posted ]
  done
}

older_and_newer() {
  local pull
  pull=$(open_pull)
  say_in "$pull" a 102 >/dev/null
  check "an older run does not overwrite a newer one" [ "$(say_in "$pull" a 101 | jq -r .status)" = unchanged ]
  check "the same once more changes nothing" [ "$(say_in "$pull" a 102 | jq -r .status)" = unchanged ]
  check "on change the section becomes that of the newer run" [ "$(say_in "$pull" a 103 --on change | jq -r .status)" = posted ]
  check "the same once more changes nothing" [ "$(say_in "$pull" a 103 --on change | jq -r .status)" = unchanged ]
  check "an older run overwrites it no more" [ "$(say_in "$pull" a 102 --on change | jq -r .status)" = unchanged ]
  check "a newer run is posted" [ "$(say_in "$pull" a 104 | jq -r .status)" = posted ]
}

# Leg b breaks in run 110 and is still broken in run 111, leg a is fine in both: the commit of 111 is broken.
on_change() {
  local pull run
  pull=$(open_pull)
  for run in 110 111; do
    head=$(printf "${run: -1}%.0s" {1..40}) record "$run"
    jq -c '.outcome = "failure" | .exit_status = 1' "$scratch/record-$run.json" >"$scratch/record-${run}0.json"
    say_in "$pull" a "$run" --on change >/dev/null
    say_in "$pull" b "${run}0" --on change >/dev/null
  done
  check "what is broken still counts on change" grep -q 'tidegate: 1 broken, 1 built at 1111111' <(api "issues/$pull/comments")
}

killed() {
  local pull i pid
  pull=$(open_pull)
  for i in 1 2 3 4 5 6; do
    mkdir -p "$scratch/jobs/$pull-k$i"
    (exec_job "$pull-k$i" report comment --build "$scratch/record-100.json" --pr "$pull" --leg "killed $i") >/dev/null 2>&1 &
    pid=$!
    sleep "0.$((i * 13 % 10))$i"
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  say_in "$pull" last 100 >/dev/null
  check "after six killed writers the next one finds or makes one comment" [ "$(comments "$pull")" = 1 ]
  check "and its section is there" grep -q 'leg%20last' <(api "issues/$pull/comments")
}

refused() {
  local pull status=0
  pull=$(open_pull)
  grant '{"contents": "read"}'
  say_in "$pull" a 100 >"$scratch/out" 2>"$scratch/err" || status=$?
  check "a read-only token: exit 3 ($status) and the missing permission" grep -q 'permissions: pull-requests: write' "$scratch/err"
  check "the JSON says refused" [ "$(jq -r .status "$scratch/out")" = refused ]
  check "the exit code is 3" [ "$status" = 3 ]
  rights='{"contents": "read", "pull-requests": "write", "actions": "read", "checks": "write"}'
grant "$rights"
}

event() { # event RUN SHA NAME: one line
  jq -c --arg run "$1" --arg sha "$2" --arg name "$3" '{event_type: "docker_build", timestamp: "2026-11-21T00:00:00.000Z",
    id: "01KBJ7RS80000000000000000B", schema: 1, repository: "o/r",
    run: {id: $run, attempt: "1", workflow: "ci", job: $name, sha: $sha, ref: "refs/pull/1/merge", event: "pull_request"},
    runner: .runner, metadata: {build_time_seconds: 1, image_size: null, dockerfile: null, tag: null, success: true, build: .}}' \
    "$scratch/build.json"
}
hand_over() { jq -nc --argjson run "$1" --rawfile text "$2" --arg name "${3:-events.jsonl}" \
  --arg artifact "${4:-tidegate-events-x}" \
  '{repository: "o/r", run_id: $run, name: $artifact, files: {($name): $text}}' | post artifacts >/dev/null; }
run_of_fork() { # run_of_fork ID [ATTEMPTS]
  jq -nc --argjson id "$1" --arg sha "$head" --argjson attempts "${2:-1}" '{repository: "o/r", runs: [{id: $id, event: "pull_request",
    head_sha: $sha, head_branch: "topic", head_repository: "mallory/r", attempts: [range($attempts) | {}]}]}' | post runs >/dev/null
}

# What a fork accepts is its own affair: its regression stays red for the repository.
bless_of_fork() {
  jq -nc --arg sha "$head" '{event_type: "bless", timestamp: "2026-11-21T00:00:01.000Z", id: "01KBJ7RS80000000000000000Z",
    schema: 1, repository: "o/r", run: {id: "500", attempt: "1", sha: $sha, ref: "refs/heads/main", event: "push"}, runner: {},
    metadata: {metric: "build-time", situation: null, thing: {}, commit: $sha, reason: "accepted-by-a-fork"}}'
}

forks() {
  local pull bad='--><!-- tidegate:end --><script>'
  head=$(printf 'c%.0s' {1..40})
  pull=$(open_pull '{"head_repository": "mallory/r", "head_ref": "topic"}')
  run_of_fork 500
  {
    event 500 "$head" "$bad"
    event 500 "$(printf 'd%.0s' {1..40})" wrong-sha
    event 501 "$head" wrong-run
    bless_of_fork
    echo '{"event_type": "docker_build"'
  } >"$scratch/events"
  hand_over 500 "$scratch/events" '../../../etc/evil.jsonl'
  python3 - "$scratch/bomb" <<'END'
import base64, io, json, sys, zipfile
out = io.BytesIO()
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("bomb.jsonl", b"\0" * (1 << 30))
json.dump({"repository": "o/r", "run_id": 500, "name": "tidegate-events-bomb",
           "zip_base64": base64.b64encode(out.getvalue()).decode()}, open(sys.argv[1], "w"))
END
  post artifacts <"$scratch/bomb" >/dev/null
  in_job fork report comment --from-run 500 --format json >"$scratch/out" 2>"$scratch/err" || true
  check "the build of a fork is posted" [ "$(jq -r .status "$scratch/out")" = posted ]
  check "as one section" [ "$(legs "$pull")" = 1 ]
  check "which says that it comes from a fork" grep -q 'measured in a run of a fork' <(api "issues/$pull/comments")
  check "without its HTML" [ "$(api "issues/$pull/comments" | grep -c '<script>')" = 0 ]
  for what in 'neither c\{40\} nor a merge' 'it is of run 501' 'line 5: left out' 'too large unpacked'; do
    check "what was left out is told: $what" grep -q "$what" <(jq -r '.notes[]' "$scratch/out")
  done
  check "what it accepts is neither kept" [ "$(grep -rc accepted-by-a-fork "$scratch/jobs/fork" | grep -cv ':0$')" = 0 ]
  grant '{"contents": "write"}'
  in_job fork events publish >/dev/null 2>&1 || true
  check "nor published" [ "$(lines_on_branch | wc -l)" = 0 ]
  grant "$rights"
  check "no token went to the host of the artifacts" \
    [ "$("$standin" get /_control/requests | jq '[.[] | select(.route == "ArtifactBytes" and (.token // "") != "")] | length')" = 0 ]
}

# Several pull requests have the commit of the fork's run; only one is from its branch into this base.
forks_of_one_commit() {
  local first second foreign
  head=$(printf 'e%.0s' {1..40})
  first=$(open_pull '{"head_repository": "mallory/r", "head_ref": "topic"}')
  second=$(open_pull '{"head_repository": "mallory/r", "head_ref": "topic", "base_ref": "release"}')
  foreign=$(open_pull '{"head_ref": "topic"}')
  run_of_fork 510 2
  event 510 "$head" again | jq -c --arg ref "refs/pull/$second/merge" '.run.ref = $ref' >"$scratch/events"
  hand_over 510 "$scratch/events" events.jsonl tidegate-events-build-0-1
  jq -c '.run.attempt = "2" | .id = "01KBJ7RS80000000000000000C"' "$scratch/events" >"$scratch/again"
  hand_over 510 "$scratch/again" events.jsonl tidegate-events-build-0-2
  in_job fork report comment --from-run 510 >/dev/null
  check "a pull request of another branch with that commit gets no comment" [ "$(comments "$foreign")" = 0 ]
  check "of two of the branch it is the one that the build names" [ "$(comments "$first") $(comments "$second")" = "0 1" ]
  check "of two attempts the newer one is told" [ "$(legs "$second")" = 1 ]
  check "and it is the second" grep -q 'run=510 attempt=2' <(api "issues/$second/comments")
}

prepare
have python3 curl || not_run "no python3 or no curl"
grant '{"contents": "read", "pull-requests": "write", "actions": "read", "checks": "write"}'
"$tidegate" observe --rawjson "$repo_root/tests/data/rawjson/cold-multi-stage.jsonl" --format json >"$scratch/build.json"
for run in 100 101 102 103 104; do record "$run"; done
at_once
older_and_newer
on_change
killed
refused
forks
forks_of_one_commit
finish
