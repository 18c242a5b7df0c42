#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The action under a real runner, with a real engine and the stand-in for GitHub's cache: a cold build, a warm one from
# the Actions cache, and one that got slower. TEST_PROGRAM: the program (default: the newest under build/).
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib.sh"

engine_name=test-runner
standin=$repo_root/tests/github/standin.sh

end() {
  [ -z "${STANDIN_DIR:-}" ] || "$standin" stop || true
  "$repo_root/scripts/engine" stop --name "$engine_name" >/dev/null 2>&1 || true
  [ -n "${KEEP:-}" ] || rm -rf "$scratch"
}

# Always one of its own: the test empties its build cache.
start_engine() {
  local code=0 environment
  "$repo_root/scripts/engine" start --private --name "$engine_name" 2>"$scratch/engine.log" || code=$?
  [ "$code" != 3 ] || not_run "no private engine here: $(tail -n 1 "$scratch/engine.log")"
  [ "$code" = 0 ] || { cat "$scratch/engine.log"; fail "the engine did not start"; }
  "$repo_root/scripts/engine" base-image --name "$engine_name" || fail "no base image"
  environment=$("$repo_root/scripts/engine" env --name "$engine_name")
  eval "$environment"
}

# In: LIMIT. The runner's exit code in `status`; outputs in $scratch/report.
build() {
  say "building: $1"
  rm -f "$scratch/report/"*
  status=0
  run_act "$scratch/project" build.yml --env "TEST_LIMIT=$LIMIT" --env "TEST_EVENTS=$scratch/events" \
    --env "TEST_PROGRAM=$TEST_PROGRAM" --env "TEST_SECRET=$secret" || status=$?
  cp "$scratch/act.log" "$scratch/$1.log"
}

output() { jq -r --arg name "$1" '.[$name] // ""' "$scratch/report/outputs.json"; }
is() {
  local value
  value=$(output "$1")
  [ "$value" = "$2" ] || { say "output $1 is \"$value\", not \"$2\""; tail -n 60 "$scratch/act.log" >&2; return 1; }
}
holds() { jq -e "$1" "$scratch/report/outputs.json" >/dev/null || { cat "$scratch/report/outputs.json" >&2; return 1; }; }
events() { cat "$scratch/events"/*.jsonl | jq -c 'select(.event_type == "docker_build")'; }
nowhere() { ! grep -rqF -- "$1" "$scratch/events" "$scratch/report" "$scratch"/*.log; }

# The runner of GitHub takes `##[...]` anywhere in a line for a command, act at its beginning only: so the log itself is
# looked at. Every line of the build has to lie between ::stop-commands::TOKEN and ::TOKEN::.
fenced() {
  awk '
    match($0, /::stop-commands::[^ ]+/) { token = substr($0, RSTART + 17, RLENGTH - 17); next }
    token != "" && index($0, "::" token "::") { token = ""; next }
    /forged|##\[set-output name=verdict|::set-output name=verdict/ { seen++; if (token == "") { print "outside of the fence: " $0; bad = 1 } }
    END { if (!seen) { print "the hostile lines are not in the log"; bad = 1 }; exit bad }
  ' "$scratch/act.log" >&2
}

new_scratch
trap end EXIT
TEST_PROGRAM=${TEST_PROGRAM:-$(newest_program)}
[ -x "$TEST_PROGRAM" ] || not_run "tidegate is not built; run scripts/build"
have jq || not_run "no jq; run scripts/setup"
go_tool act github.com/nektos/act "$act_version" >/dev/null
stage_action
write_node_wrapper
start_engine
export STANDIN_DIR=$scratch/standin REPORT_FOLDER=$scratch/report
mkdir -p "$scratch/report" "$scratch/events"
"$standin" start >/dev/null || not_run "the stand-in for GitHub is not built; run scripts/build --standin"
"$standin" env >"$scratch/runtime.env"
token=$(sed -n 's/^export ACTIONS_RUNTIME_TOKEN=//p' "$scratch/runtime.env")
secret=secret-of-the-test-$RANDOM$RANDOM
cp -R "$(dirname "$0")/project" "$scratch/project"
new_project "$scratch/project"
docker buildx prune --all --force >/dev/null

LIMIT=5m build cold
check "a cold build passes" [ "$status" = 0 ]
check "its cache state is told" is cache-state cold
# There is no event branch that could be asked, and so no past that could be known.
check "its verdict is told" is verdict inconclusive
check "its outcome is told" is outcome success
check "its measurements are told" holds '(.["build-time"] | tonumber) >= 3 and (.["image-size"] | tonumber) > 1000000
  and (.["docker_build_time"] == .["build-time"]) and (.["cacheable-steps"] | tonumber) >= 3
  and (.digest | startswith("sha256:")) and (.["slowest-step"] | length) > 0'
check "its metadata is JSON" holds '.metadata | fromjson | has("containerimage.digest")'
check "there is a summary" grep -q 'Summary - ' "$scratch/act.log"
check "what the build prints is fenced" fenced
check "other steps see nothing of the token" [ "$(cat "$scratch/report/leak")" = 0 ]
cold_seconds=$(output build-time)

docker buildx prune --all --force >/dev/null
LIMIT=5m build warm
check "a warm build passes" [ "$status" = 0 ]
check "everything came from the Actions cache" is cache-state warm
check "the ratio is told" holds '(.["cache-hit-ratio"] | tonumber) == 1'
check "the warm build is faster" awk "BEGIN { exit !($(output build-time) < $cold_seconds) }"

echo 6 >"$scratch/project/seconds"
git -C "$scratch/project" -c user.name=test -c user.email=test@example.invalid commit --quiet --all --message slower
LIMIT=4s build slower
check "a build beyond its limit fails the job" [ "$status" = 1 ]
check "the step ends with the exit code of the gate" grep -q "exit status 1\$" "$scratch/act.log"
check "the verdict is the gate's, whatever the build printed" is verdict fail
check "the build itself is told to be fine" is outcome success
check "the reason names the limit" holds '.["verdict-reason"] | test("4")'
check "the outcome of the step is a failure" [ "$(cat "$scratch/report/outcome")" = failure ]
check "what the build prints is fenced" fenced

check "each build left one event" [ "$(events | wc -l)" = 3 ]
check "the events tell the ids that the outputs told" [ "$(events | tail -n 1 | jq -r .id)" = "$(output event-id)" ]
check "the token is nowhere" nowhere "$token"
check "the secret is nowhere" nowhere "$secret"
