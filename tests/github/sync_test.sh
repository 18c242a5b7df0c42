#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `history sync` against the stand-in: requests, resuming, limits, hostile answers.
# Needs STANDIN_BINARY and TIDEGATE. SYNC_RUNS: how many runs (default 400; 10000 are a normal size).
set -euo pipefail
. "$(dirname "$0")/../support/checks.sh"

standin=$(cd "$(dirname "$0")" && pwd)/standin.sh
tidegate=$(realpath "${TIDEGATE:?the program}")
runs=${SYNC_RUNS:-400}
work=$(mktemp -d)
export STANDIN_DIR=$work/standin
export ASAN_OPTIONS=quarantine_size_mb=8:${ASAN_OPTIONS:-} # else memory that was freed counts too
trap '"$standin" stop; rm -rf "$work"' EXIT

value() { # KEY: of the last report
  python3 -c 'import json,sys; print(json.dumps(json.load(open(sys.argv[1]))[sys.argv[2]]))' "$work/report" "$1"
}
stored() { # SQL
  python3 -c 'import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])' \
    "$work/history.db" "$1"
}
measured='
import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)'
# Exit code in `status`, the report in $work/report, the peak of its memory in $work/peak.
sync() {
  status=0
  /usr/bin/env -u GITHUB_ACTIONS GITHUB_API_URL="$api" GITHUB_REPOSITORY=o/r GITHUB_TOKEN=sync-secret \
    python3 -c "$measured" "$work/peak" "$tidegate" history sync --store "$work/history.db" --format json "$@" \
    >"$work/report" 2>"$work/err" || status=$?
}
faults() { "$standin" faults "$1" >/dev/null; }
make_world() { # COUNT
  "$standin" post /_control/reset </dev/null >/dev/null
  "$standin" post /_control/tokens <<<'{"token":"sync-secret","name":"job","permissions":{"actions":"read"}}' >/dev/null
  "$standin" post /_control/repositories <<<'{"name":"o/r"}' >/dev/null
  "$standin" post /_control/rate <<<'{"limit":1000000}' >/dev/null
  "$standin" post /_control/runs >/dev/null <<END
{"repository":"o/r","generate":{"count":$1,"jobs":2,"steps":5,"first":"$first","spacing_s":$((80 * 86400 / $1))}}
END
  rm -f "$work/history.db"
}
complete() { [ "$status" -eq 0 ] && [ "$(value complete)" = true ]; }
whole() { # COUNT
  [ "$(stored 'SELECT count(*) FROM workflow_runs')" -eq "$1" ] &&
    [ "$(stored 'SELECT count(DISTINCT run) FROM workflow_jobs')" -eq "$1" ] &&
    [ "$(stored 'SELECT count(*) - count(DISTINCT id) FROM workflow_jobs')" -eq 0 ]
}
fails_saying() { # TEXT
  [ "$status" -eq 3 ] && grep -Fqi -- "$1" "$work/err"
}
secret_is_safe() { ! grep -rqa sync-secret "$work/history.db" "$work/report" "$work/err"; }
other_host_sees_no_token() {
  python3 - "$("$standin" log)" <<'END'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1]) if line.strip()]
sys.exit(any(line.get("token") for line in lines if line.get("host") != "api"))
END
}
asked() { wc -l <"$("$standin" log)"; }
kill_after() { # REQUESTS: a sync, killed once it has made so many
  local end=$(($(asked) + $1))
  env -u GITHUB_ACTIONS GITHUB_API_URL="$api" GITHUB_REPOSITORY=o/r GITHUB_TOKEN=sync-secret \
    "$tidegate" history sync --store "$work/history.db" >/dev/null 2>&1 &
  local pid=$!
  until [ "$(asked)" -ge "$end" ] || ! kill -0 "$pid" 2>/dev/null; do sleep 0.01; done
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

"$standin" start >/dev/null
api=$(sed -n 's/.*"url":"\([^"]*\)\/".*/\1/p' "$STANDIN_DIR/ready.json")
first=$(date -u -d '-81 days' +%FT%TZ)

make_world "$runs"
begun=$(date +%s.%N)
sync
check "a first sync is complete" complete
echo "      $runs runs: $(value requests) requests (at least $(((runs + 99) / 100 + runs))), $(value jobs) jobs," \
  "$(python3 -c "import time; print(round(time.time() - $begun, 1))") s"
check "every run is there, with its jobs, once" whole "$runs"
check "hardly more requests than pages and runs" [ "$(value requests)" -le $(((runs + 99) / 100 + runs + 30 + runs / 400)) ]
begun=$(date +%s.%N)
sync
echo "      again: $(value requests) requests, $(value counted) counted," \
  "$(python3 -c "import time; print(round(time.time() - $begun, 1))") s"
check "a second sync without news counts nothing" [ "$(value counted)" = 0 ]
check "the token is nowhere" secret_is_safe

some=600
make_world $some
for _ in 1 2 3 4 5 6 7; do
  kill_after $((RANDOM % 120 + 1))
done
echo "      after seven kills: $(stored 'SELECT count(*) FROM workflow_runs') runs," \
  "$(stored 'SELECT count(DISTINCT run) FROM workflow_jobs') of them with jobs"
sync
check "killed seven times, it goes on and is complete" complete
check "killed seven times, no gap and nothing twice" whole $some

make_world $some
"$standin" post /_control/rate <<<'{"limit":1000,"used":995,"reset_in_s":20}' >/dev/null
sync
check "a rate limit in the middle is waited for" complete
check "it has waited" [ "$(python3 -c "print($(value waited) > 0)")" = True ]
check "after the limit there is no gap" whole $some
make_world $some
"$standin" post /_control/rate <<<'{"limit":1000,"used":980,"reset_in_s":3000}' >/dev/null
sync --max-wait 5s
check "a limit that takes too long is an error that says when" fails_saying "GitHub may be asked again at"
"$standin" post /_control/rate <<<'{"limit":1000000}' >/dev/null
sync --budget 100
check "a budget is an error that says so" fails_saying "budget of 100 requests"
sync
check "after both it goes on and is complete" complete
check "after both there is no gap" whole $some

hostile() { # TEXT FAULT MESSAGE
  make_world 250
  faults "[$2]"
  begun=$SECONDS
  sync --max-wait 0
  local peak
  peak=$(cat "$work/peak")
  faults '[]'
  check "$1: a clear error" fails_saying "$3"
  check "$1: soon" [ $((SECONDS - begun)) -le 60 ]
  check "$1: the token stays" secret_is_safe
  check "$1: no other host sees the token" other_host_sees_no_token
  sync
  check "$1: afterwards complete" complete
  check "$1: afterwards no gap" whole 250
  echo "      $1: at most $peak kB"
  check "$1: little memory" [ "$peak" -le 600000 ] # an instrumented build takes several times what it is
}
runs_list='"match":{"route":"ListRuns"}'
hostile "an endless list" "{\"kind\":\"endless\",$runs_list}" "tidegate:"
hostile "a page that is repeated" "{\"kind\":\"repeated_page\",$runs_list}" "tidegate:"
hostile "a huge body" "{\"kind\":\"huge\",$runs_list}" "larger than"
hostile "a redirect to another host" "{\"kind\":\"redirect\",$runs_list}" "not followed"
hostile "a 304 without cause" "{\"kind\":\"not_modified\",$runs_list}" "tidegate:"
hostile "a body that is cut" "{\"kind\":\"truncated\",$runs_list}" "tidegate:"
finish
