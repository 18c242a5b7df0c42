#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The network is cut, servers are slow, and servers lie, at random requests of sync, publish, fetch and comment. Each ends
# in time with exit 0 or 3, no token goes elsewhere; left alone, the next one is complete, and what was told to be
# published is there, once.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../github/events_lib.sh"
. "$(dirname "$0")/tally.sh"
. "$(dirname "$0")/recorded.sh"

trials=$(rounds 2) # of each command under each kind
longest=60         # seconds: what takes longer hangs
runs=30
below() { echo $((RANDOM % $1)); }

routes_of() {
  case $1 in
    sync) echo ListRuns ListJobs ;;
    publish) echo GitInfoRefs GitUploadPack GitReceivePack ;;
    fetch) echo GitInfoRefs GitUploadPack ;;
    comment) echo ListComments CreateComment GetComment UpdateComment GraphQL ;;
  esac
}

# A server that says that it took the push, and took nothing: with and without the side band.
push_is_fine='{"kind": "body", "body": "000eunpack ok\n0022ok refs/heads/tidegate-data\n0000"}'
# The lengths of pkt-lines, and of the one that holds them.
push_is_fine_banded='{"kind": "body", "body": "0039\u0001000eunpack ok\n0022ok refs/heads/tidegate-data\n00000000"}'

cut_fault() {
  case $(below 3) in
    0) echo '{"kind": "refuse"}' ;;
    1) echo "{\"kind\": \"cut\", \"after_bytes\": $(below 400)}" ;;
    2) echo "{\"kind\": \"cut_upload\", \"after_bytes\": $(below 300)}" ;;
  esac
}
slow_fault() { echo "{\"kind\": \"slow\", \"delay_ms\": $((100 + $(below 600))), \"bytes_per_second\": $((2000 + $(below 20000)))}"; }
lying_fault() {
  case $(below 10) in
    0) echo '{"kind": "body", "body": "<html>welcome to the hotel</html>"}' ;;
    1) echo '{"kind": "body", "body": ""}' ;;
    2) echo '{"kind": "body", "body": "{}"}' ;;
    3) echo '{"kind": "body", "body": "[[[[{\"id\":-1,\"total_count\":99999999999999999999}]]]]"}' ;;
    4) echo '{"kind": "truncated"}' ;;
    5) echo '{"kind": "redirect"}' ;;
    6) echo '{"kind": "not_modified"}' ;;
    7) echo '{"kind": "huge", "bytes": 100000000}' ;;
    8) echo "$push_is_fine" ;;
    9) echo "$push_is_fine_banded" ;;
  esac
}

# run_under FAULT COMMAND: the exit code in `status`
run_under() {
  local fault=$1 command=$2 route count skip
  # shellcheck disable=SC2046 # words
  route=$(shuf -n 1 -e $(routes_of "$command"))
  count=$((1 + $(below 3))) skip=$(below 2)
  faults "$(jq -c --arg route "$route" --argjson count "$count" --argjson skip "$skip" '[. + {match: {$route}, $count, $skip}]' <<<"$fault")"
  status=0
  timeout -s KILL "$longest" bash -c "$(declare -f exec_job "do_$command"); do_$command" >"$scratch/out" 2>"$scratch/err" || status=$?
  faults '[]'
}

do_sync() { exec_job "$trial_job" history sync --max-wait 2s; }
do_publish() { exec_job log events publish; }
do_fetch() { exec_job "$trial_job" events fetch; }
do_comment() { exec_job log report comment --build "$scratch/record.json" --pr 7 --leg "leg $trial"; }

# What is wrong after a COMMAND that ended with `status`, and after another one without a fault; nothing where all is well.
wrong_after() {
  local command=$1 begun_well=$status
  case $status in 0 | 3) ;; 137) echo "hangs for $longest s" && return ;; *) echo "exit $status: $(tail -n 2 "$scratch/err")" && return ;; esac
  if [ "$command" = publish ] && [ "$begun_well" = 0 ] && [ "$(in_job log events publish --format json | jq .published)" != 0 ]; then
    echo "called it published, and it was not" && return
  fi
  ("do_$command") >"$scratch/out" 2>"$scratch/err" || { echo "the next one fails: $(tail -n 2 "$scratch/err")" && return; }
  "${command}_is_complete" || echo "incomplete after the next one"
}

sync_is_complete() {
  [ "$(sqlite3 "$(store_of "$trial_job")" 'SELECT count(*) || " " || (SELECT count(DISTINCT run) FROM workflow_jobs) FROM workflow_runs')" = "$runs $runs" ]
}
publish_is_complete() { each_once <(lines_of log | jq -r .id); }
fetch_is_complete() {
  cmp -s <(in_job "$trial_job" events query --format json | jq -r '(.events // .)[].id' | sort) <(ids_on_branch | sort)
}
comment_is_complete() {
  local bodies
  bodies=$(curl -sf -H "Authorization: Bearer $token" "$url/repos/o/r/issues/7/comments?per_page=100" | jq -r '.[].body')
  [ "$(grep -c '^<!-- tidegate:comment' <<<"$bodies")" -le 1 ] && [ "$(grep -cF "leg $trial" <<<"$bodies")" -ge 1 ]
}

# kind NAME FAULT-MAKER
kind() {
  local name=$1 maker=$2 lost=0 done=0 command i fault wrong
  for ((i = 1; i <= trials; i++)); do
    for command in publish fetch sync comment; do
      export trial=$name-$i trial_job=job-$maker-$command-$i
      in_job log events append --type thing --metadata "{\"trial\":\"$trial\"}" >/dev/null
      [ "$command" = publish ] || in_job log events publish >/dev/null
      fault=$($maker)
      run_under "$fault" "$command"
      wrong=$(wrong_after "$command")
      [ -z "$wrong" ] || is_lost "$command under $fault: $wrong"
      done=$((done + 1))
    done
  done
  tally "$name" "$done" "$lost"
}

prepare
export scratch url token tidegate
replay_docker
make_log log 3
grant '{"contents": "write", "actions": "read", "pull_requests": "write", "issues": "write"}'
post rate <<<'{"limit": 1000000}' >/dev/null
jq -nc --argjson n $runs '{repository: "o/r", generate: {count: $n, jobs: 1, steps: 2, first: (now - 864000 | todate), spacing_s: 3600}}' | post runs >/dev/null
post pulls <<<'{"repository": "o/r", "number": 7, "head_sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "base_ref": "main"}' >/dev/null
jq -c '.metadata.build | .repository = "o/r"' "$scratch/template" >"$scratch/record.json"
kind "network cut" cut_fault
kind "slow server" slow_fault
kind "lying server" lying_fault
check "no other host saw the token" [ "$("$standin" log | xargs cat | jq -s 'map(select(.host != "api" and .token != null)) | length')" = 0 ]
finish
