#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Publishing is killed, cut off and refused at random moments, PUBLISH_TRIALS (100) times, now and then by two processes
# on one log. After the next publish that is left alone, every event of the log is on the branch, each once.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../github/events_lib.sh"
. "$(dirname "$0")/tally.sh"

trials=${PUBLISH_TRIALS:-$(rounds 100)}
declare -A outcomes=()

below() { echo $((RANDOM % $1)); }

append() { in_job log events append --type thing --metadata "{\"trial\":$1}" >>"$scratch/ids"; }

note() { outcomes[$1]=$((${outcomes[$1]:-0} + 1)); }

# Ends a publish by SIGKILL after a random part of its life.
kill_publish() {
  local pid status=0
  (exec_job log events publish) >/dev/null 2>&1 &
  pid=$!
  sleep "$(random 0 "$(awk "BEGIN { print 1.2 * $duration }")")"
  kill -KILL "$pid" 2>/dev/null || true
  { wait "$pid" || status=$?; } 2>/dev/null
  note "kill: exit $status"
}

# A fault of the network or the server meets one random request of it; what is left of it dies at a random moment.
broken() {
  local route status=0 faults_now
  route=$(shuf -n 1 -e GitInfoRefs GitUploadPack GitReceivePack GitReceivePack)
  case $(below 4) in
    0) faults_now="{\"kind\": \"refuse\", \"count\": $((1 + $(below 5)))}" ;;
    1) faults_now="{\"kind\": \"cut\", \"after_bytes\": $(below 200), \"count\": $((1 + $(below 5)))}" ;;
    2) faults_now="{\"kind\": \"status\", \"status\": $(shuf -n 1 -e 403 500 502 503), \"count\": $((1 + $(below 5)))}" ;;
    3) faults_now="{\"kind\": \"cut_upload\", \"after_bytes\": $(below 300), \"count\": 1}" ;;
  esac
  faults "[$(jq -c --arg route "$route" '. + {match: {$route}}' <<<"$faults_now")]"
  timeout -s KILL "$(random 0.2 4)" bash -c "$(declare -f exec_job); exec_job log events publish" >/dev/null 2>&1 || status=$?
  faults '[]'
  note "$(jq -r .kind <<<"$faults_now"): exit $status"
}

forbidden() {
  local status=0
  grant '{"contents": "read"}'
  in_job log events publish >/dev/null 2>&1 || status=$?
  grant '{"contents": "write"}'
  note "403: exit $status"
}

twice_at_once() {
  (exec_job log events publish) >/dev/null 2>&1 &
  kill_publish
  wait
}

prepare
export scratch url token tidegate
: >"$scratch/ids"
append 0
begun=$(now)
in_job log events publish >/dev/null
duration=$(seconds_since "$begun")
say "a publish takes $duration s"
for ((i = 1; i <= trials; i++)); do
  append "$i"
  case $(below 8) in
    0) forbidden ;;
    1) twice_at_once ;;
    2 | 3 | 4) kill_publish ;;
    *) broken ;;
  esac
  if [ "$(below 5)" = 0 ]; then in_job log events publish >/dev/null; fi
done
for outcome in "${!outcomes[@]}"; do say "${outcomes[$outcome]} times $outcome"; done
before=$failures
check "the next publish works" in_job log events publish
check "each of $((trials + 1)) events is on the branch once" each_once "$scratch/ids"
check "the spool is empty" [ "$(in_job log events publish --format json | jq .pending)" = 0 ]
check "the branch was never rewritten" git -C "$(bare)" fsck --full --no-dangling
say "$(git -C "$(bare)" rev-list --count tidegate-data) commits; temporary folders of the killed: $(find "$TMPDIR" -maxdepth 1 -name 'tidegate-git-*' | wc -l)"
tally "kill -9, cut, refused: events publish" "$trials" "$((failures - before))"
finish
