#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The steps of action.yml under a real runner: the cache token reaches the build step and nobody else.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# told FILE NAME VALUE: the line NAME=VALUE stands in the report
told() { grep -qxF "$2=$3" "$scratch/report/$1" || { say "$1 has: $(grep "^$2=" "$scratch/report/$1")"; return 1; }; }
lacks() { ! grep -qF "$2" "$1"; }

new_scratch
stage_action
write_node_wrapper
token=header.$(printf 'secret-%s' "$RANDOM$RANDOM").signature
cat >"$scratch/runtime.env" <<END
ACTIONS_RUNTIME_TOKEN='$token'
ACTIONS_RESULTS_URL='http://127.0.0.1:1/'
ACTIONS_CACHE_SERVICE_V2=True
ACTIONS_CACHE_MODE=read
END
mkdir -p "$scratch/project" "$scratch/report"
cp "$(dirname "$0")/fake-tidegate" "$scratch/project/"
new_project "$scratch/project"
export REPORT_FOLDER=$scratch/report

status=0
run_act "$scratch/project" token.yml || status=$?
[ "$status" != 125 ] || exit 125
[ "$status" = 0 ] || { cat "$scratch/act.log"; fail "act ended with $status"; }

check "the program is called as action.yml says" told program arguments "action build"
check "the token arrives whole" told program token "$(printf '%s' "$token" | sha256sum | cut -d ' ' -f 1)"
check "the address of the cache service arrives" told program results_url http://127.0.0.1:1/
check "an address that is missing is not handed on as an empty one" told program cache_url http://127.0.0.1:1/
check "the protocol version arrives" told program cache_service_v2 True
check "the cache mode arrives" told program cache_mode read
check "steps before see nothing of it" told job before ""
check "steps after see nothing of it" told job after ""
check "the token is masked in the log" lacks "$scratch/act.log" "$token"
check "the program takes the place of the shell" told program parent act
check "it runs in the workspace" grep -q "^folder=$scratch/act/.*/hostexecutor\$" "$scratch/report/program"
check "nothing of ours is in the workspace while building" told program files "$(cd "$scratch/project" && find . -name .git -prune -o -mindepth 1 -maxdepth 1 -printf '%f ')"
check "inputs arrive as they were written" told program build_args "A=\"quoted\"|B=\$(touch injected)|"
check "defaults arrive" told program push false
check "outputs come out" told job verdict pass
check "outputs come out" told job digest sha256:0

FAKE_EXIT=1 run_act "$scratch/project" token.yml && fail "a failing program did not fail the job"
check "outputs come out of a step that failed, too" told job verdict pass

rm "$scratch/project/fake-tidegate"
git -C "$scratch/project" -c user.name=test -c user.email=test@example.invalid commit --quiet --all --message two
run_act "$scratch/project" token.yml && fail "a missing program did not fail the job"
check "a missing program is explained" grep -q 'input "binary-path": no file /' "$scratch/act.log"
