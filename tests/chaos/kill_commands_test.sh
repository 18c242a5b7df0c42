#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What is no build is killed (SIGKILL) at random moments: gate, bless, history sync, events fetch, and a build while it is
# measured again. The next one that is left alone finds all that was told to be done, once, and says what it always said.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../github/events_lib.sh"
. "$(dirname "$0")/tally.sh"
. "$(dirname "$0")/recorded.sh"

gate_trials=$(rounds 8) bless_trials=$(rounds 12) sync_trials=$(rounds 3) fetch_trials=$(rounds 6) confirm_trials=$(rounds 6)
status=0

# lasts COMMAND..: how long it takes, in `life`
lasts() {
  local begun
  begun=$(now)
  "$@" >/dev/null 2>"$scratch/err" || { cat "$scratch/err" >&2; die "$* does not work at all"; }
  life=$(seconds_since "$begun")
  say "$* takes $life s"
}
ended() { [ "$status" = 0 ] || [ "$status" = 137 ]; }

judged() { in_job log gate --format json 2>/dev/null | jq -c '[.verdicts[] | {rule, status, metric, expected, observed}]'; }

kill_gate() {
  local i wanted lost=0
  make_log log 40
  wanted=$(judged)
  rm -f "$(store_of log)"
  lasts in_job log gate
  for ((i = 1; i <= gate_trials; i++)); do
    [ $((i % 3)) != 0 ] || rm -f "$(store_of log)"*
    killed "$life" exec_job log gate
    ended || is_lost "gate $i: exit $status"
    store_is_whole log || is_lost "gate $i: the database is damaged"
    [ "$(judged)" = "$wanted" ] || is_lost "gate $i: the next one judges otherwise"
  done
  tally "kill -9, gate" "$gate_trials" "$lost"
}

kill_bless() {
  local i n lost=0
  lasts in_job log bless build-time --reason first
  for ((i = 1; i <= bless_trials; i++)); do
    killed "$life" exec_job log bless build-time --reason "trial $i"
    ended || is_lost "bless $i: exit $status"
    n=$(lines_of log | jq -R --arg reason "trial $i" 'fromjson? | select(.metadata.reason == $reason) | .id' | wc -l)
    [ "$n" = 1 ] || { [ "$n" = 0 ] && [ "$status" = 137 ]; } || is_lost "bless $i: exit $status, $n events"
  done
  in_job log bless build-time --reason last >/dev/null || is_lost "the bless after them fails"
  in_job log gate >/dev/null || is_lost "the gate after them fails"
  log_is_whole log || is_lost "a line of the log is torn or there twice"
  [ "$(sqlite3 "$(store_of log)" 'SELECT count(*) FROM acceptances')" = "$(lines_of log | grep -c '"event_type":"bless"')" ] ||
    is_lost "the index has other acceptances than the log"
  tally "kill -9, bless" "$bless_trials" "$lost"
}

runs_stored() { sqlite3 "$(store_of sync)" 'SELECT count(*) || " " || (SELECT count(DISTINCT run) FROM workflow_jobs) FROM workflow_runs'; }

kill_sync() {
  local i lost=0 runs=120
  grant '{"contents": "write", "actions": "read"}'
  jq -nc --argjson n $runs '{repository: "o/r", generate: {count: $n, jobs: 2, steps: 3, first: (now - 864000 | todate), spacing_s: 3600}}' |
    post runs >/dev/null
  post rate <<<'{"limit": 1000000}' >/dev/null
  lasts in_job sync history sync
  for ((i = 1; i <= sync_trials; i++)); do
    rm -rf "$scratch/jobs/sync/.tidegate"
    killed "$life" exec_job sync history sync
    ended || is_lost "sync $i: exit $status"
    store_is_whole sync || is_lost "sync $i: the database is damaged"
    killed "$life" exec_job sync history sync
    in_job sync history sync >/dev/null 2>&1 || is_lost "sync $i: the next one fails"
    [ "$(runs_stored)" = "$runs $runs" ] || is_lost "sync $i: $(runs_stored) of $runs runs, and of their jobs"
  done
  tally "kill -9, history sync" $((2 * sync_trials)) "$lost"
}

fetched() { in_job reader events query --format json | jq -c '[(.events // .)[].id] | sort'; }

kill_fetch() {
  local i lost=0 wanted
  in_job log events publish >/dev/null
  lasts in_job reader events fetch
  wanted=$(fetched)
  [ "$(jq length <<<"$wanted")" -gt 40 ] || die "nothing was fetched"
  for ((i = 1; i <= fetch_trials; i++)); do
    [ $((i % 3)) = 0 ] || rm -rf "$scratch/jobs/reader/.tidegate"
    in_job log events append --type thing --metadata "{\"trial\":$i}" >/dev/null
    in_job log events publish >/dev/null
    killed "$life" exec_job reader events fetch
    ended || is_lost "fetch $i: exit $status"
    in_job reader events fetch >/dev/null 2>&1 || is_lost "fetch $i: the next one fails"
    fetched >"$scratch/got"
    cmp -s "$scratch/got" <(lines_of log | jq -cs '[.[].id] | sort') || is_lost "fetch $i: other events than were published"
  done
  tally "kill -9, events fetch" "$fetch_trials" "$lost"
}

# A build far above its past, killed while it is made again: each in a job of its own, all at once.
measured_again() {
  local name=confirm-$1 pid held
  make_log "$name" 20
  cd "$scratch/jobs/$name"
  FAKE_SECONDS=2 exec_job "$name" build . >out 2>&1 &
  pid=$!
  wait_until 60 has_held "$name" || { cat out >&2 && echo "never held" >verdict && return; }
  sleep "$(random 0 2.5)"
  held=$(cat "$(log_of "$name")"/held/*.jsonl 2>/dev/null | jq -r .id || true)
  kill -KILL "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  in_job "$name" gate >out 2>&1 || true # whatever it judges
  held=${held:-$(lines_of "$name" | tail -n 1 | jq -r .id)}
  [ "$(lines_of "$name" | grep -c "\"id\":\"$held\"")" != 1 ] || [ "$(lines_of "$name" | wc -l)" != 21 ] || echo kept >verdict
}
has_held() { compgen -G "$(log_of "$1")/held/*.jsonl" >/dev/null; }

kill_confirm() {
  local i batch=8 lost=0 pids=()
  for ((i = 1; i <= confirm_trials; i++)); do
    measured_again "$i" &
    pids+=($!)
    [ $((i % batch)) != 0 ] || { wait "${pids[@]}" || true; pids=(); }
  done
  wait
  for ((i = 1; i <= confirm_trials; i++)); do
    [ "$(cat "$scratch/jobs/confirm-$i/verdict" 2>/dev/null)" = kept ] || is_lost "confirm $i: $(tail -n 3 "$scratch/jobs/confirm-$i/out")"
  done
  tally "kill -9, measuring again" "$confirm_trials" "$lost"
}

prepare
replay_docker
kill_gate
kill_bless
kill_fetch
kill_sync
kill_confirm
finish
