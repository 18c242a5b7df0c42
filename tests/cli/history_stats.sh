#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Figures of stored workflow runs in all formats; looking makes no database and no runs are no error.
. "$(dirname "$0")/common.sh"

figures() { jq -c "$1" "$out"; }

run 0 history stats
has "$out" "no runs are known of the last 30 d" "tidegate history sync"
[ ! -e "$db" ] || fail "looking made a database"
run 3 history stats --record
has "$err" "no run is known, so nothing was recorded"
run 0 events query
same "events without runs" "$(cat "$out")" ""
run 0 history stats --format json
same "windows without runs" "$(figures '[.windows[].runs.count]')" "[0,0,0]"
same "a rate without runs" "$(figures '.windows[0].runs.success_rate')" null

# stored ID AGE CONCLUSION BRANCH: a run whose one job took 60 s after 5 s in the queue
stored() {
  local begin=$(($(date +%s) - $2))
  sqlite3 "$db" "
    INSERT INTO workflow_runs VALUES
      ($1, 'o/r', $1, 1, $1, 7, 'CI', '', '.github/workflows/ci.yml', 'push', '$4', 'sha', 'completed', '$3', 'me',
       $begin, $begin, $((begin + 65)), 1);
    INSERT INTO workflow_jobs VALUES
      ($1, $1, $1, 1, 'build', 'completed', '$3', $begin, $((begin + 5)), $((begin + 65)), '', 'runner', '');
    INSERT INTO job_steps VALUES
      ($1, 0, 1, 'Set up job', 'completed', 'success', $((begin + 5)), $((begin + 7))),
      ($1, 1, 2, 'Run make', 'completed', '$3', $((begin + 7)), $((begin + 65)));"
}
run 0 history rebuild
stored 1 3600 success main
stored 2 7200 failure $'topic\x1b[2J'
stored 3 259200 success main
stored 4 2160000 success main

run 0 history stats --format json
same "runs in the windows" "$(figures '[.windows[].runs.count]')" "[2,3,4]"
same "success rates" "$(figures '[.windows[].runs.success_rate] == [0.5, 2 / 3, 0.75]')" true
same "duration and queue" "$(figures '.windows[2].runs | [.duration_seconds.p50, .queued_seconds.p95] == [65, 5]')" true
same "phases" "$(figures '.windows[2].phase_seconds | [.set_up.total, .build.total, .tear_down.total] == [8, 232, null]')" true
same "slowest step" "$(figures '.windows[2].slowest_steps_by_p50[0].step')" '"Run make"'

run 0 history stats --branch main --days 7 --by job --format json
same "one window of one branch" "$(figures '[.windows[] | .name, .runs.count, .groups[0].name]')" '["7 d",2,"build"]'
run 0 history stats --workflow other.yml --format json
same "no such workflow" "$(figures '.windows[2].runs.count')" 0
run 0 history stats --by branch
has "$out" "1 of 2 runs failed in the last 24 h" "by branch, 24 h" "main"
lacks "$out" $'\x1b'
run 0 history stats --format markdown
has "$out" "### Workflow runs: 1 of 2 runs failed in the last 24 h" "| 7 d | 3 | 2 | 1 |" "</details>"
GITHUB_REPOSITORY=o/other run 0 history stats --format json
same "runs of another repository" "$(figures '.windows[2].runs.count')" 0

run 0 history stats --format json --record
jq -S . "$out" >"$work/shown"
has "$err" "recorded as the event"
run 0 events query --type ci_run_statistics --format json
same "what was recorded is what was shown" "$(jq -S '.events[0].metadata' "$out")" "$(cat "$work/shown")"
run 0 events validate

# A part of the month was listed, and what lies before it was not; then all of it.
GITHUB_REPOSITORY=o/r run 0 history stats
lacks "$out" "not complete"
sqlite3 "$db" "INSERT INTO sync_windows VALUES ('o/r?workflow=&branch=&event=', $(($(date +%s) - 864000)), NULL, 3);"
GITHUB_REPOSITORY=o/r run 0 history stats --format markdown
has "$out" "not complete: the runs of 1 span of time are not known"
sqlite3 "$db" "UPDATE sync_windows SET first = 0"
GITHUB_REPOSITORY=o/r run 0 history stats --format markdown
lacks "$out" "not complete"

run 2 history stats --since 2200-01-01
has "$err" "not in the past"
run 2 history stats --since 7d --days 7
run 2 history stats --by colour
