# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What the tests of the program share. Source it first: it moves into a fresh folder, which stays when the test fails.
#   replay NAME [STATUS]    the next builds print that recording of tests/data/rawjson (or that file) and end so
#   run STATUS ARGS..       tidegate must end with STATUS; its output is in $out and $err
#   has FILE TEXT..         every TEXT is in FILE
#   lacks FILE TEXT..       no TEXT is in FILE
#   same WHAT GOT WANTED    they must be equal
#   event FILTER            jq over the newest event; `record FILTER` over its build
#   events                  how many whole events the log holds
#   sql QUERY               of the history
#   in_actions              as in a job: the runner's variables and files
#   step NAME [LOG [FROM TO]]  a line of a stream made by hand: a step that ended well and printed LOG (bytes)
#   start ARGS..            tidegate in the background; its process in $pid, when the stand-in is at work
#   finish STATUS           waits for it
#   under=(COMMAND..)       runs tidegate under this command; patience=SECONDS  for it to end, else 120
#   not_run WHY             leaves: this machine cannot
# Exit codes of a test: 0 passed, 1 failed, 77 `not run: WHY`.
set -euo pipefail

fail() { echo "failed: $*" && exit 1; }
not_run() { echo "not run: $*" && exit 77; }

cli_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
recordings=$cli_folder/../data/rawjson
tidegate=$(realpath "${TIDEGATE:-$cli_folder/../../build/dev/src/app/tidegate}")

# A test that mounts sets needs_mounts=1 before it sources this: it then runs in a mount namespace of its own.
if [ -n "${needs_mounts:-}" ] && [ -z "${TIDEGATE_CLI_MOUNTS:-}" ]; then
  new_mounts=(unshare --mount --propagation private)
  [ "$(id -u)" -eq 0 ] || new_mounts+=(--map-root-user)
  "${new_mounts[@]}" true 2>/dev/null || not_run "no mount namespace can be had here"
  export TIDEGATE_CLI_MOUNTS=1
  exec "${new_mounts[@]}" "$0"
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/tidegate-cli-XXXXXX")
out=$work/out err=$work/err log=$work/project/.tidegate/events db=$work/project/.tidegate/history.db

leave() {
  local status=$?
  if [ "$status" -eq 0 ] || [ "$status" -eq 77 ]; then
    rm -rf "$work"
    return
  fi
  echo "FAILED (exit $status); kept: $work"
  for file in "$out" "$err"; do
    if [ -s "$file" ]; then echo "--- ${file##*/}, its end" && tail -n 25 "$file" | cut -c 1-200; fi
  done
}
trap leave EXIT

# Nothing of the caller may reach the program: not its job, not its engine, not its home.
for name in $(compgen -e); do
  case $name in
    GITHUB_* | ACTIONS_* | RUNNER_* | INPUT_* | DOCKER_* | BUILDX_* | BUILDKIT_* | STANDIN_* | CI | NO_COLOR) unset "$name" ;;
  esac
done
mkdir -p "$work"/{bin,home,cache,tmp,project}
ln -s "$cli_folder/docker" "$work/bin/docker"
export PATH=$work/bin:$PATH HOME=$work/home XDG_CACHE_HOME=$work/cache TMPDIR=$work/tmp
export DOCKER_HOST=tcp://127.0.0.1:9 STANDIN_CALLS=$work/calls
export LC_ALL=C.UTF-8
cd "$work/project"
printf 'FROM scratch\n' >Dockerfile

replay() {
  STANDIN_STREAM=$1 STANDIN_STATUS=${2:-0}
  [ -e "$STANDIN_STREAM" ] || STANDIN_STREAM=$recordings/$1.jsonl
  [ -e "$STANDIN_STREAM" ] || fail "no recording $1"
  export STANDIN_STREAM STANDIN_STATUS
}

under=()
run() {
  local wanted=$1 status=0
  shift
  timeout "${patience:-120}" "${under[@]}" "$tidegate" "$@" >"$out" 2>"$err" </dev/null || status=$?
  ended_well "$wanted" "$status" "$@"
}

ended_well() {
  local wanted=$1 status=$2
  shift 2
  [ "$status" -eq "$wanted" ] || fail "tidegate $*: exit $status, not $wanted"
  lacks "$err" "AddressSanitizer" "LeakSanitizer" "runtime error:"
}

# bash starts what runs in the background with SIGINT ignored, and what is ignored cannot be trapped.
start() {
  export STANDIN_STARTED=$work/started
  timeout 120 env --default-signal=INT,TERM "$tidegate" "$@" >"$out" 2>"$err" </dev/null &
  local timer=$!
  for _ in {1..1200}; do
    [ ! -e "$STANDIN_STARTED" ] || break
    sleep 0.05
  done
  [ -e "$STANDIN_STARTED" ] || fail "the stand-in did not start"
  pid=$(pgrep -P "$timer")
  export pid
}

finish() {
  local status=0
  wait $! || status=$?
  ended_well "$1" "$status" build
}

has() {
  local file=$1 text
  shift
  for text in "$@"; do
    grep -aqF -e "$text" "$file" || fail "${file##*/} lacks '$text'"
  done
}

lacks() {
  local file=$1 text
  shift
  for text in "$@"; do
    if grep -aqF -e "$text" "$file"; then fail "${file##*/} holds '$text'"; fi
  done
}

same() { [ "$2" = "$3" ] || fail "$1 is '$2', not '$3'"; }

event() { cat "$log"/*.jsonl | tail -n 1 | jq -r "$1"; }
record() { event ".metadata.build | $1"; }
events() { { cat "$log"/*.jsonl 2>/dev/null || true; } | jq -c . | wc -l; }
sql() { sqlite3 -readonly "$db" "$1"; }

step() {
  jq -nc --arg name "$1" --arg log "$(printf '%b' "${2:-}" | base64 -w 0)" \
    --arg from "${3:-2026-11-21T00:00:00Z}" --arg to "${4:-2026-11-21T00:00:01Z}" \
    --arg digest "sha256:$(printf '%s' "$1" | sha256sum | cut -d ' ' -f 1)" '
    {vertexes: [{$digest, $name, started: $from}]},
    (if $log == "" then empty else {logs: [{vertex: $digest, stream: 1, data: $log, timestamp: $from}]} end),
    {vertexes: [{$digest, $name, started: $from, completed: $to}]}'
}

in_actions() {
  export GITHUB_ACTIONS=true GITHUB_REPOSITORY=octo/app GITHUB_RUN_ID=1 RUNNER_TEMP=$TMPDIR
  export GITHUB_OUTPUT=$work/output GITHUB_STEP_SUMMARY=$work/summary.md
  : >"$GITHUB_OUTPUT"
  : >"$GITHUB_STEP_SUMMARY"
}
