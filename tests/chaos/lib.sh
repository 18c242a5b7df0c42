# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What the chaos tests share. Source it. Beside tests/support/checks.sh.
#   prepare               scratch folder, program, engine; all of it goes away at the end
#   new_context FOLDER    a small Dockerfile (COPY of a.txt, RUN sleep 0.2)
#   change FOLDER         so that its build is not cached
#   events_of FOLDER      the events in a folder, one line each
#   each_line_is_json F   ..
#   builds_in STORE       how many builds the database holds
#   lost_since FAILURES   1 where a check has failed since there were so many, else 0
#   mine WORD             pids of processes of this test with WORD in their command line
# TEST_PROGRAM: the program (default: the newest under build/). TEST_ENGINE: an engine of scripts/engine that runs
# already (default: one of its own, stopped at the end).

# shellcheck source-path=SCRIPTDIR source=../support/checks.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/checks.sh"
# shellcheck source=tally.sh
. "$(dirname "${BASH_SOURCE[0]}")/tally.sh"

engine_name=${TEST_ENGINE:-test-chaos}
standin=$repo_root/tests/github/standin.sh

clean_up() {
  [ -z "${STANDIN_DIR:-}" ] || "$standin" stop || true
  [ -n "${TEST_ENGINE:-}" ] || "$repo_root/scripts/engine" stop --name "$engine_name" >/dev/null 2>&1 || true
  ! mountpoint -q "$scratch/small" || umount "$scratch/small"
  rm -rf "$scratch"
}

start_engine() {
  local code=0 environment
  if [ -z "${TEST_ENGINE:-}" ]; then
    "$repo_root/scripts/engine" start --private --name "$engine_name" 2>"$scratch/engine.log" || code=$?
    [ "$code" != 3 ] || not_run "no private engine here: $(tail -n 1 "$scratch/engine.log")"
    [ "$code" = 0 ] || { cat "$scratch/engine.log" >&2; die "the engine did not start"; }
  fi
  environment=$("$repo_root/scripts/engine" env --name "$engine_name") || die "engine $engine_name does not run"
  eval "$environment"
  "$repo_root/scripts/engine" base-image --name "$engine_name" || die "no base image"
}

prepare() {
  local program=${TEST_PROGRAM:-$(newest_program)}
  [ -x "$program" ] || not_run "tidegate is not built; run scripts/build"
  have jq || not_run "no jq; run scripts/setup"
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/tidegate-chaos-XXXXXX")
  trap clean_up EXIT
  tidegate=$scratch/bin/tidegate
  mkdir "$scratch/bin" "$scratch/tmp"
  cp "$program" "$tidegate" # it may be built anew meanwhile
  unset "${!ACTIONS_@}" "${!GITHUB_@}" "${!RUNNER_@}" BUILDKIT_PROGRESS
  start_engine
  # The mark of this test's processes; whatever they leave behind goes away with it.
  export TMPDIR=$scratch/tmp XDG_CACHE_HOME=$scratch/cache
}

start_standin() {
  export STANDIN_DIR=$scratch/standin
  "$standin" start >/dev/null || not_run "the stand-in for GitHub is not built; run scripts/build --standin"
}

new_context() {
  mkdir -p "$1"
  printf 'FROM debian:bookworm-slim\nCOPY a.txt /\nRUN sleep %s\n' "${2:-0.2}" >"$1/Dockerfile"
  change "$1"
}

change() { echo "$RANDOM $RANDOM $RANDOM" >"$1/a.txt"; }

events_of() { find "$1" -maxdepth 1 -name '*.jsonl' -exec cat {} + 2>/dev/null || true; }
count_events() { events_of "$1" | wc -l; }
no_id_twice() { [ -z "$(events_of "$1" | jq -r .id | sort | uniq -d)" ]; }

# jq takes several values on a line, or one over several lines: so line by line, and a newline at the end of the last.
each_line_is_json() {
  events_of "$1" | jq --raw-input --exit-status --slurp \
    'endswith("\n") and (rtrimstr("\n") | split("\n") | all(fromjson | type == "object" and has("id")))' >/dev/null
}

# The command line program of SQLite is no dependency; Python's module does the same.
sql() {
  if have sqlite3; then
    sqlite3 "$1" "$2"
  else
    python3 -c 'import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]): print(*row, sep="|")' "$1" "$2"
  fi
}
is_whole() { [ "$(sql "$1" 'pragma integrity_check')" = ok ]; }
builds_in() { sql "$1" 'select count(*) from docker_builds'; }
rebuilt() { "$tidegate" history rebuild --format json --events-dir "$1" --store "$2" | jq .builds; }

lost_since() { [ "$failures" = "$1" ] && echo 0 || echo 1; }

mine() {
  local pid line
  while IFS=/ read -r _ _ pid _; do
    line=$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") || continue
    [[ $line != *$1* ]] || echo "$pid"
  done < <(grep -lzxF "TMPDIR=$TMPDIR" /proc/[0-9]*/environ 2>/dev/null)
}
none_left() { [ -z "$(mine "$1")" ]; }
